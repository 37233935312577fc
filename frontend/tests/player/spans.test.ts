import { describe, expect, it } from 'vitest';
import type { Facts, Kind, Span } from '../../src/player/facts.js';
import { at, box, contents, lanesOf, lineAt, neighbour, ticks } from '../../src/player/spans.js';

const span = (kind: Kind, start: number, end: number, title = ''): Span => ({
  kind,
  title,
  detail: '',
  site: '',
  start,
  end,
  at: 0,
  until: null,
});
const CHAPTERS = [
  span('item', 0, 60, 'Khai mạc'),
  span('speaker', 20, 50, 'Ông Toàn'),
  span('item', 60, 200, 'Báo cáo'),
  span('speaker', 60, 120, 'Bà Minh'),
];

describe('the lanes', () => {
  it('are five, whatever happened', () => {
    expect(lanesOf([]).map(lane => lane.spans.length)).toEqual([0, 0, 0, 0, 0]);
    const lanes = lanesOf([span('gap', 0, 1), span('engine', 1, 2), span('speaker', 3, 4)]);
    expect(lanes.map(lane => lane.spans.length)).toEqual([0, 1, 1, 0, 1]);
  });

  it('show every span wide enough to be hit, and none beyond the end', () => {
    expect(box(span('lost', 10, 20), 100, 1000)).toEqual({ x: 100, width: 100 });
    expect(box(span('lost', 10, 10), 100, 1000)).toEqual({ x: 100, width: 3 });
    expect(box(span('lost', 100, 100), 100, 1000)).toEqual({ x: 997, width: 3 });
    expect(box(span('lost', 0, 10), 0, 1000)).toEqual({ x: 0, width: 3 });
  });

  it('are marked as often as there is room', () => {
    expect(ticks(600, 900)).toEqual([0, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600]);
    expect(ticks(7200, 900)).toEqual([0, 1200, 2400, 3600, 4800, 6000, 7200]);
    expect(ticks(0, 900)).toEqual([]);
    expect(ticks(200_000, 180).length).toBeLessThanOrEqual(3);
  });
});

describe('the contents', () => {
  it('put each speaker under the item he spoke in', () => {
    const named = contents(CHAPTERS).map(one => [one.chapter.title, ...one.speakers.map(two => two.title)]);
    expect(named).toEqual([
      ['Khai mạc', 'Ông Toàn'],
      ['Báo cáo', 'Bà Minh'],
    ]);
  });

  it('leave a speaker before the first item by himself', () => {
    expect(contents([span('speaker', 0, 5, 'Ông Toàn')])).toHaveLength(1);
  });

  it('know which one runs', () => {
    expect(at(CHAPTERS, 25)?.title).toBe('Ông Toàn');
    expect(at(CHAPTERS, 55)?.title).toBe('Khai mạc');
    expect(at(CHAPTERS, 200)).toBeUndefined();
  });

  it.each([
    [0, 1, 20],
    [59.8, 1, null],
    [25, -1, 20],
    [21, -1, 0],
    [0, -1, 0],
  ] as const)('from %s by %s lead to %s', (second, step, wanted) => {
    expect(neighbour(CHAPTERS, second, step)).toBe(wanted);
  });
});

it('the line over the picture names the item and who speaks', () => {
  const facts = { spans: [span('item', 0, 50, 'Khai mạc'), span('speaker', 10, 20, 'Ông Toàn')] } as Facts;
  expect(lineAt(facts, 12)).toEqual({ item: 'Khai mạc', speaker: 'Ông Toàn', detail: '' });
  expect(lineAt(facts, 30).speaker).toBe('');
});
