import { describe, expect, it, vi } from 'vitest';
import type { Part } from '../../src/replay/course.js';
import { Tape } from '../../src/replay/tape.js';
import { at, frame, part, START, told } from './cast.js';

const PARTS: Part[] = [
  part(
    0,
    { phase: 'open' },
    told(1, 0, { cells: { 'bim-son': { lane: 'lost' } } }),
    frame(2, 10, { board: { phase: 'live' } }),
    told(3, 20, { cells: { 'bim-son': { lane: 'connected' } }, engine: false }),
  ),
  part(3, { phase: 'live' }, frame(4, 40, { stage: { all_closed: true } }), told(5, 60)),
  part(5, { phase: 'live' }, told(6, 100, { board: { phase: 'ended' } })),
];
const STARTS = [at(0), at(20), at(60)].map(time => Date.parse(time));
const ms = (seconds: number): number => START + seconds * 1000;

function tape(parts = PARTS) {
  const fetched = vi.fn((number: number) => Promise.resolve(parts[number]!));
  return { tape: new Tape(STARTS, fetched), fetched };
}

/** With everything around this moment fetched. */
async function at_(one: Tape, seconds: number) {
  one.at(ms(seconds));
  await vi.waitFor(() => expect(one.at(ms(seconds))).not.toBeNull());
  return one.at(ms(seconds))!;
}

describe('the tape', () => {
  it('knows the part a moment stands in', () => {
    const { tape: one } = tape();
    expect([-5, 0, 19.9, 20, 59, 60, 5000].map(seconds => one.partAt(ms(seconds)))).toEqual([
      0, 0, 0, 1, 1, 2, 2,
    ]);
  });

  it('says that a moment is on its way, and shows it when it has come', async () => {
    const changed = vi.fn();
    const one = new Tape(STARTS, number => Promise.resolve(PARTS[number]!), changed);
    expect(one.at(ms(5))).toBeNull();
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
    expect(one.at(ms(5))?.seq).toBe(1);
  });

  it('shows each moment as it was, forwards and back', async () => {
    const { tape: one } = tape();
    const seen = [];
    for (const seconds of [5, 15, 25, 45, 120, 45, 15, 5]) {
      const { seq, board, cells, engine, stage } = await at_(one, seconds);
      seen.push([seq, board.phase, cells.get('bim-son')?.lane, engine, stage.all_closed ?? false]);
    }
    const there = [
      [1, 'open', 'lost', true, false],
      [2, 'live', 'lost', true, false],
      [3, 'live', 'connected', true, false], // the part's own snapshot
      [4, 'live', 'connected', true, true],
      [6, 'ended', 'connected', true, false],
    ];
    expect(seen).toEqual([...there, there[3], there[1], there[0]]);
  });

  it('makes nothing anew that did not change', async () => {
    const { tape: one } = tape();
    const before = await at_(one, 5);
    const after = await at_(one, 15);
    expect(one.at(ms(16))).toBe(after);
    expect(after.cells).toBe(before.cells);
    expect(after.stage).toBe(before.stage);
  });

  it('tells the log up to the moment, also what stands in the parts before', async () => {
    const { tape: one } = tape();
    await at_(one, 120);
    await vi.waitFor(() => expect(one.log(ms(120)).map(line => line.seq)).toEqual([1, 3, 5, 6]));
    expect(one.log(ms(50)).map(line => line.seq)).toEqual([1, 3]);
    expect(one.log(ms(-1))).toEqual([]);
  });

  it('goes to the next and the previous thing the log tells, across parts', async () => {
    const { tape: one } = tape();
    expect(await one.next(ms(0))).toBe(ms(20));
    expect(await one.next(ms(20))).toBe(ms(60));
    expect(await one.next(ms(100))).toBeNull();
    expect(await one.previous(ms(60))).toBe(ms(20));
    expect(await one.previous(ms(0))).toBeNull();
  });

  it('fetches the wanted part first, then all others, each once', async () => {
    const { tape: one, fetched } = tape();
    await at_(one, 25);
    await at_(one, 5);
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(3));
    expect(fetched.mock.calls.map(([number]) => number)).toEqual([1, 2, 0]);
  });

  it('lets the farthest parts of a very long session go', async () => {
    vi.useFakeTimers();
    const many = Array.from({ length: 300 }, (_, number) => START + number * 60_000);
    const fetched = vi.fn((number: number) => Promise.resolve(part(number, {}, told(number, number * 60))));
    const one = new Tape(many, fetched);
    one.at(many[0]!);
    await vi.advanceTimersByTimeAsync(60_000);
    const first = fetched.mock.calls.length;
    expect(first).toBeLessThanOrEqual(60);
    one.at(many[299]!);
    await vi.advanceTimersByTimeAsync(60_000);
    one.at(many[150]!);
    await vi.advanceTimersByTimeAsync(60_000);
    const before = fetched.mock.calls.length;
    one.at(many[150]!);
    await vi.advanceTimersByTimeAsync(1000);
    expect(fetched.mock.calls.length).toBe(before);
    expect(one.at(many[0]!)).toBeNull(); // it is fetched again
    vi.useRealTimers();
  });

  it('asks again, later, for a part that did not come', async () => {
    vi.useFakeTimers();
    const fetched = vi.fn(() => Promise.reject(new Error('away')));
    const one = new Tape(STARTS, fetched as never);
    one.at(ms(100));
    await vi.advanceTimersByTimeAsync(10);
    const tries = fetched.mock.calls.length;
    one.at(ms(100));
    expect(fetched.mock.calls.length).toBe(tries);
    await vi.advanceTimersByTimeAsync(3000);
    one.at(ms(100));
    expect(fetched.mock.calls.length).toBeGreaterThan(tries);
    await expect(one.next(ms(100))).rejects.toThrow();
    vi.useRealTimers();
  });
});
