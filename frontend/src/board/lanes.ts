// Counts by lane, which are filters too; search; the pages; "admit all".
import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from './desk.js';
import * as icons from './icons.js';
import { say } from './say.js';
import { acting, type Scene } from './scene.js';
import { countLanes, LANES, type LaneFilter, PAGE, type Page, troubled } from './tiles.js';

const ALWAYS = new Set(['expected', 'waiting', 'connected', 'lost']);

export function lanes(desk: Desk, scene: Scene, page: Page): TemplateResult {
  const counts = countLanes(scene.cells.values());
  const trouble = troubled(scene.cells.values(), scene.board?.alarms ?? []).size;
  return html`<div class="lanes" role="toolbar" aria-label=${say('sites')}>
    ${chip(desk, 'all', say('filter_all'), scene.cells.size)}
    ${LANES.filter(lane => ALWAYS.has(lane) || counts[lane] > 0).map(lane =>
      chip(desk, lane, say(`chip_${lane}`), counts[lane]),
    )}
    ${trouble > 0 && scene.cells.size > PAGE ? chip(desk, 'alarm', say('filter_alarm'), trouble) : nothing}
    <label class="lanes-search">
      ${icons.searchSign}
      <input
        type="search"
        placeholder="${say('search')}  /"
        aria-label=${say('search')}
        autocomplete="off"
        spellcheck="false"
        .value=${desk.table.search}
        @input=${(event: InputEvent) =>
          desk.set({ search: (event.target as HTMLInputElement).value, page: 0 })}
        @keydown=${(event: KeyboardEvent) => picked(desk, event, page)}
      />
    </label>
    <span class="head-space"></span>
    ${
      counts.waiting > 0 && acting(scene)
        ? html`<button
          class="btn btn--main btn--small"
          title="Shift + A"
          @click=${() => desk.do({ give: { act: 'site.admit_all' } })}
        >
          ${say('admit_all', { n: counts.waiting })}
        </button>`
        : nothing
    }
    ${page.pages > 1 ? pager(desk, page) : nothing}
  </div>`;
}

function chip(desk: Desk, lane: LaneFilter, words: string, count: number): TemplateResult {
  const on = desk.table.filter === lane;
  return html`<button
    class="chip chip--${lane} ${on ? 'is-on' : ''} ${count ? '' : 'is-none'}"
    aria-pressed=${on ? 'true' : 'false'}
    @click=${() => desk.set({ filter: on ? 'all' : lane, page: 0 })}
  >
    ${words} <b>${count}</b>
  </button>`;
}

/** Enter in the search field: choose the best match and go back to the tiles. */
function picked(desk: Desk, event: KeyboardEvent, page: Page): void {
  if (event.isComposing) return;
  if (event.key !== 'Enter') return;
  const site = page.tiles[0]?.site ?? null;
  (event.target as HTMLInputElement).blur();
  desk.set({ search: '', chosen: site });
  requestAnimationFrame(() => desk.focusTile(site));
}

const pager = (desk: Desk, page: Page): TemplateResult =>
  html`<span class="pager">
    <button
      class="btn btn--icon btn--small"
      aria-label=${say('page_previous')}
      title="${say('page_previous')} (PgUp)"
      ?disabled=${page.page === 0}
      @click=${() => desk.turn(-1)}
    >
      ${icons.left}
    </button>
    <span>${say('page_of', { page: page.page + 1, pages: page.pages })}</span>
    <button
      class="btn btn--icon btn--small"
      aria-label=${say('page_next')}
      title="${say('page_next')} (PgDn)"
      ?disabled=${page.page + 1 >= page.pages}
      @click=${() => desk.turn(1)}
    >
      ${icons.right}
    </button>
  </span>`;
