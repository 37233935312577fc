import { expect, it } from 'vitest';
import { keyOf, type Pressed } from '../../src/replay/keys.js';

const key = (code: string, more: Partial<Pressed> = {}): Pressed => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...more,
});
const HERE = { field: false, tiles: false };

it('plays, skips and changes the speed', () => {
  const keys = ['Space', 'ArrowLeft', 'ArrowRight', 'KeyN', 'Comma', 'Period', 'KeyK', 'Digit3'];
  expect(keys.map(code => keyOf(key(code), HERE))).toEqual([
    'toggle',
    'back',
    'forward',
    'next',
    'slower',
    'faster',
    null,
    null,
  ]);
  expect(keyOf(key('KeyN', { shiftKey: true }), HERE)).toBe('previous');
});

it('leaves fields, the tiles and combinations alone', () => {
  expect(keyOf(key('Space'), { field: true, tiles: false })).toBeNull();
  expect(keyOf(key('ArrowLeft'), { field: false, tiles: true })).toBeNull();
  expect(keyOf(key('Space'), { field: false, tiles: true })).toBe('toggle');
  expect(keyOf(key('KeyN', { ctrlKey: true }), HERE)).toBeNull();
  expect(keyOf(key('Space', { isComposing: true }), HERE)).toBeNull();
});
