// The board's sentences in the page's language.
import { boardEn } from '../words/board.en.js';
import { type BoardWords, boardVi } from '../words/board.vi.js';
import { pick } from '../words/index.js';

export type Word = keyof BoardWords;

const words: BoardWords = pick(boardVi, boardEn);

/** The sentence `key` with its {names} filled in; `{n:site|sites}` is the first word for one, else the second. */
export function say(key: Word, values: Record<string, string | number> = {}): string {
  return spell(words[key], values);
}

export function spell(sentence: string, values: Record<string, string | number>): string {
  const numbered = sentence.replace(
    /\{(\w+):([^|}]*)\|([^}]*)\}/g,
    (_, name: string, one: string, many: string) => (Number(values[name]) === 1 ? one : many),
  );
  return numbered.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
