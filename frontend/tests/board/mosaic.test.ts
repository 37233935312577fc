// @vitest-environment jsdom
import { render } from 'lit';
import { afterEach, expect, it, vi } from 'vitest';
import type { Desk } from '../../src/board/desk.js';
import { mosaic } from '../../src/board/mosaic.js';
import type { Scene } from '../../src/board/scene.js';
import type { DcSiteTile } from '../../src/board/tile.js';
import { pageOf } from '../../src/board/tiles.js';
import { at, cell, NOW, scene, table } from './cast.js';

const desk = (): Desk =>
  ({
    table: table(),
    session: { media: { pictures: { get: () => new Map() } } },
    choose: vi.fn(),
    do: vi.fn(),
    set: vi.fn(),
  }) as unknown as Desk;

const cells = Array.from({ length: 32 }, (_, n) => cell(`s${n}`, n, { name: `Huyện Số ${n}` }));

async function draw(who: Desk, now: Scene): Promise<DcSiteTile[]> {
  const page = pageOf(now.cells.values(), { filter: 'all', search: '', page: 0 }, new Set());
  render(mosaic(who, now, page), document.body);
  const tiles = [...document.querySelectorAll<DcSiteTile>('dc-site-tile')];
  await Promise.all(tiles.map(tile => tile.updateComplete));
  return tiles;
}

afterEach(() => render(null, document.body));

it('draws again only the tile that changed', async () => {
  const who = desk();
  const before = scene(cells);
  const drawn = (await draw(who, before)).map(tile => tile.draws);
  const changed = new Map(before.cells).set('s7', { ...cells[7]!, microphone_on: true });
  const tiles = await draw(who, { ...before, cells: changed, now: NOW + 100 });
  expect(tiles.map((tile, n) => tile.draws - drawn[n]!)).toEqual(tiles.map((_, n) => (n === 7 ? 1 : 0)));
});

it('draws nothing again for a clock that ticks, but a lost tile', async () => {
  const who = desk();
  const lost = cell('s3', 3, { lane: 'lost', lost: 'both', lost_since: at(-41) });
  const now = scene([...cells.slice(0, 3), lost]);
  const drawn = (await draw(who, now)).map(tile => tile.draws);
  const tiles = await draw(who, { ...now, now: NOW + 1000 });
  expect(tiles.map((tile, n) => tile.draws - drawn[n]!)).toEqual([0, 0, 0, 1]);
  expect(tiles[3]!.textContent).toContain('00:42');
});

it('says in words what the colours say', async () => {
  const now = scene([
    cell('a', 1, { name: 'Thị xã Bỉm Sơn', on_program: true, speaking: true, microphone_on: true }),
    cell('b', 2, { grade: 'poor' }),
    cell('c', 3, { lane: 'lost', lost: 'line', lost_since: at(-5) }),
  ]);
  const labels = (await draw(desk(), now)).map(tile =>
    tile.querySelector('button')?.getAttribute('aria-label'),
  );
  expect(labels[0]).toBe('1 Thị xã Bỉm Sơn, PHÁT BIỂU, LÊN HÌNH, Tốt, Micro đang mở');
  expect(labels[1]).toContain('Kém');
  expect(labels[2]).toContain('Mất điều khiển');
});

it('has one tile in the order of the tab key', async () => {
  const who = desk();
  who.table = table({ chosen: 's5' });
  const tiles = await draw(who, scene(cells));
  const reachable = tiles.filter(tile => tile.querySelector('button')?.tabIndex === 0);
  expect(reachable.map(tile => tile.cell.site)).toEqual(['s5']);
});

it('chooses with a click, previews with two', async () => {
  const who = desk();
  const tiles = await draw(who, scene(cells));
  const button = tiles[4]!.querySelector('button')!;
  button.click();
  expect(who.choose).toHaveBeenCalledWith('s4');
  button.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
  expect(who.do).toHaveBeenCalledWith({
    give: { act: 'picture.preview', picture: { layout: 'one', sites: ['s4'] } },
  });
});
