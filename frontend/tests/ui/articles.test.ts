import { describe, expect, it } from 'vitest';
import { refusalText } from '../../src/site/room.js';
import { articles } from '../../src/ui/articles.js';

describe('an article of the regulation', () => {
  it('is read out as documents write it: the clause first', () => {
    expect(articles('5.4')).toBe('khoản 4 Điều 5');
    expect(articles('6.3/7.3')).toBe('khoản 3 Điều 6, khoản 3 Điều 7');
    expect(articles('3')).toBe('Điều 3');
  });

  it('stands so behind a refusal on the site page', () => {
    const refused = { code: 'x', says: 'Chưa đến lượt phát biểu.', article: '5.4' };
    expect(refusalText(refused)).toBe('Chưa đến lượt phát biểu. (khoản 4 Điều 5)');
  });
});
