// The clip of the script: its picture, what is left of it, and the buttons that play it.
import { html, nothing, type TemplateResult } from 'lit';
import type { Cell, Playing, ScriptLine } from '../session/protocol.js';
import type { Desk } from './desk.js';
import * as icons from './icons.js';
import { cued, type Player, placeOf, type Readiness } from './player.js';
import { say, type Word } from './say.js';
import { may, type Scene, type Step } from './scene.js';
import { span } from './times.js';

const WHY_NOT: Partial<Record<Readiness, Word>> = {
  off: 'clip_joining',
  joining: 'clip_joining',
  loading: 'clip_loading',
  elsewhere: 'clip_elsewhere',
  out: 'clip_out',
  unreadable: 'clip_unreadable',
};

export const centre = (scene: Scene): Cell | undefined =>
  [...scene.cells.values()].find(cell => cell.role === 'central');

/** One key: play, hold, go on. */
export function clipStep(scene: Scene): Step {
  const line = cued(scene.board, scene.stage);
  const site = centre(scene)?.site;
  if (!line || !site || !may(scene, 'media.play')) return null;
  const clip = scene.stage?.clip ?? null;
  if (clip && clip.running !== false)
    return { give: { act: 'clip.pause', site: clip.site, at: placeOf(clip, scene.now) } };
  return { give: { act: 'clip.play', site, item: line.item.id, at: clip?.at ?? 0 } };
}

export function clipBar(desk: Desk, scene: Scene, player: Player): TemplateResult | typeof nothing {
  const line = cued(scene.board, scene.stage);
  if (!line || !may(scene, 'media.play')) return nothing;
  const clip = scene.stage?.clip ?? null;
  const shown = player.clip.get();
  return html`<section class="box clip" aria-label=${say('clip')}>
    <h2 class="box-head">${say('clip')}</h2>
    <div class="clip-now">
      ${shown?.hasPicture ? shown.element : html`<span class="clip-sound">${icons.play}</span>`}
      <p>
        <b>${line.item.cue?.clip || line.item.title}</b>
        <small role="timer">${stateOf(scene, line, clip)}</small>
      </p>
    </div>
    ${buttons(desk, scene, player, line, clip)}
  </section>`;
}

function stateOf(scene: Scene, line: ScriptLine, clip: Playing | null): string {
  const all = clip?.seconds ?? line.item.cue?.seconds ?? 0;
  const left = span(clip ? Math.ceil(clip.seconds - placeOf(clip, scene.now)) : all);
  if (!clip) return say('clip_length', { time: left });
  return say(clip.running === false ? 'clip_held' : 'clip_left', { time: left });
}

function buttons(
  desk: Desk,
  scene: Scene,
  player: Player,
  line: ScriptLine,
  clip: Playing | null,
): TemplateResult {
  const readiness = player.readiness.get();
  const why = WHY_NOT[readiness];
  const playing = clip !== null && clip.running !== false;
  const site = centre(scene)?.site ?? '';
  const again: Step = { give: { act: 'clip.play', site, item: line.item.id, at: 0 } };
  const word: Word = playing ? 'clip_pause' : clip ? 'clip_go_on' : 'clip_play';
  return html`${why ? html`<p class="clip-why" role="status">${say(why)}</p>` : nothing}
    <div class="clip-buttons">
      <button
        class="btn ${playing ? '' : 'btn--main'}"
        ?disabled=${readiness !== 'ready' && !clip}
        @click=${() => desk.do(clipStep(scene))}
      >
        ${say(word)} <kbd>B</kbd>
      </button>
      ${
        clip
          ? html`<button class="btn" @click=${() => desk.do(again)}>${say('clip_again')}</button>
            <button
              class="btn btn--danger"
              @click=${() => desk.do({ give: { act: 'clip.stop', site: clip.site } })}
            >
              ${say('clip_stop')}
            </button>`
          : nothing
      }
    </div>`;
}
