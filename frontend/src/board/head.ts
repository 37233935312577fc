// The head of the board: what this is, what time it is, what is on, and the session's own buttons.
import { html, nothing, type TemplateResult } from 'lit';
import type { Phase } from '../session/protocol.js';
import type { Desk } from './desk.js';
import * as icons from './icons.js';
import { end, goLive, openSession, pause, resume } from './orders.js';
import { say, type Word } from './say.js';
import { acting, may, type Scene, type Step } from './scene.js';
import { tapeButton } from './tape.js';
import { behindMinutes, timeOfDay } from './times.js';

/** `more`: what a page of its own kind says of itself, at the end of the line. */
export function head(
  desk: Desk,
  scene: Scene,
  more: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const { board, stage } = scene;
  const kind = board?.kind ?? 'official';
  return html`<header class="head">
    <span class="head-brand">Điểm Cầu</span>
    <h1 class="head-title" title=${board?.title ?? ''}>${board?.title ?? ''}</h1>
    <span class="badge badge--${kind}">${say(`kind_${kind}`)}</span>
    <span class="badge badge--phase badge--${board?.phase ?? 'planned'}">${say(`phase_${board?.phase ?? 'planned'}`)}</span>
    <time class="head-clock">${timeOfDay(scene.now)}</time>
    ${behind(stage?.behind_seconds)} ${tapeButton(desk, scene)}
    <span class="head-space"></span>
    ${
      acting(scene)
        ? html`${token(desk, scene)} ${onWord(desk)} ${small(desk)} ${sessionButtons(desk, scene)}`
        : nothing
    }
    ${more}
  </header>`;
}

export function behind(seconds: number | null | undefined): TemplateResult | typeof nothing {
  const minutes = behindMinutes(seconds);
  if (minutes === null) return nothing;
  if (minutes === 0) return html`<span class="behind">${say('on_time')}</span>`;
  const late = minutes > 0;
  return html`<span class="behind ${late ? 'behind--late' : ''}"
    >${say(late ? 'behind' : 'ahead', { n: Math.abs(minutes) })}</span
  >`;
}

function token(desk: Desk, scene: Scene): TemplateResult | typeof nothing {
  const holder = scene.board?.token;
  const mine = holder && scene.you && holder.name === scene.you.name && holder.role === scene.you.role;
  const act = mine ? 'token.return' : 'token.take';
  const label = mine
    ? say('token_mine')
    : holder
      ? say('token_other', { name: holder.name })
      : say('token_free');
  if (!may(scene, 'session.preside')) return nothing;
  return html`<button
    class="btn btn--quiet head-token ${mine ? 'is-on' : ''}"
    aria-pressed=${mine ? 'true' : 'false'}
    title="${label}. ${say(mine ? 'token_return' : 'token_take')}"
    aria-label="${label}. ${say(mine ? 'token_return' : 'token_take')}"
    @click=${() => desk.do({ give: { act } })}
  >
    ${icons.gavel}<span>${mine ? say('token_mine_short') : (holder?.name ?? say('token_short'))}</span>
  </button>`;
}

const onWord = (desk: Desk): TemplateResult =>
  html`<button
    class="btn btn--quiet ${desk.table.onWord ? 'is-on' : ''}"
    aria-pressed=${desk.table.onWord ? 'true' : 'false'}
    title="${say('on_word_hint')} (W)"
    @click=${() => desk.set({ onWord: !desk.table.onWord })}
  >
    ${desk.table.onWord ? icons.check : nothing}<span>${say('on_word')}</span>
  </button>`;

const small = (desk: Desk): TemplateResult => html`
  <button
    class="btn btn--icon"
    title="${say('register_by_phone')} (F)"
    aria-label=${say('register_by_phone')}
    @click=${() => desk.set({ sheet: { kind: 'phone', site: null } })}
  >
    ${icons.phone}
  </button>
  <button
    class="btn btn--icon"
    title="${say('keys')} (?)"
    aria-label=${say('keys')}
    @click=${() => desk.set({ sheet: { kind: 'keys' } })}
  >
    ${icons.keyboard}
  </button>
`;

interface Button {
  word: Word;
  step: () => Step;
  look: string;
}

export const SESSION_BUTTONS: Record<Phase, Button[]> = {
  planned: [{ word: 'open_session', step: openSession, look: 'btn--main' }],
  open: [{ word: 'go_live', step: goLive, look: 'btn--main' }],
  live: [
    { word: 'pause', step: pause, look: '' },
    { word: 'end', step: end, look: 'btn--danger' },
  ],
  paused: [
    { word: 'resume', step: resume, look: 'btn--main' },
    { word: 'end', step: end, look: 'btn--danger' },
  ],
  ended: [],
};

function sessionButtons(desk: Desk, scene: Scene): TemplateResult | typeof nothing {
  const phase = scene.board?.phase;
  if (!phase || !may(scene, phase === 'planned' ? 'session.open' : 'session.preside')) return nothing;
  return html`${SESSION_BUTTONS[phase].map(
    one =>
      html`<button class="btn ${one.look}" @click=${() => desk.do(one.step())}>${say(one.word)}</button>`,
  )}`;
}
