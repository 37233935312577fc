// The recording in a video element, as the deck wants it.
import type Hls from 'hls.js';
import type { Film } from './deck.js';

export class VideoFilm implements Film {
  readonly video = document.createElement('video');
  private hls: Hls | null = null;

  /** `broken`: it cannot be played; the replay goes on without it. */
  constructor(
    private readonly playlist: string,
    label: string,
    private readonly broken: () => void,
  ) {
    this.video.playsInline = true;
    this.video.preload = 'auto';
    this.video.className = 'replay-film';
    this.video.setAttribute('aria-label', label);
  }

  async load(): Promise<void> {
    const { default: Hls } = await import('hls.js');
    if (!Hls.isSupported()) {
      this.broken();
      return;
    }
    this.hls = new Hls({ enableWorker: false, startPosition: 0 });
    this.hls.on(Hls.Events.ERROR, (_, error) => error.fatal && this.stop());
    this.hls.loadSource(this.playlist);
    this.hls.attachMedia(this.video);
  }

  private stop(): void {
    this.hls?.destroy();
    this.hls = null;
    this.broken();
  }

  get time(): number {
    return this.video.currentTime;
  }

  set time(seconds: number) {
    this.video.currentTime = seconds;
  }

  set rate(rate: number) {
    this.video.playbackRate = rate;
  }

  get paused(): boolean {
    return this.video.paused;
  }

  get ready(): boolean {
    return !this.video.seeking && this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  }

  play(): void {
    if (this.video.paused) void this.video.play().catch(() => undefined);
  }

  pause(): void {
    if (!this.video.paused) this.video.pause();
  }
}
