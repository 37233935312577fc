import { describe, expect, it } from 'vitest';
import { attention } from '../../src/board/attention.js';
import { actsOf } from '../../src/board/siteacts.js';
import {
  barsOf,
  countLanes,
  neighbour,
  PAGE,
  pageOf,
  stateOf,
  troubled,
  troubleOf,
} from '../../src/board/tiles.js';
import type { Alarm, Cell } from '../../src/session/protocol.js';
import { at, board, cell, scene } from './cast.js';

const many = (count: number): Cell[] =>
  Array.from({ length: count }, (_, n) => cell(`s${n}`, n)).sort((a, b) => b.site.localeCompare(a.site));
const all = { filter: 'all', search: '', page: 0 } as const;
const alarm = (site: string): Alarm => ({ id: site, at: at(0), kind: 'fault', site });

describe('the pages', () => {
  it('shows 31 rooms and the centre on one page, by number', () => {
    const page = pageOf(many(32), all, new Set());
    expect(page).toMatchObject({ page: 0, pages: 1, found: 32 });
    expect(page.tiles.map(one => one.number)).toEqual(Array.from({ length: 32 }, (_, n) => n));
  });
  it('moves nothing while all fit on one page', () => {
    expect(pageOf(many(32), all, new Set(['s20'])).tiles[0]?.site).toBe('s0');
  });
  it('brings trouble to the first page when there are more', () => {
    const page = pageOf(many(170), all, new Set(['s160', 's99']));
    expect(page.pages).toBe(6);
    expect(page.tiles.slice(0, 3).map(one => one.site)).toEqual(['s99', 's160', 's0']);
  });
  it('keeps every site on exactly one page', () => {
    const pages = Array.from({ length: 6 }, (_, page) =>
      pageOf(many(170), { ...all, page }, new Set(['s160'])).tiles.map(one => one.site),
    );
    expect(pages.every(page => page.length <= PAGE)).toBe(true);
    expect(new Set(pages.flat()).size).toBe(170);
    expect(pages.flat()).toHaveLength(170);
  });
  it('stays on the last page when pages go away', () => {
    expect(pageOf(many(40), { ...all, page: 9 }, new Set()).page).toBe(1);
  });
  it('filters by lane', () => {
    const cells = [cell('a', 1), cell('b', 2, { lane: 'waiting' })];
    expect(pageOf(cells, { ...all, filter: 'waiting' }, new Set()).tiles.map(one => one.site)).toEqual(['b']);
    expect(pageOf(cells, { ...all, filter: 'alarm' }, new Set(['a'])).tiles.map(one => one.site)).toEqual([
      'a',
    ]);
  });
  it('searches inside the filter', () => {
    const cells = [
      cell('a', 1, { name: 'Huyện Hà Trung' }),
      cell('b', 2, { name: 'Huyện Hậu Lộc', lane: 'lost' }),
    ];
    expect(pageOf(cells, { filter: 'lost', search: 'h', page: 0 }, new Set()).tiles).toHaveLength(1);
  });
});

describe('trouble', () => {
  it('is a lost line, or an alarm nobody has seen', () => {
    const cells = [cell('a', 1, { lane: 'lost' }), cell('b', 2), cell('c', 3)];
    expect([...troubled(cells, [alarm('b')])].sort()).toEqual(['a', 'b']);
  });

  const failed = { at: at(0), camera: true, microphone: false, speaker: true, line: false };
  it.each<[string, Partial<Cell>, unknown]>([
    ['nothing', {}, null],
    [
      'lost before everything',
      { lane: 'lost', lost: 'line', lost_since: at(-5), reason: 'x', call_again: true },
      { kind: 'lost', what: 'line', since: at(-5) },
    ],
    ['call again', { call_again: true, reason: 'x' }, { kind: 'call_again' }],
    [
      'not ready',
      { readiness: { ready: false, at: at(0), reason: 'Mất điện' } },
      { kind: 'not_ready', reason: 'Mất điện' },
    ],
    ['ready is no trouble', { readiness: { ready: true, at: at(0) } }, null],
    [
      'a failed check of one who waits',
      { lane: 'waiting', check: failed },
      { kind: 'check', what: ['microphone', 'line'] },
    ],
    ['a failed check of one admitted all the same', { check: failed }, null],
    [
      'voice',
      { voice: { picture_clear: true, sound_clear: false, at: at(0) } },
      { kind: 'voice', picture: true, sound: false },
    ],
    ['a reason', { lane: 'absent', reason: 'Bão' }, { kind: 'reason', reason: 'Bão' }],
  ])('%s', (_, more, trouble) => expect(troubleOf(cell('a', 1, more))).toEqual(trouble));
});

describe('worse than at the test', () => {
  const reference = { at: at(-86_400), grade: 'good' } as const;
  const poor = { reference, worse: true, grade: 'poor' } as const;

  it('is said with both grades', () => {
    expect(troubleOf(cell('a', 1, poor))).toEqual({ kind: 'worse', now: 'poor', test: 'good' });
  });
  it('is not said of a line that is as good as then', () => {
    expect(troubleOf(cell('a', 1, { reference, worse: false, grade: 'good' }))).toBeNull();
  });
  it('gives way to what is graver', () => {
    expect(troubleOf(cell('a', 1, { ...poor, lane: 'lost', lost: 'both' }))?.kind).toBe('lost');
  });
});

describe('a test session', () => {
  const words = (kind: 'test' | 'official', more: Partial<Cell>) =>
    actsOf(scene([cell('a', 1, more)], board({ kind })), cell('a', 1, more)).map(one => one.word);
  const inside = { identity: 'a~room~1' };

  it('lets the centre accept who is there, and turn anybody down', () => {
    expect(words('test', inside)).toEqual(expect.arrayContaining(['act_accept', 'act_turn_down']));
    expect(words('test', { lane: 'expected' })).not.toContain('act_accept');
    expect(words('test', { lane: 'expected' })).toContain('act_turn_down');
    expect(words('test', { ...inside, verdict: { accepted: true, at: at(0) } })).not.toContain('act_accept');
  });
  it('is the only kind that has verdicts', () => {
    expect(words('official', inside)).not.toContain('act_turn_down');
  });
});

describe('a tile', () => {
  it.each<[Partial<Cell>, string]>([
    [{ lane: 'lost', on_program: true, in_preview: true }, 'lost'],
    [{ on_program: true, in_preview: true }, 'on_air'],
    [{ in_preview: true }, 'preview'],
    [{ lane: 'waiting' }, 'waiting'],
    [{}, 'connected'],
  ])('%o is %s', (more, state) => expect(stateOf(cell('a', 1, more))).toBe(state));

  it('has no bars without numbers', () => {
    expect(['good', 'fair', 'poor', 'bad', 'no_data'].map(one => barsOf(one as never))).toEqual([
      4, 3, 2, 1, 0,
    ]);
  });
});

it('counts every lane', () => {
  expect(countLanes([cell('a', 1), cell('b', 2, { lane: 'lost' }), cell('c', 3)])).toMatchObject({
    connected: 2,
    lost: 1,
    waiting: 0,
  });
});

it('walks over the tiles and stops at the edges', () => {
  const tiles = many(32).sort((a, b) => a.number - b.number);
  expect(neighbour(tiles, null, 8)).toBe('s0');
  expect(neighbour(tiles, 's0', 8)).toBe('s8');
  expect(neighbour(tiles, 's30', 8)).toBe('s31');
  expect(neighbour(tiles, 's3', -8)).toBe('s0');
  expect(neighbour([], null, 1)).toBeNull();
});

it('names each site in need once, under the gravest heading', () => {
  const cells = [
    cell('c', 3, { call_again: true }),
    cell('b', 2, { lane: 'lost', call_again: true }),
    cell('a', 1, { grade: 'bad' }),
    cell('d', 4),
  ];
  const groups = attention(scene(cells));
  expect(groups.map(group => [group.word, group.cells.map(one => one.site)])).toEqual([
    ['lane_lost', ['b']],
    ['need_call_again', ['c']],
    ['need_line', ['a']],
  ]);
});
