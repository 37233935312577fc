// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';

/** jsdom plays nothing: frames come when a test says so. */
const frames = new Map<HTMLVideoElement, () => void>();
const drawn: HTMLVideoElement[] = [];
let size = [640, 360];
let clock = 0;

beforeEach(() => {
  frames.clear();
  vi.stubGlobal(
    'MediaStream',
    class {
      constructor(readonly tracks: MediaStreamTrack[]) {}
      getVideoTracks = () => this.tracks;
    },
  );
  drawn.length = 0;
  vi.stubGlobal('performance', { now: () => clock });
  Object.defineProperty(HTMLVideoElement.prototype, 'videoWidth', { configurable: true, get: () => size[0] });
  Object.defineProperty(HTMLVideoElement.prototype, 'videoHeight', {
    configurable: true,
    get: () => size[1],
  });
  size = [640, 360];
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement) {
    return { drawImage: (video: HTMLVideoElement) => drawn.push(video) };
  } as never;
  const video = HTMLVideoElement.prototype as unknown as Record<string, unknown>;
  video['play'] = async () => undefined;
  video['requestVideoFrameCallback'] = function (this: HTMLVideoElement, then: () => void) {
    frames.set(this, then);
  };
});

const { DcPicture, SILENT } = await import('../../src/ui/tile.js');

const track = (name: string) => Object.assign(new EventTarget(), { name }) as unknown as MediaStreamTrack;
const still = (picture: HTMLElement) => picture.querySelector('canvas');
const front = (picture: HTMLElement) => picture.querySelector<HTMLVideoElement>('video:not(.behind)');
const behind = (picture: HTMLElement) => picture.querySelector<HTMLVideoElement>('video.behind');
const decode = (video: HTMLVideoElement | null) => frames.get(video!)?.();

function shown(name: string, keeps = false): InstanceType<typeof DcPicture> {
  const picture = new DcPicture();
  picture.toggleAttribute('keeps', keeps);
  document.body.append(picture);
  picture.track = track(name);
  decode(behind(picture));
  return picture;
}

describe('a picture', () => {
  it('shows nothing before the first decoded frame', () => {
    const picture = new DcPicture();
    picture.track = track('a');
    expect(front(picture)).toBeNull();
    expect(picture.dataset['state']).toBe('empty');
  });

  it('keeps the old one in front until the new one has a frame', () => {
    const picture = shown('a');
    const old = front(picture);
    picture.track = track('b');
    expect(front(picture)).toBe(old);
    const fresh = behind(picture);
    decode(fresh);
    expect(front(picture)).toBe(fresh);
    expect(picture.querySelectorAll('video').length).toBe(1);
  });

  it('leaves the last frame when nothing comes any more', () => {
    const picture = shown('a');
    const last = front(picture);
    picture.track = null;
    expect(front(picture)).toBe(last);
    expect(picture.dataset['state']).toBe('stale');
  });

  it('does not bring a picture to the front that is no longer wanted', () => {
    const picture = shown('a');
    const old = front(picture);
    picture.track = track('b');
    const late = frames.get(behind(picture)!)!;
    picture.track = null;
    late();
    expect(front(picture)).toBe(old);
  });

  it('is empty once cleared', () => {
    const picture = shown('a');
    picture.clear();
    expect(picture.querySelector('video')).toBeNull();
    expect(picture.dataset['state']).toBe('empty');
  });
});

describe('a picture that keeps', () => {
  it('shows the copy of its last frame when the track ends: the browser paints it black', () => {
    const picture = shown('a', true);
    expect(drawn).toEqual([front(picture)]);
    expect(still(picture)?.hidden).toBe(true);
    (picture.track as MediaStreamTrack).dispatchEvent(new Event('ended'));
    expect(still(picture)?.hidden).toBe(false);
    expect(picture.dataset['state']).toBe('stale');
  });

  it('takes the tiny black picture that comes after the last one for none', () => {
    const picture = shown('a', true);
    clock += 1000;
    size = [2, 2];
    decode(front(picture));
    expect(drawn.length).toBe(1);
    expect(still(picture)?.hidden).toBe(false);
    size = [640, 360];
    decode(front(picture));
    expect(still(picture)?.hidden).toBe(true);
    expect(picture.playing).toBe(true);
  });

  it('does not copy the black of a track that has ended', () => {
    const picture = shown('a', true);
    Object.assign(picture.track!, { readyState: 'ended' });
    clock += 1000;
    decode(front(picture));
    expect(drawn.length).toBe(1);
    expect(still(picture)?.hidden).toBe(false);
  });

  it('is taken for gone when no frame comes any more, and tells when one does', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const picture = shown('a', true);
    clock += SILENT + 1;
    vi.advanceTimersByTime(SILENT);
    expect(picture.dataset['state']).toBe('stale');
    const told = vi.fn();
    picture.addEventListener('first-frame', told);
    decode(front(picture));
    expect(picture.playing).toBe(true);
    expect(told).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });

  it('does not bring a black picture to the front', () => {
    const picture = shown('a', true);
    const old = front(picture);
    picture.track = track('b');
    size = [8, 8];
    decode(behind(picture));
    expect(front(picture)).toBe(old);
    size = [640, 360];
    decode(behind(picture));
    expect(front(picture)).not.toBe(old);
  });

  it('hides the copy with the first frame of what follows', () => {
    const picture = shown('a', true);
    picture.track = null;
    expect(still(picture)?.hidden).toBe(false);
    picture.track = track('b');
    expect(still(picture)?.hidden).toBe(false);
    decode(behind(picture));
    expect(still(picture)?.hidden).toBe(true);
  });

  it('copies a few times a second, not every frame', () => {
    const picture = shown('a', true);
    clock += 40;
    decode(front(picture));
    expect(drawn.length).toBe(1);
    clock += 300;
    decode(front(picture));
    expect(drawn.length).toBe(2);
  });

  it('copies nothing where nothing is kept', () => {
    shown('a');
    expect(drawn).toEqual([]);
  });
});
