import { describe, expect, it } from 'vitest';
import { actOf, BINDINGS, digitOf, type Pressed } from '../../src/board/keys.js';
import { boardVi } from '../../src/words/board.vi.js';

const press = (code: string, more: Partial<Pressed> = {}): Pressed => ({
  code,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});
const board = { field: false, dialog: false };
const field = { field: true, dialog: false };
const dialog = { field: false, dialog: true };

describe('a key', () => {
  it.each([
    ['Space', {}, 'take'],
    ['KeyN', {}, 'next_item'],
    ['KeyF', {}, 'phone'],
    ['KeyM', {}, 'note'],
    ['KeyM', { ctrlKey: true, shiftKey: true }, 'close_all'],
    ['Slash', {}, 'search'],
    ['Slash', { shiftKey: true }, 'keys'],
    ['KeyN', { ctrlKey: true }, null],
    ['KeyN', { altKey: true }, null],
    ['KeyN', { metaKey: true }, null],
    ['KeyQ', {}, null],
  ])('%s %o means %s', (code, more, act) => expect(actOf(press(code, more), board)).toBe(act));

  it('is off in a field and over a form', () => {
    for (const one of BINDINGS.filter(binding => !binding.everywhere)) {
      const key = press(one.code, { ctrlKey: Boolean(one.ctrl), shiftKey: Boolean(one.shift) });
      expect(actOf(key, board)).toBe(one.act);
      expect(actOf(key, field)).toBeNull();
      expect(actOf(key, dialog)).toBeNull();
    }
  });
  it('is off while an input method composes', () =>
    expect(actOf(press('KeyN', { isComposing: true }), board)).toBeNull());
  it('closes all microphones from anywhere', () => {
    const key = press('KeyM', { ctrlKey: true, shiftKey: true });
    expect(actOf(key, field)).toBe('close_all');
    expect(actOf(key, dialog)).toBe('close_all');
  });
  it('held down, takes once but goes on moving', () => {
    expect(actOf(press('Space', { repeat: true }), board)).toBeNull();
    expect(actOf(press('ArrowRight', { repeat: true }), board)).toBe('right');
  });
});

describe('digits', () => {
  it('are read from both rows, whatever stands on them', () => {
    expect(digitOf(press('Digit7'), board)).toBe('7');
    expect(digitOf(press('Numpad0'), board)).toBe('0');
  });
  it('are letters of a field', () => expect(digitOf(press('Digit7'), field)).toBeNull());
  it('are not meant with Shift or Ctrl', () => {
    expect(digitOf(press('Digit7', { shiftKey: true }), board)).toBeNull();
    expect(digitOf(press('Digit7', { ctrlKey: true }), board)).toBeNull();
  });
});

it('has one meaning for each key', () => {
  const keys = BINDINGS.map(one => `${one.code} ${one.ctrl ?? ''} ${one.shift ?? ''}`);
  expect(new Set(keys).size).toBe(keys.length);
});

it('has words for every key of the overlay', () => {
  const arrows = ['left', 'right', 'up', 'down'];
  const missing = BINDINGS.filter(one => !arrows.includes(one.act) && !(`key_${one.act}` in boardVi));
  expect(missing).toEqual([]);
});
