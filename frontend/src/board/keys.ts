// The keys of the board: one table, by physical key, because Vietnamese input methods are on.

export type KeyAct =
  | 'take'
  | 'next_item'
  | 'phone'
  | 'note'
  | 'close_all'
  | 'search'
  | 'keys'
  | 'preview'
  | 'preview_add'
  | 'floor'
  | 'admit'
  | 'admit_all'
  | 'talkback'
  | 'drop'
  | 'call_again'
  | 'voice_mark'
  | 'next_speaker'
  | 'done'
  | 'extend'
  | 'layout'
  | 'clip'
  | 'on_word'
  | 'seen'
  | 'seen_all'
  | 'roll'
  | 'focus'
  | 'escape'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'page_next'
  | 'page_previous';

export interface Binding {
  code: string;
  act: KeyAct;
  ctrl?: true;
  shift?: true;
  /** Also when a field has the focus. */
  everywhere?: true;
  /** How the key is printed on the overlay. */
  cap: string;
  group: 'picture' | 'floor' | 'site' | 'board';
}

export const BINDINGS: readonly Binding[] = [
  { code: 'Space', act: 'take', cap: 'Space', group: 'picture' },
  { code: 'KeyN', act: 'next_item', cap: 'N', group: 'picture' },
  { code: 'KeyL', act: 'layout', cap: 'L', group: 'picture' },
  { code: 'KeyB', act: 'clip', cap: 'B', group: 'picture' },
  { code: 'KeyP', act: 'preview', cap: 'P', group: 'site' },
  { code: 'KeyP', act: 'preview_add', shift: true, cap: 'Shift + P', group: 'site' },
  { code: 'KeyG', act: 'floor', cap: 'G', group: 'site' },
  { code: 'KeyA', act: 'admit', cap: 'A', group: 'site' },
  { code: 'KeyT', act: 'talkback', cap: 'T', group: 'site' },
  { code: 'KeyC', act: 'call_again', cap: 'C', group: 'site' },
  { code: 'KeyX', act: 'drop', cap: 'X', group: 'site' },
  { code: 'KeyV', act: 'voice_mark', cap: 'V', group: 'site' },
  { code: 'KeyF', act: 'phone', cap: 'F', group: 'floor' },
  { code: 'KeyK', act: 'next_speaker', cap: 'K', group: 'floor' },
  { code: 'KeyE', act: 'done', cap: 'E', group: 'floor' },
  { code: 'KeyD', act: 'extend', cap: 'D', group: 'floor' },
  {
    code: 'KeyM',
    act: 'close_all',
    ctrl: true,
    shift: true,
    everywhere: true,
    cap: 'Ctrl + Shift + M',
    group: 'floor',
  },
  { code: 'KeyM', act: 'note', cap: 'M', group: 'board' },
  { code: 'KeyA', act: 'admit_all', shift: true, cap: 'Shift + A', group: 'board' },
  { code: 'KeyR', act: 'roll', cap: 'R', group: 'board' },
  { code: 'KeyW', act: 'on_word', cap: 'W', group: 'board' },
  { code: 'KeyZ', act: 'seen', cap: 'Z', group: 'board' },
  { code: 'KeyZ', act: 'seen_all', shift: true, cap: 'Shift + Z', group: 'board' },
  { code: 'Slash', act: 'search', cap: '/', group: 'board' },
  { code: 'Slash', act: 'keys', shift: true, cap: '?', group: 'board' },
  { code: 'PageDown', act: 'page_next', cap: 'PgDn', group: 'board' },
  { code: 'PageUp', act: 'page_previous', cap: 'PgUp', group: 'board' },
  { code: 'ArrowLeft', act: 'left', cap: '←', group: 'site' },
  { code: 'ArrowRight', act: 'right', cap: '→', group: 'site' },
  { code: 'ArrowUp', act: 'up', cap: '↑', group: 'site' },
  { code: 'ArrowDown', act: 'down', cap: '↓', group: 'site' },
  { code: 'Escape', act: 'escape', everywhere: true, cap: 'Esc', group: 'board' },
];

export interface Pressed {
  code: string;
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  isComposing: boolean;
}

/** Where the key was pressed. `dialog`: a form stands open over the board. */
export interface Place {
  field: boolean;
  dialog: boolean;
}

const fits = (binding: Binding, key: Pressed): boolean =>
  binding.code === key.code &&
  Boolean(binding.ctrl) === key.ctrlKey &&
  Boolean(binding.shift) === key.shiftKey;

const MOVES: ReadonlySet<KeyAct> = new Set(['left', 'right', 'up', 'down', 'page_next', 'page_previous']);

/** What a key means here, or null. A held key repeats only movements: nothing is taken twice by a heavy hand. */
export function actOf(key: Pressed, place: Place): KeyAct | null {
  if (key.isComposing || key.altKey || key.metaKey) return null;
  const binding = BINDINGS.find(one => fits(one, key));
  if (!binding) return null;
  if ((place.field || place.dialog) && !binding.everywhere) return null;
  return key.repeat && !MOVES.has(binding.act) ? null : binding.act;
}

/** The digit of a key of the upper row or the number pad, whatever the layout prints on it. */
export function digitOf(key: Pressed, place: Place): string | null {
  if (place.field || place.dialog || key.isComposing) return null;
  if (key.ctrlKey || key.altKey || key.metaKey || key.shiftKey) return null;
  return /^(?:Digit|Numpad)(\d)$/.exec(key.code)?.[1] ?? null;
}

const FIELD_TYPES = new Set(['checkbox', 'radio', 'button', 'submit', 'range']);

/** True where letters are being written. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return target instanceof HTMLInputElement && !FIELD_TYPES.has(target.type);
}
