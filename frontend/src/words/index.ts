import { en } from './en.js';
import { vi, type Words } from './vi.js';

export type { Words } from './vi.js';

export type Language = 'vi' | 'en';

/** The page's language, as the server wrote it into the document. */
export const language: Language =
  typeof document !== 'undefined' && document.documentElement.lang.startsWith('en') ? 'en' : 'vi';

/** Chooses between two dictionaries of one shape: `pick(vi, en)`. */
export function pick<T>(vietnamese: T, english: T): T {
  return language === 'en' ? english : vietnamese;
}

export const words: Words = pick(vi, en);
