import { expect, it } from 'vitest';
import { say, spell } from '../../src/board/say.js';
import { articles } from '../../src/ui/articles.js';
import { boardEn } from '../../src/words/board.en.js';
import { boardVi } from '../../src/words/board.vi.js';
import { decimal } from '../../src/words/numbers.js';

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

it('counts one and many in English', () => {
  const lost = boardEn.alarm_many_back;
  expect(spell(lost, { n: 1 })).toBe('1 site was lost and is back');
  expect(spell(lost, { n: 3 })).toBe('3 sites were lost and are back');
  expect(spell(boardEn.roll_people, { ready: 1, sites: 1, people: 1 })).toBe('1/1 site ready, 1 person');
});

it('writes decimals as the language does', () => {
  expect([decimal(0.42, 1, 'vi'), decimal(0.42, 1, 'en'), decimal(31, 0, 'en')]).toEqual([
    '0,4',
    '0.4',
    '31',
  ]);
});

it.each([
  ['5.4', 'khoản 4 Điều 5'],
  ['12', 'Điều 12'],
  ['6.3/7.3', 'khoản 3 Điều 6, khoản 3 Điều 7'],
  ['Luật Bảo vệ bí mật nhà nước', 'Luật Bảo vệ bí mật nhà nước'],
])('reads %s as %s', (text, words) => expect(articles(text)).toBe(words));
