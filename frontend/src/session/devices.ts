import type { Keep } from './acts.js';
import { Value } from './value.js';
import type { Profile } from './wanted.js';

/** What this machine's technician chose; remembered here, not on the server. */
export interface Choice {
  camera: string;
  microphone: string;
  speaker: string;
  echo: boolean;
  noise: boolean;
  gain: boolean;
  /** Play the conference's sound on this machine (off: the room's display plays it). */
  sound: boolean;
  profile: Profile;
}

export interface DeviceLists {
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

export type Problem = '' | 'insecure' | 'denied' | 'missing' | 'busy' | 'failed';

const DEFAULT: Choice = {
  camera: '',
  microphone: '',
  speaker: '',
  echo: true,
  noise: true,
  gain: true,
  sound: true,
  profile: 'full',
};
const KEY = 'diemcau.devices';

/** The camera and the microphone, open for the whole time the page is: what is sent is another's decision. */
export class Devices {
  readonly choice: Value<Choice>;
  readonly lists = new Value<DeviceLists>({ cameras: [], microphones: [], speakers: [] });
  readonly camera = new Value<MediaStreamTrack | null>(null);
  readonly microphone = new Value<MediaStreamTrack | null>(null);
  readonly problem = new Value<{ camera: Problem; microphone: Problem }>({ camera: '', microphone: '' });
  private readonly opening = { camera: 0, microphone: 0 };
  private started: Promise<void> | null = null;

  constructor(
    private readonly keep: Keep | null = defaultKeep(),
    private readonly media: MediaDevices | undefined = globalThis.navigator?.mediaDevices,
  ) {
    this.choice = new Value<Choice>({ ...DEFAULT, ...remembered(keep) });
    media?.addEventListener('devicechange', () => void this.changed());
  }

  /** Opens both, once; the same promise for everybody who waits for it. */
  start(): Promise<void> {
    this.started ??= this.openAll();
    return this.started;
  }

  stop(): void {
    for (const kind of ['camera', 'microphone'] as const) {
      this.opening[kind] += 1;
      this[kind].get()?.stop();
      this[kind].set(null);
    }
    this.started = null;
  }

  private async openAll(): Promise<void> {
    await Promise.all([this.reopen('camera'), this.reopen('microphone')]);
    await this.list();
  }

  choose(part: Partial<Choice>): void {
    const before = this.choice.get();
    const after = { ...before, ...part };
    this.choice.set(after);
    this.keep?.setItem(KEY, JSON.stringify(after));
    if (!this.started) return;
    if (before.camera !== after.camera) void this.reopen('camera');
    if (heard(before) !== heard(after)) void this.reopen('microphone');
  }

  async list(): Promise<void> {
    const all = (await this.media?.enumerateDevices()) ?? [];
    const of = (kind: MediaDeviceKind) =>
      all.filter(device => device.kind === kind && device.deviceId !== '');
    this.lists.set({
      cameras: of('videoinput'),
      microphones: of('audioinput'),
      speakers: of('audiooutput'),
    });
  }

  /** Opens it again; the old one is let go first, many cameras open only once. */
  async reopen(kind: 'camera' | 'microphone'): Promise<void> {
    const turn = ++this.opening[kind];
    this[kind].get()?.stop();
    this[kind].set(null);
    const { track, problem } = await this.acquire(kind);
    if (turn !== this.opening[kind]) return track?.stop();
    this.problem.set({ ...this.problem.get(), [kind]: problem });
    if (track) track.onended = () => void this.reopen(kind);
    this[kind].set(track);
  }

  private async acquire(
    kind: 'camera' | 'microphone',
  ): Promise<{ track: MediaStreamTrack | null; problem: Problem }> {
    if (!this.media?.getUserMedia) return { track: null, problem: 'insecure' };
    try {
      const stream = await this.media.getUserMedia(
        kind === 'camera' ? { video: this.video() } : { audio: this.audio() },
      );
      return { track: stream.getTracks()[0] ?? null, problem: '' };
    } catch (error) {
      return { track: null, problem: problemOf(error) };
    }
  }

  /** `ideal`: the chosen one when it is there, another rather than none. */
  private video(): MediaTrackConstraints {
    const { camera } = this.choice.get();
    return {
      ...(camera ? { deviceId: { ideal: camera } } : {}),
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 25, max: 30 },
    };
  }

  private audio(): MediaTrackConstraints {
    const { microphone, echo, noise, gain } = this.choice.get();
    return {
      ...(microphone ? { deviceId: { ideal: microphone } } : {}),
      echoCancellation: echo,
      noiseSuppression: noise,
      autoGainControl: gain,
    };
  }

  private async changed(): Promise<void> {
    if (!this.started) return;
    await this.list();
    for (const kind of ['camera', 'microphone'] as const) {
      const list = kind === 'camera' ? this.lists.get().cameras : this.lists.get().microphones;
      const chosen = this.choice.get()[kind];
      const now = this[kind].get();
      const back = chosen !== '' && list.some(device => device.deviceId === chosen);
      if (!now || (back && now.getSettings().deviceId !== chosen)) await this.reopen(kind);
    }
  }
}

const heard = (choice: Choice) => [choice.microphone, choice.echo, choice.noise, choice.gain].join('|');

function problemOf(error: unknown): Problem {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'failed';
}

function remembered(keep: Keep | null): Partial<Choice> {
  try {
    return JSON.parse(keep?.getItem(KEY) ?? '{}') as Partial<Choice>;
  } catch {
    return {};
  }
}

function defaultKeep(): Keep | null {
  try {
    return typeof localStorage === 'undefined' ? null : localStorage;
  } catch {
    return null;
  }
}
