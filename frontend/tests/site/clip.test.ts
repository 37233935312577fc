import { describe, expect, it, vi } from 'vitest';
import { Clip, type ClipRefused, troubleOf } from '../../src/site/clip.js';

const track = (kind: string) => ({ kind, contentHint: '', stop: vi.fn() });

/** As much of a media element as a clip uses. `readable` false: the browser does not know the format. */
function player({ kinds = ['video', 'audio'], readable = true, captures = true } = {}) {
  const tracks = kinds.map(track);
  const stream = {
    getTracks: () => tracks,
    getVideoTracks: () => tracks.filter(one => one.kind === 'video'),
  };
  const element = Object.assign(new EventTarget(), {
    paused: true,
    muted: false,
    currentTime: 0,
    duration: 65.4,
    gone: false,
    play: async () => {
      element.paused = false;
      element.dispatchEvent(new Event('play'));
    },
    pause: () => {
      element.paused = true;
      element.dispatchEvent(new Event('pause'));
    },
    load: () => undefined,
    removeAttribute: () => {
      element.gone = true;
    },
    ...(captures ? { captureStream: () => stream } : {}),
  });
  Object.defineProperty(element, 'src', {
    set: () => setTimeout(() => element.dispatchEvent(new Event(readable ? 'loadeddata' : 'error'))),
  });
  return { element, tracks, as: element as unknown as HTMLVideoElement };
}

const film = (type = 'video/mp4', text = 'x') => new File([text], 'quoc-ca.mp4', { type });
const troubleWith = (opening: Promise<Clip>) => opening.catch((refused: ClipRefused) => refused.trouble);

describe('a file to be played', () => {
  it('is film or sound, and has something in it', () => {
    expect(troubleOf({ type: 'video/webm', size: 9 })).toBeNull();
    expect(troubleOf({ type: 'audio/mpeg', size: 9 })).toBeNull();
    expect(troubleOf({ type: '', size: 9 })).toBeNull();
    expect(troubleOf({ type: 'application/pdf', size: 9 })).toBe('kind');
    expect(troubleOf({ type: 'video/mp4', size: 0 })).toBe('empty');
  });

  it('is refused with what is wrong, and nothing is held', async () => {
    const broken = player({ readable: false });
    expect(await troubleWith(Clip.open(film(), broken.as))).toBe('unreadable');
    expect(broken.element.gone).toBe(true);
    expect(await troubleWith(Clip.open(film(), player({ captures: false }).as))).toBe('browser');
    expect(await troubleWith(Clip.open(film(), player({ kinds: [] }).as))).toBe('unreadable');
    expect(await troubleWith(Clip.open(film('text/plain'), player().as))).toBe('kind');
  });

  it('waits at its beginning until it is started, and can be halted', async () => {
    const clip = await Clip.open(film(), player().as);
    expect(clip.state.get()).toEqual({ playing: false, at: 0, length: 65.4 });
    await clip.toggle();
    expect(clip.state.get().playing).toBe(true);
    await clip.toggle();
    expect(clip.state.get().playing).toBe(false);
  });

  it('is a film, or sound without a picture', async () => {
    const moving = player();
    expect((await Clip.open(film(), moving.as)).hasPicture).toBe(true);
    expect(moving.tracks.map(one => one.contentHint)).toEqual(['motion', '']);
    const music = await Clip.open(film('audio/mpeg'), player({ kinds: ['audio'] }).as);
    expect(music.hasPicture).toBe(false);
  });

  it('tells its end, and leaves nothing running when it is closed', async () => {
    const { element, tracks, as } = player();
    const clip = await Clip.open(film(), as);
    const over = vi.fn();
    clip.whenOver(over);
    element.dispatchEvent(new Event('ended'));
    expect(over).toHaveBeenCalledOnce();
    clip.close();
    expect(tracks.every(one => one.stop.mock.calls.length === 1)).toBe(true);
    expect(element.gone).toBe(true);
  });

  it('is not heard here where the display plays the sound; what is sent is the same', async () => {
    const { element, as } = player();
    const clip = await Clip.open(film(), as);
    clip.playHere(false, '');
    expect(element.muted).toBe(true);
    clip.playHere(true, '');
    expect(element.muted).toBe(false);
  });
});
