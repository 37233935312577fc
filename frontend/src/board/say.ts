// The board's sentences in the page's language.
import { boardEn } from '../words/board.en.js';
import { type BoardWords, boardVi } from '../words/board.vi.js';
import { pick } from '../words/index.js';

export type Word = keyof BoardWords;

const words: BoardWords = pick(boardVi, boardEn);

/** The sentence `key` with its {names} filled in. */
export function say(key: Word, values: Record<string, string | number> = {}): string {
  return words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
