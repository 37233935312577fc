// The keys of the replay, by physical key. Everything else is the board's: digits, tiles, search, pages.

export type ReplayKey = 'toggle' | 'back' | 'forward' | 'next' | 'previous' | 'slower' | 'faster';

const KEYS: Readonly<Record<string, ReplayKey>> = {
  Space: 'toggle',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  KeyN: 'next',
  'Shift+KeyN': 'previous',
  Comma: 'slower',
  Period: 'faster',
};

/** What the board's keys may still do here: look, never act. */
export const LOOKS: ReadonlySet<string> = new Set([
  'Slash',
  'Escape',
  'Enter',
  'PageDown',
  'PageUp',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
]);

export interface Pressed {
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
}

/** Where: in a field letters are written; among the tiles the arrows go from site to site. */
export interface Place {
  field: boolean;
  tiles: boolean;
}

export function keyOf(key: Pressed, place: Place): ReplayKey | null {
  if (place.field || key.isComposing || key.ctrlKey || key.altKey || key.metaKey) return null;
  const found = KEYS[`${key.shiftKey ? 'Shift+' : ''}${key.code}`] ?? null;
  return place.tiles && (found === 'back' || found === 'forward') ? null : found;
}
