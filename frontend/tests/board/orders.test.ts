import { describe, expect, it } from 'vitest';
import {
  captionOf,
  floorToSite,
  layoutFor,
  nextItem,
  nextLayout,
  previewSite,
  stepOf,
  toggleInPreview,
} from '../../src/board/orders.js';
import { topAlarms } from '../../src/board/scene.js';
import { actsOf } from '../../src/board/siteacts.js';
import type { Cell, ScriptLine } from '../../src/session/protocol.js';
import { at, board, cell, request, scene, table } from './cast.js';

const line = (id: string, more: Partial<ScriptLine> = {}): ScriptLine => ({
  item: { id, title: id, minutes: 5 },
  running: false,
  done: false,
  changed: false,
  ...more,
});
const BIM_SON = cell('bim-son', 6, { name: 'Thị xã Bỉm Sơn' });
const words = (cells: Cell) => actsOf(scene([cells]), cells).map(act => act.word);

describe('a key becomes a command', () => {
  it('takes only what the operator saw', () => {
    const preview = { layout: 'one', sites: ['bim-son'] } as const;
    expect(stepOf('take', scene([], {}, { preview: { ...preview, sites: ['bim-son'] } }), table())).toEqual({
      give: { act: 'picture.take', version: 7, picture: preview },
    });
  });
  it('goes on from the item the operator saw running', () => {
    const script = [line('a', { done: true }), line('b', { running: true }), line('c')];
    expect(nextItem(board({ script }))).toEqual({ give: { act: 'script.start', after: 'b' } });
    expect(nextItem(board({ script: [line('a')] }))).toEqual({ give: { act: 'script.start', after: null } });
  });
  it('acts on the chosen site, and on none when none is chosen', () => {
    const now = scene([BIM_SON]);
    expect(stepOf('admit', now, table({ chosen: 'bim-son' }))).toEqual({
      give: { act: 'site.admit', site: 'bim-son' },
    });
    expect(stepOf('admit', now, table())).toBeNull();
    expect(stepOf('admit', now, table({ chosen: 'ha-trung' }))).toBeNull();
  });
  it('ends the latest speaker, and does nothing when nobody speaks', () => {
    const speaking = [request('q1', 'ha-trung'), request('q2', 'bim-son')];
    expect(stepOf('done', scene([], { speaking }), table())).toEqual({
      give: { act: 'floor.yield', request: 'q2' },
    });
    expect(stepOf('done', scene([]), table())).toBeNull();
  });
  it('calls the next after whom the operator saw speaking', () => {
    expect(stepOf('next_speaker', scene([], { speaking: [request('q2', 'bim-son')] }), table())).toEqual({
      give: { act: 'floor.next', after: 'q2' },
    });
  });
  it('closes all microphones, and releases them with the same key', () => {
    expect(stepOf('close_all', scene([]), table())).toEqual({ give: { act: 'floor.close_all' } });
    expect(stepOf('close_all', scene([], {}, { all_closed: true }), table())).toEqual({
      give: { act: 'floor.release_all' },
    });
  });
  it('marks the voice only while a site is being checked', () => {
    expect(stepOf('voice_mark', scene([]), table())).toBeNull();
    expect(stepOf('voice_mark', scene([], { voice_at: 'bim-son' }), table())).toMatchObject({
      give: { act: 'voice.mark', picture_clear: true, sound_clear: true },
    });
  });
  it('asks before it drops a site', () => {
    const step = stepOf('drop', scene([BIM_SON]), table({ chosen: 'bim-son' }));
    expect(step).toMatchObject({ sheet: { kind: 'ask', ask: { danger: true } } });
    if (!step || !('sheet' in step) || step.sheet.kind !== 'ask') throw new Error('no question');
    expect(step.sheet.ask.command('Thiết bị lạ')).toEqual({
      act: 'site.drop',
      site: 'bim-son',
      reason: 'Thiết bị lạ',
    });
  });
  it('opens the telephone form for the chosen site', () => {
    expect(stepOf('phone', scene([]), table({ chosen: 'bim-son' }))).toEqual({
      sheet: { kind: 'phone', site: 'bim-son' },
    });
  });
  it('sees a lost line before one that is back', () => {
    const cells = new Map([cell('x', 1), cell('y', 2, { lane: 'lost' })].map(one => [one.site, one]));
    const alarms = [
      { id: 'over', at: at(-90), kind: 'lost', site: 'x' },
      { id: 'poor', at: at(-80), kind: 'poor', site: 'x' },
      { id: 'lost', at: at(-10), kind: 'lost', site: 'y' },
    ];
    expect(topAlarms(alarms, cells).map(alarm => alarm.id)).toEqual(['lost', 'poor', 'over']);
  });
  it('sees the gravest alarm first', () => {
    const alarms = [
      { id: 'a', at: at(-90), kind: 'not_ready', site: 'x' },
      { id: 'b', at: at(-10), kind: 'speaker_yielded', site: 'y' },
      { id: 'c', at: at(-99), kind: 'unheard_of', site: null },
    ];
    expect(topAlarms(alarms, new Map()).map(alarm => alarm.id)).toEqual(['b', 'a', 'c']);
  });
});

describe('the picture', () => {
  it('carries the caption of whoever speaks or is registered there', () => {
    const queue = [request('q1', 'bim-son')];
    expect(captionOf(board({ queue }), 'bim-son')).toEqual({
      name: 'Bà Mai Thị Lan',
      title: 'Chủ tịch UBND thị xã',
      unit: '',
    });
    expect(captionOf(board({ queue }), 'ha-trung')).toBeNull();
    expect(previewSite(scene([BIM_SON]), 'bim-son')).toEqual({
      give: { act: 'picture.preview', picture: { layout: 'one', sites: ['bim-son'] } },
    });
  });
  it('takes the running item for a caption when nobody asked', () => {
    const item = {
      id: 'i',
      title: 'Báo cáo',
      minutes: 5,
      site: 'bim-son',
      speaker: { name: 'Ông Lê Đình Nam' },
    };
    const script = [{ ...line('i', { running: true }), item }];
    expect(captionOf(board({ script }), 'bim-son')?.name).toBe('Ông Lê Đình Nam');
  });
  it.each([
    [0, 'holding'],
    [1, 'one'],
    [2, 'two'],
    [3, 'four'],
    [4, 'four'],
    [5, 'mosaic'],
  ])('%d sites stand in the layout %s', (count, layout) => expect(layoutFor(count)).toBe(layout));
  it('adds a site to the preview and takes it out again', () => {
    const with_ = (sites: string[]) => scene([], {}, { preview: { layout: 'two', sites } });
    expect(toggleInPreview(with_(['a', 'b']), 'c')).toMatchObject({
      give: { picture: { layout: 'four', sites: ['a', 'b', 'c'] } },
    });
    expect(toggleInPreview(with_(['a', 'b']), 'b')).toMatchObject({
      give: { picture: { layout: 'one', sites: ['a'] } },
    });
  });
  it('does not put a seventeenth site into the mosaic', () => {
    const sites = Array.from({ length: 16 }, (_, n) => `s${n}`);
    expect(toggleInPreview(scene([], {}, { preview: { layout: 'mosaic', sites } }), 'x')).toBeNull();
  });
  it('goes round the layouts', () => {
    expect(nextLayout('shared')).toBe('holding');
    expect(nextLayout(undefined)).toBe('one');
  });
});

it('gives the floor to the request a site already has, else out of turn', () => {
  expect(floorToSite(scene([], { queue: [request('q1', 'bim-son')] }), 'bim-son')).toEqual({
    give: { act: 'floor.give', request: 'q1' },
  });
  expect(floorToSite(scene([]), 'bim-son')).toEqual({ give: { act: 'floor.give_site', site: 'bim-son' } });
});

describe('the acts offered for a site', () => {
  it('lets one who waits in, or not', () => {
    expect(words(cell('a', 1, { lane: 'waiting' }))).toEqual(
      expect.arrayContaining(['act_admit', 'act_refuse']),
    );
  });
  it('offers no floor to one who is not here', () => {
    for (const lane of ['expected', 'dropped', 'left', 'absent'] as const) {
      expect(words(cell('a', 1, { lane }))).not.toContain('act_floor');
      expect(words(cell('a', 1, { lane }))).not.toContain('act_drop');
    }
  });
  it('offers what undoes a permission', () => {
    expect(words(cell('a', 1, { sharing_allowed: true }))).toContain('act_unshare');
    expect(words(cell('a', 1))).toContain('act_share');
  });
});
