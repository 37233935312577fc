// The board of the moment, with the bar below it.
import { html, nothing, type TemplateResult } from 'lit';
import { strip } from '../board/alarms.js';
import { floor } from '../board/floor.js';
import { head } from '../board/head.js';
import { lanes } from '../board/lanes.js';
import { messages } from '../board/log.js';
import { mosaic } from '../board/mosaic.js';
import { panel } from '../board/panel.js';
import { frame } from '../board/picture.js';
import { script } from '../board/script.js';
import { bar } from './bar.js';
import type { Replay } from './replay.js';
import { say } from './say.js';

export function view(replay: Replay, home: string): TemplateResult {
  const { deck, desk } = replay;
  const scene = replay.scene();
  const tiles = desk.page(scene);
  return html`<div class="desk board replay" lang=${document.documentElement.lang}>
    ${head(desk, scene, about(replay, home))} ${strip(desk, scene)}
    <div class="column column--script">${script(desk, scene)} ${panel(desk, scene)}</div>
    <div class="column column--middle">
      <section class="pictures">
        ${frame(desk, scene, 'preview')} ${frame(desk, scene, 'program', recording(replay))}
      </section>
      ${lanes(desk, scene, tiles)} ${mosaic(desk, scene, tiles)}
    </div>
    <div class="column column--floor">${floor(desk, scene)} ${messages(desk, scene)}</div>
    ${bar(deck, replay.course.spans, replay)}
    ${deck.held ? html`<p class="replay-wait" role="status">${say('loading')}</p>` : nothing}
  </div>`;
}

const about = ({ broken, course }: Replay, home: string): TemplateResult => html`
  ${course.over ? nothing : html`<a class="btn" href="">${say('goes_on')}</a>`}
  ${broken ? html`<em class="tag" role="status">${say('film_broken')}</em>` : nothing}
  <span class="badge badge--replay" title=${say('replay_hint')}>${say('replay')}</span>
  <a class="btn" href=${home}>${say('to_dossier')}</a>
`;

/** In the program's place, where this moment was recorded. */
const recording = ({ film, deck, broken }: Replay): TemplateResult | undefined =>
  film && !broken && !deck.unrecorded ? html`${film.video}` : undefined;
