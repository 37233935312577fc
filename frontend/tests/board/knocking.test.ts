// @vitest-environment jsdom
import { render } from 'lit';
import { expect, it, vi } from 'vitest';
import { attention } from '../../src/board/attention.js';
import type { Desk } from '../../src/board/desk.js';
import { panel } from '../../src/board/panel.js';
import { Store } from '../../src/session/store.js';
import { cell, scene, table } from './cast.js';

const waits = () => ({
  ...scene([cell('bim-son', 6, { lane: 'connected' })]),
  knocking: new Map([['bim-son', ['482-913']]]),
});

function press(): { text: string; given: ReturnType<typeof vi.fn> } {
  const given = vi.fn();
  const desk = { table: table({ chosen: 'bim-son' }), do: given } as unknown as Desk;
  const place = document.createElement('div');
  render(panel(desk, waits()), place);
  const knock = place.querySelector('.knock')!;
  knock.querySelector('button')!.click();
  return { text: knock.textContent!.replace(/\s+/g, ' ').trim(), given };
}

it('the device that waits is named, and replaces the other after one question', () => {
  const { text, given } = press();
  expect(text).toBe('Máy 482-913 đang chờ vào thay Cho thay máy');
  const { ask } = given.mock.calls[0]![0].sheet;
  expect(ask.reason).toBe('none');
  expect(ask.title).toContain('482-913');
  expect(ask.command('')).toEqual({ act: 'site.take_over_device', site: 'bim-son', device: '482-913' });
});

it('it is among what wants somebody', () => {
  expect(attention(waits()).map(group => group.word)).toEqual(['need_replace']);
});

it('the line tells who waits, whole every time; a welcome begins anew', () => {
  const store = new Store();
  store.apply({ t: 'knocking', sites: { 'bim-son': ['482-913'] } });
  expect(store.knocking.get().get('bim-son')).toEqual(['482-913']);
  store.apply({ t: 'knocking', sites: {} });
  expect(store.knocking.get().size).toBe(0);
});
