import { describe, expect, it } from 'vitest';
import type { Picture, Stage } from '../../src/session/protocol.js';
import { type Plan, type Profile, type Watcher, wanted } from '../../src/session/wanted.js';

function stage(program: Picture, preview: Picture = {}, microphones: string[] = []): Stage {
  return {
    version: 1,
    session: 's1',
    title: 'Giao ban',
    kind: 'official',
    phase: 'live',
    program,
    preview,
    floor: [],
    microphones,
    names: {},
    item: null,
    next: null,
    live_at: null,
    paused_at: null,
    behind_seconds: null,
    notice: '',
    recording: false,
    recording_since: null,
    all_closed: false,
  };
}

const site = (profile: Profile = 'full'): Watcher => ({ as: 'site', site: 'bim-son', profile });
const operator = (page: string[] = []): Watcher => ({ as: 'operator', site: null, profile: 'full', page });
const told = (plan: Plan) =>
  Object.fromEntries(
    [...plan].map(([name, want]) => [name, `${want.enabled ? 'on' : 'warm'} ${want.quality}`]),
  );

describe('what is fetched', () => {
  it('nothing before there is a stage', () => {
    expect(wanted(null, site()).size).toBe(0);
  });

  it('the program flows, the preview is warm', () => {
    const plan = wanted(stage({ layout: 'one', sites: ['a'] }, { layout: 'one', sites: ['b'] }), site());
    expect(told(plan)).toEqual({ 'a/camera': 'on high', 'b/camera': 'warm high' });
  });

  it('a take changes nothing but what is enabled', () => {
    const one = { layout: 'one', sites: ['a'] } as const;
    const two = { layout: 'one', sites: ['b'] } as const;
    const before = wanted(stage({ ...one, sites: ['a'] }, { ...two, sites: ['b'] }), site());
    const after = wanted(stage({ ...two, sites: ['b'] }, { ...one, sites: ['a'] }), site());
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    expect(told(after)).toEqual({ 'a/camera': 'warm high', 'b/camera': 'on high' });
  });

  it('operators see the preview move', () => {
    const plan = wanted(stage({ layout: 'one', sites: ['a'] }, { layout: 'one', sites: ['b'] }), operator());
    expect(told(plan)['b/camera']).toBe('on high');
  });

  it('many places mean small pictures', () => {
    const four = wanted(stage({ layout: 'four', sites: ['a', 'b', 'c'] }), site());
    expect(told(four)['a/camera']).toBe('on medium');
    const many = wanted(stage({ layout: 'mosaic', sites: ['a', 'b', 'c', 'd', 'e'] }), site());
    expect(told(many)['e/camera']).toBe('on low');
  });

  it('on the program and in preview is on, at the better of the two qualities', () => {
    const five = ['a', 'b', 'c', 'd', 'e'];
    const plan = wanted(stage({ layout: 'mosaic', sites: five }, { layout: 'one', sites: ['a'] }), site());
    expect(told(plan)['a/camera']).toBe('on high');
  });

  it('the mosaic of the board is small and on', () => {
    expect(told(wanted(stage({}), operator(['a', 'b'])))).toEqual({
      'a/camera': 'on low',
      'b/camera': 'on low',
    });
  });

  it('a site in the mosaic and on the program is fetched once, large', () => {
    const plan = wanted(stage({ layout: 'one', sites: ['a'] }), operator(['a']));
    expect(told(plan)).toEqual({ 'a/camera': 'on high' });
  });

  it('open microphones are always fetched, never the own', () => {
    const plan = wanted(stage({}, {}, ['chu-toa', 'bim-son']), site());
    expect([...plan.keys()]).toEqual(['chu-toa/microphone']);
    expect(plan.get('chu-toa/microphone')?.enabled).toBe(true);
  });

  it('a site does not fetch its own picture; its display does, without its sound', () => {
    const shown = stage({ layout: 'one', sites: ['bim-son'] }, {}, ['bim-son']);
    expect(wanted(shown, site()).size).toBe(0);
    const display = wanted(shown, { as: 'screen', site: 'bim-son', profile: 'full' });
    expect([...display.keys()]).toEqual(['bim-son/camera']);
  });

  it('the sound of a shared film is heard everywhere but on the page that plays it', () => {
    const film = stage({ layout: 'shared', sites: ['bim-son'] });
    const sound = (as: Watcher) => wanted(film, as).get('bim-son/screen_sound')?.enabled ?? false;
    expect(sound({ as: 'site', site: 'nghi-son', profile: 'sound' })).toBe(true);
    expect(sound({ as: 'screen', site: 'nghi-son', profile: 'full' })).toBe(true);
    expect(sound({ as: 'screen', site: 'bim-son', profile: 'full' })).toBe(true);
    expect(sound(operator())).toBe(true);
    expect(sound(site())).toBe(false);
  });

  it('its sound is not heard while it is only prepared', () => {
    const plan = wanted(stage({ layout: 'one', sites: ['a'] }, { layout: 'shared', sites: ['a'] }), site());
    expect(plan.has('a/screen_sound')).toBe(false);
  });

  it('a shared screen comes with its sound and a small camera', () => {
    const plan = wanted(stage({ layout: 'shared', sites: ['a'] }), site());
    expect(told(plan)).toEqual({ 'a/screen': 'on high', 'a/camera': 'on low', 'a/screen_sound': 'on high' });
  });
});

describe('line profiles', () => {
  const shown = stage({ layout: 'two', sites: ['a', 'b'] }, {}, ['a']);

  it('standard: all pictures, smaller', () => {
    expect(told(wanted(shown, site('standard')))['b/camera']).toBe('on medium');
  });

  it('weak: one small picture and the sound', () => {
    expect(told(wanted(shown, site('weak')))).toEqual({ 'a/camera': 'on low', 'a/microphone': 'on high' });
  });

  it('sound only', () => {
    expect([...wanted(shown, site('sound')).keys()]).toEqual(['a/microphone']);
  });
});
