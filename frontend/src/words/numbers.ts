import { type Language, language } from './index.js';

/** "0,4" in Vietnamese, "0.4" in English. */
export function decimal(value: number, digits: number, of: Language = language): string {
  const text = value.toFixed(digits);
  return of === 'en' ? text : text.replace('.', ',');
}
