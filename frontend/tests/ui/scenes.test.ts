import { describe, expect, it } from 'vitest';
import type { Picture } from '../../src/session/protocol.js';
import { LONGEST_WAIT, Scenes } from '../../src/ui/scenes.js';

const one = (site: string): Picture => ({ layout: 'one', sites: [site] });

describe('scenes', () => {
  it('the new picture waits behind the old one until it can be seen', () => {
    const scenes = new Scenes(one('a'));
    scenes.show(one('b'), null, 0);
    expect(scenes.front.key).toBe('one a');
    expect(scenes.advance(false, 100)).toBe(false);
    expect(scenes.advance(true, 120)).toBe(true);
    expect(scenes.front.key).toBe('one b');
    expect(scenes.back).toBeNull();
  });

  it('but not for ever', () => {
    const scenes = new Scenes(one('a'));
    scenes.show(one('b'), null, 0);
    scenes.show(one('b'), null, LONGEST_WAIT - 1);
    expect(scenes.advance(false, LONGEST_WAIT - 1)).toBe(false);
    expect(scenes.advance(false, LONGEST_WAIT)).toBe(true);
  });

  it('the preview is built beforehand, and a take brings that very scene to the front', () => {
    const scenes = new Scenes(one('a'));
    scenes.show(one('a'), one('b'), 0);
    const prepared = scenes.back!;
    expect(scenes.advance(true, 10)).toBe(false);
    scenes.show(one('b'), one('a'), 20);
    expect(scenes.advance(true, 60)).toBe(true);
    expect(scenes.front).toBe(prepared);
  });

  it('another take in between goes to the latest', () => {
    const scenes = new Scenes(one('a'));
    scenes.show(one('b'), null, 0);
    scenes.show(one('c'), null, 10);
    scenes.advance(true, 20);
    expect(scenes.front.key).toBe('one c');
  });

  it('a take that is taken back leaves the old one where it is', () => {
    const scenes = new Scenes(one('a'));
    scenes.show(one('b'), null, 0);
    scenes.show(one('a'), null, 10);
    expect(scenes.advance(true, 20)).toBe(false);
    expect(scenes.front.key).toBe('one a');
  });

  it('another caption is no other scene', () => {
    const scenes = new Scenes(one('a'));
    const front = scenes.front;
    scenes.show({ ...one('a'), caption: { name: 'Lê Thị Hạnh' } }, null, 0);
    expect(scenes.front).toBe(front);
    expect(front.picture.caption?.name).toBe('Lê Thị Hạnh');
  });

  it('a holding card needs no preparing', () => {
    const scenes = new Scenes(one('a'));
    scenes.show(one('a'), {}, 0);
    expect(scenes.back).toBeNull();
  });
});
