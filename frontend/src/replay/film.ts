// The recording in a video element, as the deck wants it.
import { attach, type Trouble } from '../player/source.js';
import type { Recording } from './course.js';
import type { Film } from './deck.js';

export class VideoFilm implements Film {
  readonly video = document.createElement('video');

  /** `tell`: it cannot be played just now, or (null) it can again. */
  constructor(recording: Recording, label: string, tell: (trouble: Trouble | null) => void) {
    this.video.playsInline = true;
    this.video.preload = 'auto';
    this.video.className = 'replay-film';
    this.video.setAttribute('aria-label', label);
    void attach(this.video, recording, 0, tell).catch(() => tell('unreadable'));
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

  get muted(): boolean {
    return this.video.muted;
  }

  set muted(muted: boolean) {
    this.video.muted = muted;
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
