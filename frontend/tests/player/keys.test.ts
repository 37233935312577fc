// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { type Act, actOf, BINDINGS, nextSpeed } from '../../src/player/keys.js';

const press = (code: string, more: object = {}) => ({
  code,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});
const element = (markup: string): Element => {
  document.body.innerHTML = markup;
  return document.body.firstElementChild!;
};

it.each([
  ['Space', 'play'],
  ['ArrowLeft', 'back'],
  ['KeyM', 'mute'],
  ['KeyF', 'full'],
  ['KeyC', 'captions'],
] as [string, Act][])('%s means %s', (code, act) => {
  expect(actOf(press(code), document.body)).toBe(act);
});

it('keys stay with what has the focus', () => {
  expect(actOf(press('Space'), element('<button></button>'))).toBeNull();
  expect(actOf(press('KeyM'), element('<button></button>'))).toBe('mute');
  expect(actOf(press('KeyM'), element('<input>'))).toBeNull();
  expect(actOf(press('ArrowLeft'), element('<input type="range">'))).toBeNull();
});

it('with Ctrl, or while Vietnamese is composed, they are not ours', () => {
  expect(actOf(press('KeyF', { ctrlKey: true }), document.body)).toBeNull();
  expect(actOf(press('KeyM', { isComposing: true }), document.body)).toBeNull();
});

it('held down, only movements repeat', () => {
  expect(actOf(press('Space', { repeat: true }), document.body)).toBeNull();
  expect(actOf(press('ArrowRight', { repeat: true }), document.body)).toBe('on');
});

it('no key has two meanings', () => {
  const keys = BINDINGS.map(one => `${one.shift ?? ''}${one.code}`);
  expect(new Set(keys).size).toBe(keys.length);
});

it('speeds go by steps and stop at both ends', () => {
  expect(nextSpeed(1, 1)).toBe(1.25);
  expect(nextSpeed(2, 1)).toBe(2);
  expect(nextSpeed(0.5, -1)).toBe(0.5);
  expect(nextSpeed(1, -1)).toBe(0.75);
});
