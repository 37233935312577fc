import { RemoteVideoTrack } from 'livekit-client';
import { measure } from '../session/media.js';

type Shown = RemoteVideoTrack | MediaStreamTrack | null;

/**
 * One moving picture that is never black: a new track plays behind the old one and comes to the front with its first
 * decoded frame; a track that ends leaves its last frame until the next (or until `clear`).
 */
export class DcPicture extends HTMLElement {
  private front: HTMLVideoElement | null = null;
  private back: HTMLVideoElement | null = null;
  private shown: Shown = null;
  private stopMeasuring: () => void = () => undefined;
  private turn = 0;

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
    else this.turn += 1;
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
  }

  connectedCallback(): void {
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
    this.tell();
  }

  /** `clone`: ours to end. The engine's client turns its own tracks black when it lets them go; a clone just stands. */
  private bring(track: MediaStreamTrack, clone: boolean): void {
    const turn = ++this.turn;
    const video = this.spare();
    release(video);
    video.srcObject = new MediaStream([track]);
    if (clone) clones.set(video, track);
    void video.play().catch(() => undefined);
    onFirstFrame(video, () => {
      if (turn !== this.turn) return;
      this.swap(video);
      this.dispatchEvent(new CustomEvent('first-frame', { bubbles: true }));
    });
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
    if (old && old !== video) {
      release(old);
      old.remove();
    }
    this.tell();
  }

  private tell(): void {
    const state = this.front === null ? 'empty' : this.shown === null ? 'stale' : 'playing';
    if (this.dataset['state'] !== state) this.dataset['state'] = state;
  }
}

const clones = new WeakMap<HTMLVideoElement, MediaStreamTrack>();

function release(video: HTMLVideoElement): void {
  clones.get(video)?.stop();
  clones.delete(video);
  video.srcObject = null;
}

function onFirstFrame(video: HTMLVideoElement, then: () => void): void {
  if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => then());
  else (video as HTMLVideoElement).addEventListener('loadeddata', () => then(), { once: true });
}

customElements.define('dc-picture', DcPicture);

declare global {
  interface HTMLElementTagNameMap {
    'dc-picture': DcPicture;
  }
}
