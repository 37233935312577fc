import { describe, expect, test } from 'vitest';
import { changed, filled, merge, paragraphAt } from '../../src/office/merge';

describe('two people on the same minutes', () => {
  const base = { course: 'a', place: 'b', end: 'c' };

  test('each keeps what only he changed', () => {
    const both = merge(base, { ...base, course: 'mine' }, { ...base, place: 'theirs' });
    expect(both).toEqual({ texts: { course: 'mine', place: 'theirs', end: 'c' }, conflicts: [] });
  });

  test('what both changed differently is for a person to choose; mine stays in the page', () => {
    const both = merge(base, { ...base, course: 'mine' }, { ...base, course: 'theirs' });
    expect(both).toEqual({ texts: { ...base, course: 'mine' }, conflicts: ['course'] });
  });

  test('what both changed alike is no conflict', () => {
    expect(merge(base, { ...base, end: 'x' }, { ...base, end: 'x' }).conflicts).toEqual([]);
  });

  test('a change is told from none', () => {
    expect(changed(base, { ...base })).toBe(false);
    expect(changed(base, { ...base, end: '' })).toBe(true);
  });
});

describe('the paragraph to be marked', () => {
  const text = '1. Khai mạc\n- Giao Sở Tài chính báo cáo.\n\n2. Bế mạc';

  test.each([
    [0, '1. Khai mạc'],
    [11, '1. Khai mạc'],
    [12, 'Giao Sở Tài chính báo cáo.'],
    [text.length, '2. Bế mạc'],
  ])('at %d it is %j', (caret, words) => {
    expect(paragraphAt(text, caret)).toBe(words);
  });

  test('a selection over several lines gives them all, an empty line nothing', () => {
    expect(paragraphAt(text, 3, 20)).toBe('1. Khai mạc\nGiao Sở Tài chính báo cáo.');
    expect(paragraphAt(text, text.indexOf('\n\n') + 1)).toBe('');
  });
});

test('words are filled in', () => {
  expect(filled('Đã lưu lúc {at}, phiên bản {number}.', { at: '08:41', number: 3 })).toBe(
    'Đã lưu lúc 08:41, phiên bản 3.',
  );
});
