// The page of tiles. Events are heard once for all of them.
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { key } from '../session/wanted.js';
import type { Desk } from './desk.js';
import { previewSite } from './orders.js';
import { say } from './say.js';
import type { Scene } from './scene.js';
import './tile.js';
import type { Page } from './tiles.js';

export function mosaic(desk: Desk, scene: Scene, page: Page): TemplateResult {
  const pictures = desk.session.media.pictures.get();
  const alarmed = new Set((scene.board?.alarms ?? []).map(alarm => alarm.site));
  const { chosen } = desk.table;
  const reach = page.tiles.some(cell => cell.site === chosen) ? chosen : page.tiles[0]?.site;
  return html`<div
    class="mosaic"
    role="group"
    aria-label=${say('sites')}
    @click=${(event: Event) => pick(event, site => desk.choose(site))}
    @focusin=${(event: Event) => pick(event, site => site !== desk.table.chosen && desk.choose(site))}
    @dblclick=${(event: Event) => pick(event, site => void desk.do(previewSite(scene, site)))}
    @mouseover=${(event: Event) => pick(event, site => site !== desk.table.peeked && desk.set({ peeked: site }))}
    @mouseleave=${() => desk.table.peeked && desk.set({ peeked: null })}
  >
    ${page.found === 0 && scene.cells.size > 0 ? html`<p class="empty">${say('search_none')}</p>` : ''}
    ${repeat(
      page.tiles,
      cell => cell.site,
      cell => html`<dc-site-tile
        .cell=${cell}
        .track=${pictures.get(key(cell.site, 'camera')) ?? null}
        .chosen=${cell.site === chosen}
        .reachable=${cell.site === reach}
        .alarmed=${alarmed.has(cell.site)}
        .replay=${scene.replay}
        .now=${cell.lane === 'lost' ? Math.floor(scene.now / 1000) * 1000 : 0}
      ></dc-site-tile>`,
    )}
  </div>`;
}

function pick(event: Event, work: (site: string) => void): void {
  const tile = (event.target as HTMLElement).closest<HTMLElement>('[data-tile]');
  const site = tile?.dataset['tile'];
  if (site) work(site);
}
