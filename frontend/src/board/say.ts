// The board's sentences in the page's language.
import { boardEn } from '../words/board.en';
import { type BoardWords, boardVi } from '../words/board.vi';

export type Word = keyof BoardWords;

const words = (): BoardWords => (document.documentElement.lang.startsWith('en') ? boardEn : boardVi);

/** The sentence `key` with its {names} filled in. */
export function say(key: Word, values: Record<string, string | number> = {}): string {
  return words()[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
