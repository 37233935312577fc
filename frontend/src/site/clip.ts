import { Value } from '../session/value.js';

/** A file that plays out of this page: what browsers add to the media element, and not all of them. */
type Playable = HTMLVideoElement & {
  captureStream?: () => MediaStream;
  mozCaptureStream?: () => MediaStream;
};

export type ClipTrouble = 'kind' | 'empty' | 'unreadable' | 'browser';

export class ClipRefused extends Error {
  constructor(readonly trouble: ClipTrouble) {
    super(trouble);
  }
}

export interface ClipState {
  playing: boolean;
  /** Seconds. */
  at: number;
  length: number;
}

const READS_WITHIN = 15_000;
const make = () => document.createElement('video');

/** Null: worth a try. A file without a known kind is left to the browser. */
export function troubleOf(file: { type: string; size: number }): ClipTrouble | null {
  if (file.size === 0) return 'empty';
  return file.type === '' || /^(video|audio)\//.test(file.type) ? null : 'kind';
}

/**
 * A local film or piece of music, played here and sent as the shared picture with its sound. It waits at its first
 * frame until somebody starts it; at its end its tracks end, and with them the sharing.
 */
export class Clip {
  readonly state = new Value<ClipState>({ playing: false, at: 0, length: 0 });
  /** As long as the file plays; a file of sound alone has no picture. */
  readonly stream: MediaStream;

  private constructor(
    readonly name: string,
    readonly element: HTMLVideoElement,
    private readonly address: string,
    stream: MediaStream,
  ) {
    this.stream = stream;
    for (const track of stream.getVideoTracks()) track.contentHint = 'motion';
    for (const kind of ['play', 'pause', 'timeupdate', 'durationchange', 'seeked', 'ended'])
      element.addEventListener(kind, () => this.tell());
    this.tell();
  }

  /** Raises ClipRefused. */
  static async open(file: File, element: Playable = make()): Promise<Clip> {
    const trouble = troubleOf(file);
    if (trouble) throw new ClipRefused(trouble);
    return Clip.at(file.name, URL.createObjectURL(file), element);
  }

  /** One that was uploaded, at its address. Raises ClipRefused. */
  static async at(name: string, address: string, element: Playable = make()): Promise<Clip> {
    try {
      await read(element, address);
      return new Clip(name, element, address, capture(element));
    } catch (error) {
      letGo(element, address);
      throw error;
    }
  }

  get hasPicture(): boolean {
    return this.stream.getVideoTracks().length > 0;
  }

  /** In this room. What is sent is not touched by it. */
  playHere(sound: boolean, speaker: string): void {
    this.element.muted = !sound;
    const element = this.element as { setSinkId?: (id: string) => Promise<void> };
    void element.setSinkId?.(speaker).catch(() => undefined);
  }

  async toggle(): Promise<void> {
    if (this.element.paused) await this.element.play().catch(() => undefined);
    else this.element.pause();
  }

  whenOver(work: () => void): void {
    this.element.addEventListener('ended', work);
    this.element.addEventListener('error', work);
  }

  close(): void {
    for (const track of this.stream.getTracks()) track.stop();
    letGo(this.element, this.address);
  }

  private tell(): void {
    const { paused, currentTime, duration } = this.element;
    this.state.set({ playing: !paused, at: currentTime, length: Number.isFinite(duration) ? duration : 0 });
  }
}

function read(element: HTMLVideoElement, address: string): Promise<void> {
  return new Promise((done, failed) => {
    const refuse = () => failed(new ClipRefused('unreadable'));
    const timer = setTimeout(refuse, READS_WITHIN);
    element.addEventListener('loadeddata', () => done(), { once: true });
    element.addEventListener('error', refuse, { once: true });
    for (const end of ['loadeddata', 'error']) element.addEventListener(end, () => clearTimeout(timer));
    element.playsInline = true;
    element.disablePictureInPicture = true;
    element.preload = 'auto';
    element.src = address;
  });
}

function capture(element: Playable): MediaStream {
  const stream = element.captureStream?.() ?? element.mozCaptureStream?.();
  if (!stream) throw new ClipRefused('browser');
  if (stream.getTracks().length === 0) throw new ClipRefused('unreadable');
  return stream;
}

function letGo(element: HTMLVideoElement, address: string): void {
  element.pause();
  element.removeAttribute('src');
  element.load();
  URL.revokeObjectURL(address);
}
