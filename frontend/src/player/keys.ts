// The keys of the player: one table, by physical key, because Vietnamese input methods are on.
import { isField, type Pressed } from '../board/keys.js';

export type Act =
  | 'play'
  | 'back'
  | 'on'
  | 'back_far'
  | 'on_far'
  | 'louder'
  | 'quieter'
  | 'mute'
  | 'full'
  | 'captions'
  | 'next'
  | 'previous'
  | 'faster'
  | 'slower'
  | 'start'
  | 'end';

export interface Binding {
  code: string;
  act: Act;
  shift?: true;
  cap: string;
}

export const BINDINGS: readonly Binding[] = [
  { code: 'Space', act: 'play', cap: 'Space' },
  { code: 'ArrowLeft', act: 'back', cap: '←' },
  { code: 'ArrowRight', act: 'on', cap: '→' },
  { code: 'ArrowLeft', shift: true, act: 'back_far', cap: 'Shift + ←' },
  { code: 'ArrowRight', shift: true, act: 'on_far', cap: 'Shift + →' },
  { code: 'ArrowUp', act: 'louder', cap: '↑' },
  { code: 'ArrowDown', act: 'quieter', cap: '↓' },
  { code: 'KeyM', act: 'mute', cap: 'M' },
  { code: 'KeyF', act: 'full', cap: 'F' },
  { code: 'KeyC', act: 'captions', cap: 'C' },
  { code: 'KeyN', act: 'next', cap: 'N' },
  { code: 'KeyP', act: 'previous', cap: 'P' },
  { code: 'Period', shift: true, act: 'faster', cap: '>' },
  { code: 'Comma', shift: true, act: 'slower', cap: '<' },
  { code: 'Home', act: 'start', cap: 'Home' },
  { code: 'End', act: 'end', cap: 'End' },
];

const HELD: ReadonlySet<Act> = new Set(['back', 'on', 'back_far', 'on_far', 'louder', 'quieter']);

/** What a key means here, or null. On a button or link Space and Enter are its own; in a field every key is. */
export function actOf(key: Pressed, target: EventTarget | null): Act | null {
  if (key.isComposing || key.ctrlKey || key.altKey || key.metaKey || isField(target)) return null;
  const found = BINDINGS.find(one => one.code === key.code && Boolean(one.shift) === key.shiftKey);
  if (!found || (key.repeat && !HELD.has(found.act)) || (found.act === 'play' && ownSpace(target)))
    return null;
  return ownArrows(target) && found.code.startsWith('Arrow') ? null : found.act;
}

const within = (target: EventTarget | null, what: string): boolean =>
  typeof Element !== 'undefined' && target instanceof Element && target.closest(what) !== null;

const ownSpace = (target: EventTarget | null): boolean => within(target, 'button, a, summary, select');
const ownArrows = (target: EventTarget | null): boolean =>
  within(target, 'select, input[type=range], input[type=radio]');

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

export function nextSpeed(now: number, step: 1 | -1): number {
  const place = SPEEDS.findIndex(one => one >= now - 0.01);
  return SPEEDS[Math.min(Math.max((place < 0 ? SPEEDS.length - 1 : place) + step, 0), SPEEDS.length - 1)]!;
}
