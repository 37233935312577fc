// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { troubleText } from '../../src/board/tile.js';
import { troubleOf } from '../../src/board/tiles.js';
import { at, cell } from './cast.js';

it('says that a line is worse than at the test, with both grades', () => {
  const reference = { at: at(-86_400), grade: 'good' } as const;
  const trouble = troubleOf(cell('a', 1, { reference, worse: true, grade: 'poor' }));
  expect(trouble && troubleText(trouble, 0)).toBe('Kém hơn phiên thử: kém (thử: tốt)');
});
