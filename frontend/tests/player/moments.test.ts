import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/player/facts.js';
import { askedFor, linkTo, momentAt, secondsAt } from '../../src/player/moments.js';

const NINE = Date.parse('2026-11-23T02:00:00Z'); // in Vietnam
const MINUTE = 60_000;
/** Ten minutes, half an hour of a pause, five minutes. */
const RUNS: Run[] = [
  { start: 0, at: NINE, seconds: 600 },
  { start: 600, at: NINE + 40 * MINUTE, seconds: 300 },
];

describe('a moment and its second', () => {
  it.each([
    [-5, 0],
    [0, 0],
    [5, 300],
    [20, 600], // in the pause: where it goes on
    [42, 720],
    [60, 900], // after the end: the end
  ])('%s minutes after nine is second %s', (minutes, seconds) => {
    expect(secondsAt(RUNS, NINE + minutes * MINUTE)).toBe(seconds);
  });

  it.each([
    [0, 0],
    [300, 5],
    [600, 40],
    [720, 42],
    [5000, 45],
  ])('second %s is %s minutes after nine', (seconds, minutes) => {
    expect(momentAt(RUNS, seconds)).toBe(NINE + minutes * MINUTE);
  });

  it('of nothing is nothing', () => {
    expect(secondsAt([], NINE)).toBe(0);
    expect(momentAt([], 5)).toBeNull();
  });
});

describe('a shared link', () => {
  it.each([
    ['?t=95', 95],
    ['?t=95.5', 95.5],
    ['?t=09:05', 300],
    ['?t=9:05:30', 330],
    ['?t=08:59:00', 0],
    ['?t=09:41:00', 660],
  ])('%s leads to second %s', (query, seconds) => {
    expect(askedFor(query, RUNS)).toBe(seconds);
  });

  it.each(['', '?t=', '?t=-4', '?t=25:00', '?t=1e9', '?t=<script>', '?t=NaN', '?x=5'])(
    '%s names no moment',
    query => {
      expect(askedFor(query, RUNS)).toBeNull();
    },
  );

  it('by the clock of a recording that is not there yet names none', () => {
    expect(askedFor('?t=09:05', [])).toBeNull();
  });

  it('says the whole second and nothing else of the address', () => {
    expect(linkTo('https://hop.vn/luu-tru/1/ghi-hinh/x/?t=3#a', 95.9)).toBe(
      'https://hop.vn/luu-tru/1/ghi-hinh/x/?t=95',
    );
  });
});
