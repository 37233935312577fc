import { RemoteVideoTrack } from 'livekit-client';
import { measure } from '../session/media.js';
import { eachFrame, isBlank, isOver, Still } from './still.js';

/** Without a frame for so long (ms), the picture is taken for gone, whatever the track says. */
export const SILENT = 2000;

type Shown = RemoteVideoTrack | MediaStreamTrack | null;

/**
 * One moving picture that is never black: a new track plays behind the old one and comes to the front with its first
 * decoded frame; a track that ends leaves its last frame until the next (or until `clear`).
 */
export class DcPicture extends HTMLElement {
  private front: HTMLVideoElement | null = null;
  private back: HTMLVideoElement | null = null;
  private shown: Shown = null;
  private still: Still | null = null;
  /** Nothing that can be looked at arrives: the still stands in front. */
  private frozen = false;
  private stopMeasuring: () => void = () => undefined;
  private turn = 0;
  private seenAt = 0;
  private guard: ReturnType<typeof setInterval> | undefined;

  /** null: nothing comes any more. The last frame stays, dimmed by the style (`data-state="stale"`). */
  set track(track: Shown) {
    if (track === this.shown) return;
    this.shown = track;
    this.stopMeasuring();
    this.stopMeasuring = track instanceof RemoteVideoTrack ? measure(track, this) : () => undefined;
    if (track)
      this.bring(
        track instanceof RemoteVideoTrack ? track.mediaStreamTrack.clone() : track,
        track instanceof RemoteVideoTrack,
      );
    else {
      this.turn += 1;
      this.freeze(true);
    }
    this.tell();
  }

  get track(): Shown {
    return this.shown;
  }

  get playing(): boolean {
    return this.dataset['state'] === 'playing';
  }

  disconnectedCallback(): void {
    this.stopMeasuring();
    this.stopMeasuring = () => undefined;
    clearInterval(this.guard);
  }

  connectedCallback(): void {
    if (this.hasAttribute('keeps')) this.guard = setInterval(() => this.look(), SILENT / 4);
    if (this.shown instanceof RemoteVideoTrack) this.stopMeasuring = measure(this.shown, this);
    for (const video of [this.front, this.back])
      if (video?.srcObject) void video.play().catch(() => undefined);
  }

  clear(): void {
    this.turn += 1;
    this.shown = null;
    for (const video of [this.front, this.back]) {
      if (!video) continue;
      release(video);
      video.remove();
    }
    this.front = this.back = null;
    this.still?.clear();
    this.frozen = false;
    this.tell();
  }

  /** `clone`: ours to end. The engine's client turns its own tracks black when it lets them go; a clone just stands. */
  private bring(track: MediaStreamTrack, clone: boolean): void {
    const turn = ++this.turn;
    const video = this.spare();
    release(video);
    video.srcObject = new MediaStream([track]);
    if (clone) clones.set(video, track);
    track.addEventListener('ended', () => video === this.front && this.freeze(true));
    void video.play().catch(() => undefined);
    const stream = video.srcObject;
    eachFrame(video, () => video.srcObject === stream && this.saw(video, turn));
  }

  /** A frame is in this video. Returns whether the next one is of interest. */
  private saw(video: HTMLVideoElement, turn: number): boolean {
    const blank = isBlank(video) || isOver(video);
    if (!blank) this.seenAt = performance.now();
    if (video === this.front) this.freeze(blank || this.shown === null);
    else if (turn !== this.turn) return false;
    else if (!blank) this.swap(video);
    if (!this.hasAttribute('keeps')) return blank;
    if (!blank && !this.frozen) this.keep(video);
    return true;
  }

  private look(): void {
    if (this.front && performance.now() - this.seenAt > SILENT) this.freeze(true);
  }

  private keep(video: HTMLVideoElement): void {
    if (!this.still) {
      this.still = new Still();
      this.append(this.still.canvas);
    }
    this.still.take(video, performance.now());
  }

  private freeze(frozen: boolean): void {
    if (frozen === this.frozen) return;
    this.frozen = frozen;
    if (this.still) this.still.canvas.hidden = !frozen || this.still.empty;
    this.tell();
    if (this.playing) this.announce();
  }

  /** Something can be seen that could not be seen before. */
  private announce(): void {
    this.dispatchEvent(new CustomEvent('first-frame', { bubbles: true }));
  }

  private spare(): HTMLVideoElement {
    if (this.back) return this.back;
    const video = document.createElement('video');
    video.muted = video.autoplay = video.playsInline = true;
    video.disablePictureInPicture = true;
    video.className = 'behind';
    this.prepend(video);
    this.back = video;
    return video;
  }

  private swap(video: HTMLVideoElement): void {
    const old = this.front;
    video.className = '';
    this.front = video;
    this.back = null;
    if (old) {
      release(old);
      old.remove();
    }
    this.freeze(false);
    this.tell();
    this.announce();
  }

  private tell(): void {
    const gone = this.shown === null || this.frozen;
    const state = this.front === null ? 'empty' : gone ? 'stale' : 'playing';
    if (this.dataset['state'] !== state) this.dataset['state'] = state;
  }
}

const clones = new WeakMap<HTMLVideoElement, MediaStreamTrack>();

function release(video: HTMLVideoElement): void {
  clones.get(video)?.stop();
  clones.delete(video);
  video.srcObject = null;
}

customElements.define('dc-picture', DcPicture);

declare global {
  interface HTMLElementTagNameMap {
    'dc-picture': DcPicture;
  }
}
