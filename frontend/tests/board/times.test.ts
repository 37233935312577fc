import { describe, expect, it } from 'vitest';
import { behindMinutes, hourOf, remaining, since, span, timeOfDay } from '../../src/board/times.js';
import { at, NOW } from './cast.js';

it('tells the time of Viet Nam wherever the machine stands', () => {
  expect(timeOfDay(NOW)).toBe('08:41:07');
  expect(hourOf(NOW)).toBe('08:41');
});

it.each([
  [0, '00:00'],
  [42.9, '00:42'],
  [133, '02:13'],
  [3725, '1:02:05'],
  [-3, '00:00'],
])('%d s as %s', (seconds, text) => expect(span(seconds)).toBe(text));

it('counts since', () => expect(since(at(-42), NOW)).toBe('00:42'));

describe('what is left of a speech', () => {
  it.each([
    ['plenty', at(-10), at(133), { text: '02:13', hurry: 'calm' }],
    ['the last minute', at(-10), at(60), { text: '01:00', hurry: 'soon' }],
    ['the last moment', at(-10), at(0), { text: '00:00', hurry: 'soon' }],
    ['over', at(-310), at(-12), { text: '+00:12', hurry: 'over' }],
    ['no limit', at(-75), null, { text: '01:15', hurry: 'none' }],
    ['nothing granted', null, null, { text: '', hurry: 'none' }],
  ])('%s', (_, granted, deadline, left) => expect(remaining(granted, deadline, NOW)).toEqual(left));
});

it.each([
  [null, null],
  [30, 0],
  [-59, 0],
  [190, 3],
  [-125, -2],
])('%d s behind is %d min', (seconds, minutes) => expect(behindMinutes(seconds)).toBe(minutes));
