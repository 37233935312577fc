// @vitest-environment jsdom
import { render } from 'lit';
import { expect, it } from 'vitest';
import type { Desk } from '../../src/board/desk.js';
import { panel } from '../../src/board/panel.js';
import { cell, scene, table } from './cast.js';

function drawn(chosen: string | null, peeked: string | null): string[] {
  const desk = { table: table({ chosen, peeked }), do: () => undefined } as unknown as Desk;
  const place = document.createElement('div');
  render(panel(desk, scene([cell('a', 1), cell('b', 2)])), place);
  return [...place.querySelectorAll('.panel')].map(
    one =>
      `${one.classList.contains('panel--peek') ? 'over ' : ''}${one.getAttribute('aria-label') ?? 'none'}`,
  );
}

it('a tile under the pointer is shown over what is there, which stays', () => {
  const [a, b] = ['a', 'b'].map(site => cell(site, 1).name);
  expect(drawn(null, null)).toEqual(['none']);
  expect(drawn(null, 'b')).toEqual(['none', `over ${b}`]);
  expect(drawn('a', 'b')).toEqual([a, `over ${b}`]);
  expect(drawn('a', 'a')).toEqual([a]);
});
