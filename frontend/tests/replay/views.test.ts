// @vitest-environment jsdom
import { html, render } from 'lit';
import { afterEach, expect, it, vi } from 'vitest';
import { strip } from '../../src/board/alarms.js';
import { floor } from '../../src/board/floor.js';
import { head } from '../../src/board/head.js';
import { lanes } from '../../src/board/lanes.js';
import { messages } from '../../src/board/log.js';
import { panel } from '../../src/board/panel.js';
import { script } from '../../src/board/script.js';
import { pageOf } from '../../src/board/tiles.js';
import { bar } from '../../src/replay/bar.js';
import { Deck } from '../../src/replay/deck.js';
import { onTape, ReplayDesk } from '../../src/replay/desk.js';
import { cell, request, scene } from '../board/cast.js';
import { at, START } from './cast.js';

afterEach(() => render(null, document.body));

const ITEM = { id: 'm1', title: 'Khai mạc', minutes: 5 };
const busy = {
  ...scene([cell('bim-son', 6, { lane: 'waiting' }), cell('ha-trung', 15, { lane: 'lost' })], {
    speaking: [request('dk-1', 'ha-trung')],
    queue: [request('dk-2', 'bim-son')],
    pending: [request('dk-3', 'bim-son')],
    script: [{ item: ITEM, running: true, done: false, changed: false }],
    talkback: 'bim-son',
    alarms: ['a1', 'a2'].map(id => ({ id, at: at(0), kind: 'fault', site: 'ha-trung', text: '' })),
  } as never),
  knocking: new Map(),
};

function draw(replay: boolean): HTMLElement {
  const desk = new ReplayDesk(
    onTape(() => START),
    vi.fn(),
  );
  desk.table = { ...desk.table, chosen: 'bim-son', alarmsOpen: true };
  const now = replay ? { ...busy, replay, you: null } : busy;
  const page = pageOf(now.cells.values(), { filter: 'all', search: '', page: 0 }, new Set());
  render(
    html`${head(desk, now)} ${strip(desk, now)} ${script(desk, now)} ${panel(desk, now)}
    ${lanes(desk, now, page)} ${floor(desk, now)} ${messages(desk, now)}`,
    document.body,
  );
  return document.body;
}

const buttons = (root: HTMLElement): string[] =>
  [...root.querySelectorAll('button')].map(one => one.className.split(' ')[0]!);

it('has no button that acts: only lanes, tabs, alarms to go to, items to read', () => {
  const looking = new Set(['chip', 'tab', 'strip-alarm', 'alarm-go', 'line-go', 'btn']);
  const replayed = draw(true);
  expect(buttons(replayed).filter(name => !looking.has(name))).toEqual([]);
  const plain = [...replayed.querySelectorAll('button.btn')].map(one => one.getAttribute('aria-expanded'));
  expect(plain).toEqual(['true']); // opens the list of alarms
  expect(replayed.querySelector('[draggable="true"]')).toBeNull();
  render(null, document.body);
  expect(draw(false).querySelectorAll('button.btn').length).toBeGreaterThan(10);
});

it('gives no command, whatever is asked of the desk', async () => {
  const desk = new ReplayDesk(
    onTape(() => START),
    vi.fn(),
  );
  expect(await desk.do({ give: { act: 'session.end' } })).toBe(false);
  expect(await desk.do({ sheet: { kind: 'keys' } })).toBe(false);
  expect(desk.table.sheet).toBeNull();
});

it('a line of the log leads to its moment and to its site', () => {
  const desk = new ReplayDesk(
    onTape(() => START),
    vi.fn(),
  );
  desk.goTo = vi.fn();
  desk.follow({ seq: 4, at: at(30), site: 'bim-son' });
  expect(desk.goTo).toHaveBeenCalledWith(START + 30_000);
  expect(desk.table.chosen).toBe('bim-son');
});

it('marks on the bar say when and what, and lead there', () => {
  const deck = new Deck(START, START + 100_000);
  const seek = vi.fn();
  const controls = { seek, toggle: vi.fn(), skip: vi.fn(), faster: vi.fn(), muted: null, mute: vi.fn() };
  const spans = [
    { kind: 'lost', seq: 9, since: at(25), until: at(50), title: 'Huyện Hà Trung', site: 'ha-trung' },
    { kind: 'speaker', seq: 12, since: at(60), title: 'Bà Lan', detail: 'Chủ tịch', site: 'bim-son' },
    { kind: 'pause', seq: 14, since: at(70), until: at(80), detail: 'Giải lao' },
  ] as never;
  render(
    bar(deck, spans, controls),
    document.body,
  );
  const [speaker, lost, pause] = document.querySelectorAll('.mark');
  expect([lost?.getAttribute('x'), lost?.getAttribute('width')]).toEqual(['2500', '2500']);
  expect(speaker?.getAttribute('width')).toBe('4000'); // goes on
  expect(lost?.textContent).toBe('08:00:25 Huyện Hà Trung mất kết nối');
  expect(speaker?.textContent).toBe('08:01:00 Bà Lan, Chủ tịch');
  expect(pause?.textContent).toBe('08:01:10 Tạm dừng phiên: Giải lao');
  lost?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  expect(seek).toHaveBeenCalledWith(START + 25_000);
});
