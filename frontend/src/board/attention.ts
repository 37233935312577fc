// With no site chosen: who needs a call, who is not ready, who has not answered.
import { html, nothing, type TemplateResult } from 'lit';
import type { Cell } from '../session/protocol.js';
import type { Desk } from './desk.js';
import { shortName } from './names.js';
import { say, type Word } from './say.js';
import type { Scene } from './scene.js';

interface Group {
  word: Word;
  cells: Cell[];
}

/** Sites by what is wanted of them, each under the gravest heading only. */
export function attention(scene: Scene): Group[] {
  const roll = scene.board?.roll;
  const left = new Set([...scene.cells.values()].sort((a, b) => a.number - b.number));
  const grab = (word: Word, test: (cell: Cell) => boolean): Group => {
    const cells = [...left].filter(test);
    for (const cell of cells) left.delete(cell);
    return { word, cells };
  };
  return [
    grab('lane_lost', cell => cell.lane === 'lost'),
    grab('need_replace', cell => scene.knocking.has(cell.site)),
    grab('need_call_again', cell => cell.call_again),
    grab('lane_waiting', cell => cell.lane === 'waiting'),
    grab('need_ready', cell => roll?.not_ready.includes(cell.site) ?? false),
    grab('need_answer', cell => (roll?.started_at ? roll.silent.includes(cell.site) : false)),
    grab('need_line', cell => cell.grade === 'bad' && cell.lane === 'connected'),
  ].filter(group => group.cells.length > 0);
}

export function needs(desk: Desk, scene: Scene): TemplateResult {
  const groups = attention(scene);
  return html`<section class="box panel panel--none">
    <p class="panel-hint"><b>${say('choose_site')}.</b> ${say('choose_site_hint')}</p>
    ${groups.length ? nothing : html`<p class="panel-calm">${say('need_nothing')}</p>`}
    ${groups.map(
      group => html`<h3 class="need-head">${say(group.word)} <span class="count">${group.cells.length}</span></h3>
        <p class="need-sites">
          ${group.cells.map(
            cell =>
              html`<button class="btn btn--small" title=${cell.name} @click=${() => desk.choose(cell.site)}>
                <b>${cell.number}</b> ${shortName(cell.name)}
              </button>`,
          )}
        </p>`,
    )}
  </section>`;
}
