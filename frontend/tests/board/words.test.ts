import { expect, it } from 'vitest';
import { articles } from '../../src/ui/articles.js';
import { say } from '../../src/board/say.js';
import { boardEn } from '../../src/words/board.en.js';
import { boardVi } from '../../src/words/board.vi.js';

const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

it('says the same in both languages, with the same places to fill in', () => {
  const different = Object.entries(boardVi).filter(
    ([key, text]) => holes(text).join() !== holes(boardEn[key as keyof typeof boardVi]).join(),
  );
  expect(different).toEqual([]);
});

it('fills in names, and leaves what it does not know', () => {
  expect(say('behind', { n: 3 })).toBe('Chậm 3 phút');
  expect(say('behind')).toBe('Chậm {n} phút');
});

it.each([
  ['5.4', 'khoản 4 Điều 5'],
  ['12', 'Điều 12'],
  ['6.3/7.3', 'khoản 3 Điều 6, khoản 3 Điều 7'],
  ['Luật Bảo vệ bí mật nhà nước', 'Luật Bảo vệ bí mật nhà nước'],
])('reads %s as %s', (text, words) => expect(articles(text)).toBe(words));
