import { expect, it } from 'vitest';
import { replayEn } from '../../src/words/replay.en.js';
import { replayVi } from '../../src/words/replay.vi.js';

const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

it('says the same in both languages, with the same places to fill in', () => {
  const different = Object.entries(replayVi).filter(
    ([key, text]) => holes(text).join() !== holes(replayEn[key as keyof typeof replayVi]).join(),
  );
  expect(different).toEqual([]);
});
