import { describe, expect, test } from 'vitest';
import { lengthOf, times } from '../../src/office/order';
import { fromNative, toNative } from '../../src/office/picker';
import { plain } from '../../src/office/ticks';

describe('the times of a running order', () => {
  test('each item begins when the one before has had its minutes', () => {
    expect(times('08:30', [5, 10, 0, 45])).toEqual({
      starts: ['08:30', '08:35', '08:45', '08:45'],
      ends: '09:30',
      total: 60,
    });
  });

  test('after midnight the clock begins anew', () => {
    expect(times('23:50', [15, 5])).toEqual({ starts: ['23:50', '00:05'], ends: '00:10', total: 20 });
  });

  test.each([
    ['5', 5],
    [' 12 ', 12],
    ['', 0],
    ['nhiều', 0],
    ['-3', 0],
    ['9999', 600],
  ])('the length %j counts as %d', (typed, minutes) => {
    expect(lengthOf(typed)).toBe(minutes);
  });
});

describe('days typed and picked', () => {
  test.each([
    ['24/11/2026', false, '2026-11-24'],
    ['4/1/2026', false, '2026-01-04'],
    ['24/11/2026 08:30', true, '2026-11-24T08:30'],
    ['24/11/2026', true, '2026-11-24T00:00'],
    ['hôm nay', false, ''],
  ])('%j becomes %j', (typed, withTime, native) => {
    expect(toNative(typed, withTime)).toBe(native);
  });

  test('and back', () => {
    expect(fromNative('2026-11-24T08:30')).toBe('24/11/2026 08:30');
    expect(fromNative('2026-11-24')).toBe('24/11/2026');
    expect(fromNative('')).toBe('');
  });
});

test('names are found without their marks', () => {
  expect(plain('Thị xã Bỉm Sơn')).toContain(plain('bim son'));
  expect(plain('Huyện Đông Sơn')).toContain('dong');
});
