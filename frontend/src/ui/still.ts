/** A copy of the latest frame is taken so often: what is kept is never older. */
export const EVERY = 250;
const WIDEST = 1280;
/** The engine sends a tiny black picture after the last one of a source that goes. */
const TINY = 16;

/** The last frame of a video, for the time after it: browsers paint a track that has ended black. */
export class Still {
  readonly canvas = document.createElement('canvas');
  private taken = Number.NEGATIVE_INFINITY;

  constructor() {
    this.canvas.hidden = true;
  }

  get empty(): boolean {
    return this.taken === Number.NEGATIVE_INFINITY;
  }

  /** `now`: of the page's clock, ms. A frame of another size is taken at once. */
  take(video: HTMLVideoElement, now: number): void {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    const width = Math.round(video.videoWidth * scale);
    const height = Math.round(video.videoHeight * scale);
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    else if (now - this.taken < EVERY) return;
    canvas.getContext('2d', { alpha: false })?.drawImage(video, 0, 0, width, height);
    this.taken = now;
  }

  clear(): void {
    this.taken = Number.NEGATIVE_INFINITY;
    this.canvas.hidden = true;
  }
}

export const isBlank = (video: HTMLVideoElement): boolean =>
  video.videoWidth <= TINY && video.videoHeight <= TINY;

/** What is seen of a track that has ended is the browser's own black. */
export const isOver = ({ srcObject }: HTMLVideoElement): boolean =>
  srcObject instanceof MediaStream && srcObject.getVideoTracks().every(one => one.readyState === 'ended');

/** Calls for every frame that is shown, until the answer is false. */
export function eachFrame(video: HTMLVideoElement, see: () => boolean): void {
  if ('requestVideoFrameCallback' in video) {
    video.requestVideoFrameCallback(() => {
      if (see()) eachFrame(video, see);
    });
    return;
  }
  const plain = video as HTMLVideoElement;
  const look = () => {
    if (!see()) for (const name of OFTEN) plain.removeEventListener(name, look);
  };
  for (const name of OFTEN) plain.addEventListener(name, look);
}

const OFTEN = ['loadeddata', 'timeupdate'] as const;
