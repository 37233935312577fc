import { LocalAudioTrack, LocalVideoTrack, Room } from 'livekit-client';
import { reportsOf } from './gauge.js';
import type { CheckTickets, Measure } from './protocol.js';
import { CONNECT, engineSource, ROOM } from './room.js';
import { Meter } from './stats.js';

/** A picture whose mean lies under this, and that is as even as this, is a covered lens or a dead cable (0..255). */
const DARK_MEAN = 16;
const DARK_SPREAD = 8;
/** Loudest tenth of a second that counts as a voice (0..1). */
export const VOICE_LEVEL = 0.02;

/** What a line must do for a picture and a sound that can be followed. */
export const LINE_LIMITS = { loss: 5, jitter: 60, rtt: 400 } as const;

export interface Light {
  mean: number;
  spread: number;
}

/** Brightness of an RGBA picture: mean and standard deviation of the luma. */
export function light(pixels: Uint8ClampedArray): Light {
  const count = Math.max(Math.floor(pixels.length / 4), 1);
  let sum = 0;
  let squares = 0;
  for (let at = 0; at + 2 < pixels.length; at += 4) {
    const luma = 0.2126 * pixels[at]! + 0.7152 * pixels[at + 1]! + 0.0722 * pixels[at + 2]!;
    sum += luma;
    squares += luma * luma;
  }
  const mean = sum / count;
  return { mean, spread: Math.sqrt(Math.max(squares / count - mean * mean, 0)) };
}

export const isDark = ({ mean, spread }: Light): boolean => mean < DARK_MEAN && spread < DARK_SPREAD;

/** Root mean square of samples between -1 and 1. */
export function loudness(samples: Float32Array): number {
  let squares = 0;
  for (const sample of samples) squares += sample * sample;
  return Math.sqrt(squares / Math.max(samples.length, 1));
}

/** Listens to a track without playing it. */
export class Ear {
  private readonly context: AudioContext;
  private readonly analyser: AnalyserNode;
  private readonly samples: Float32Array<ArrayBuffer>;

  constructor(track: MediaStreamTrack) {
    this.context = new AudioContext();
    this.analyser = this.context.createAnalyser();
    this.analyser.fftSize = 2048;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.context.createMediaStreamSource(new MediaStream([track])).connect(this.analyser);
  }

  /** 0..1. A browser that still waits for a click hears nothing: null. */
  level(): number | null {
    if (this.context.state !== 'running') {
      void this.context.resume().catch(() => undefined);
      return null;
    }
    this.analyser.getFloatTimeDomainData(this.samples);
    return Math.min(loudness(this.samples) * 3, 1);
  }

  close(): void {
    void this.context.close().catch(() => undefined);
  }
}

/** Three rising notes on the chosen loudspeaker. */
export async function playTone(speaker: string): Promise<void> {
  const context = new AudioContext();
  const routed = context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
  if (speaker) await routed.setSinkId?.(speaker).catch(() => undefined);
  await context.resume();
  const begin = context.currentTime + 0.05;
  [440, 554, 659].forEach((pitch, n) => {
    note(context, pitch, begin + n * 0.45);
  });
  await new Promise(done => setTimeout(done, 1600));
  await context.close();
}

function note(context: AudioContext, pitch: number, at: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.25, at + 0.03);
  volume.gain.linearRampToValueAtTime(0, at + 0.4);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.42);
}

export interface LineResult {
  up: Measure;
  down: Measure;
  passed: boolean;
}

export interface LineCheck {
  origin: string;
  tickets: CheckTickets;
  camera: MediaStreamTrack | null;
  microphone: MediaStreamTrack | null;
  seconds: number;
  /** Called every second with the share done (0..1) and what was measured so far. */
  tell: (done: number, up: Measure, down: Measure) => void;
}

/** Sends picture and sound into a throw-away room and receives them again beside: a real line, nobody else on it. */
export async function checkLine(check: LineCheck): Promise<LineResult> {
  const [sender, receiver] = [new Room(ROOM), new Room(ROOM)];
  try {
    const [out, back] = check.tickets.tickets.map(ticket =>
      typeof ticket === 'string' ? ticket : ticket.token,
    );
    const address = `${check.origin.replace(/^http/, 'ws')}${check.tickets.url}`;
    await receiver.connect(address, back!, { ...CONNECT, autoSubscribe: true, maxRetries: 2 });
    await sender.connect(address, out!, { ...CONNECT, maxRetries: 2 });
    for (const track of tracksOf(check)) await sender.localParticipant.publishTrack(track);
    return await watchLine(check, sender, receiver);
  } finally {
    await Promise.allSettled([sender.disconnect(), receiver.disconnect()]);
  }
}

function tracksOf({ camera, microphone }: LineCheck): (LocalAudioTrack | LocalVideoTrack)[] {
  const tracks: (LocalAudioTrack | LocalVideoTrack)[] = [];
  if (microphone) tracks.push(new LocalAudioTrack(microphone.clone()));
  if (camera) tracks.push(new LocalVideoTrack(camera.clone()));
  for (const track of tracks) track.source = engineSource[track.kind === 'audio' ? 'microphone' : 'camera'];
  return tracks;
}

async function watchLine(check: LineCheck, sender: Room, receiver: Room): Promise<LineResult> {
  const [outMeter, inMeter] = [new Meter(), new Meter()];
  const [ups, downs]: [Measure[], Measure[]] = [[], []];
  for (let second = 0; second <= check.seconds; second++) {
    await new Promise(done => setTimeout(done, 1000));
    const [out, back] = [await reportsOf(sender), await reportsOf(receiver)];
    const now = performance.now();
    ups.push(outMeter.measure(now, out.up, [], null).up);
    downs.push(inMeter.measure(now, [], back.down, null).down);
    check.tell(second / check.seconds, whole(ups), whole(downs));
  }
  const [up, down] = [whole(ups.slice(2)), whole(downs.slice(2))]; // the first moments say little
  return { up, down, passed: good(up) && good(down) };
}

/** Mean of what was measured; null where nothing was. */
export function whole(measures: readonly Measure[]): Measure {
  const mean = (of: (measure: Measure) => number | null): number | null => {
    const known = measures.map(of).filter(value => value !== null);
    if (known.length === 0) return null;
    return Math.round((10 * known.reduce((a, b) => a + b, 0)) / known.length) / 10;
  };
  return {
    loss: mean(m => m.loss),
    jitter: mean(m => m.jitter),
    rtt: mean(m => m.rtt),
    kbps: mean(m => m.kbps),
  };
}

/** Something flowed, and within the limits. */
export function good(measure: Measure): boolean {
  if (measure.loss === null || measure.kbps === null) return false;
  const { loss, jitter, rtt } = LINE_LIMITS;
  return measure.loss <= loss && (measure.jitter ?? 0) <= jitter && (measure.rtt ?? 0) <= rtt;
}
