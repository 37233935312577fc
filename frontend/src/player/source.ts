// Where the picture comes from: the one file when it is there, else the segments through hls.js.
import type Hls from 'hls.js';
import type { Facts } from './facts.js';

export type Trouble = 'withdrawn' | 'away' | 'unreadable';

export interface Source {
  /** The segments, while they are still being written. */
  hls: Hls | null;
  close(): void;
}

export async function attach(
  video: HTMLVideoElement,
  facts: Pick<Facts, 'file' | 'playlist'>,
  from: number,
  tell: (trouble: Trouble | null) => void,
): Promise<Source> {
  return facts.file ? fileOf(video, facts.file, from, tell) : segmentsOf(video, facts.playlist!, from, tell);
}

function fileOf(
  video: HTMLVideoElement,
  address: string,
  from: number,
  tell: (trouble: Trouble | null) => void,
): Source {
  const fail = async (): Promise<void> => tell(await why(address));
  video.addEventListener('error', fail);
  video.src = address;
  startAt(video, from);
  const close = (): void => {
    video.removeEventListener('error', fail);
    video.removeAttribute('src');
    video.load();
  };
  return { hls: null, close };
}

function startAt(video: HTMLVideoElement, from: number): void {
  if (from <= 0) return;
  const go = (): void => {
    video.currentTime = Math.min(from, Math.max(video.duration - 0.1, 0));
  };
  video.addEventListener('loadedmetadata', go, { once: true });
}

/** A media element only says that it failed; the server says why. */
async function why(address: string): Promise<Trouble> {
  try {
    const { status } = await fetch(address, { method: 'HEAD' });
    return troubleOf(status);
  } catch {
    return 'away';
  }
}

export function troubleOf(status: number): Trouble {
  if (status >= 200 && status < 300) return 'unreadable';
  return status >= 400 && status < 500 && status !== 429 ? 'withdrawn' : 'away';
}

const RETRY = 3000;

async function segmentsOf(
  video: HTMLVideoElement,
  address: string,
  from: number,
  tell: (trouble: Trouble | null) => void,
): Promise<Source> {
  const { default: Segments } = await import('hls.js/light');
  if (!Segments.isSupported()) return fileOf(video, address, from, tell); // the browser reads it by itself
  const hls = new Segments({
    enableWorker: false, // it would be a blob, which the content policy does not allow
    startPosition: from > 0 ? from : -1,
    liveSyncDurationCount: 2,
    backBufferLength: 60,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  hls.on(Segments.Events.ERROR, (_, error) => {
    const status = error.response?.code ?? 0;
    if (status >= 400 && troubleOf(status) === 'withdrawn') {
      hls.stopLoad();
      tell('withdrawn');
    } else if (error.fatal && error.type === Segments.ErrorTypes.MEDIA_ERROR) {
      hls.recoverMediaError();
    } else if (error.fatal) {
      tell('away');
      timer = setTimeout(() => hls.loadSource(address), RETRY);
    }
  });
  hls.on(Segments.Events.FRAG_BUFFERED, () => tell(null));
  hls.loadSource(address);
  hls.attachMedia(video);
  const close = (): void => {
    clearTimeout(timer);
    hls.destroy();
  };
  return { hls: hls, close };
}
