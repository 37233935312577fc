// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';

/** jsdom plays nothing: frames come when a test says so. */
const frames = new Map<HTMLVideoElement, () => void>();

beforeEach(() => {
  frames.clear();
  vi.stubGlobal(
    'MediaStream',
    class {
      constructor(readonly tracks: unknown[]) {}
    },
  );
  const video = HTMLVideoElement.prototype as unknown as Record<string, unknown>;
  video['play'] = async () => undefined;
  video['requestVideoFrameCallback'] = function (this: HTMLVideoElement, then: () => void) {
    frames.set(this, then);
  };
});

const { DcPicture } = await import('../../src/ui/tile.js');

const track = (name: string) => ({ name }) as unknown as MediaStreamTrack;
const front = (picture: HTMLElement) => picture.querySelector('video:not(.behind)');
const behind = (picture: HTMLElement) => picture.querySelector<HTMLVideoElement>('video.behind');
const decode = (video: HTMLVideoElement | null) => frames.get(video!)?.();

function shown(name: string): InstanceType<typeof DcPicture> {
  const picture = new DcPicture();
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
