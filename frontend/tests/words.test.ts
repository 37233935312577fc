import { expect, it } from 'vitest';
import { en } from '../src/words/en.js';
import { playerEn } from '../src/words/player.en.js';
import { playerVi } from '../src/words/player.vi.js';
import { siteEn } from '../src/words/site.en.js';
import { siteVi } from '../src/words/site.vi.js';
import { vi } from '../src/words/vi.js';

/** Every sentence by its path, functions filled with samples. */
function sentences(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([name, word]) => {
    const at = `${path}.${name}`;
    if (typeof word === 'string') return [[at, word]];
    if (typeof word === 'function') return [[at, word('1', '2', '3')]];
    return sentences(word, at);
  }) as [string, string][];
}

const KEPT = new Set(['.product', '.checks.camera', '.devices.camera', '.fault.kinds.camera']);

it.each([
  ['shared', vi, en],
  ['site', siteVi, siteEn],
  ['player', playerVi, playerEn],
])('the English words of %s are English', (_, vietnamese, english) => {
  const vietnameseBy = new Map(sentences(vietnamese));
  const same = sentences(english).filter(([at, word]) => !KEPT.has(at) && vietnameseBy.get(at) === word);
  expect(same).toEqual([]);
});

it('no word is empty', () => {
  for (const words of [vi, en, siteVi, siteEn, playerVi, playerEn]) {
    expect(sentences(words).filter(([, word]) => word.trim() === '')).toEqual([]);
  }
});
