// The replay's own sentences in the page's language.
import { spell } from '../board/say.js';
import { pick } from '../words/index.js';
import { replayEn } from '../words/replay.en.js';
import { type ReplayWords, replayVi } from '../words/replay.vi.js';

export type Word = keyof ReplayWords;

const words: ReplayWords = pick(replayVi, replayEn);

export const say = (key: Word, values: Record<string, string | number> = {}): string =>
  spell(words[key], values);
