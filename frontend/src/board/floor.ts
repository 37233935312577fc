// Who speaks, who comes next, who asks.
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Board, Channel, Lane, Request } from '../session/protocol.js';
import type { Desk } from './desk.js';
import * as icons from './icons.js';
import { shortName } from './names.js';
import { accept, deny, extend, finish, giveTo, move, nextSpeaker, revoke, skip } from './orders.js';
import { say } from './say.js';
import { acting, isPaused, nameOf, type Scene, speechTime } from './scene.js';
import { since } from './times.js';

export function floor(desk: Desk, scene: Scene): TemplateResult {
  const board = scene.board;
  return html`<section class="box floor" aria-label=${say('floor')}>
    <h2 class="box-head">${say('floor')}</h2>
    <div class="floor-lists">
      ${
        board?.speaking.length
          ? board.speaking.map(one => speaking(desk, scene, one))
          : html`<p class="empty">${say('nobody_speaks')}</p>`
      }
      ${board?.pending.length ? pendings(desk, scene, board.pending) : nothing}
      <h3 class="floor-head" title=${acting(scene) ? say('drag_hint') : nothing}>
        ${say('queue')} <span class="count">${board?.queue.length ?? 0}</span>
        ${acting(scene) ? next(desk, board) : nothing}
      </h3>
      <ol class="queue">
        ${repeat(
          board?.queue ?? [],
          one => one.id,
          (one, at) => waiting(desk, scene, one, at + 1),
        )}
      </ol>
      ${board?.queue.length ? nothing : html`<p class="empty">${say('queue_empty')}</p>`}
    </div>
    ${acting(scene) ? byPhone(desk) : nothing}
  </section>`;
}

const next = (desk: Desk, board: Board | null): TemplateResult =>
  html`<button
    class="btn btn--small"
    ?disabled=${!board?.queue.length}
    @click=${() => board && desk.do(nextSpeaker(board))}
    title="${say('next_speaker')} (K)"
  >
    ${say('next_speaker')} <kbd>K</kbd>
  </button>`;

const byPhone = (desk: Desk): TemplateResult =>
  html`<button class="btn btn--wide" @click=${() => desk.set({ sheet: { kind: 'phone', site: null } })}>
    ${icons.phone} ${say('register_by_phone')} <kbd>F</kbd>
  </button>`;

const titled = (one: Request): string =>
  [one.speaker.title, one.speaker.unit].filter(Boolean).join(', ') || one.topic || '';

function speaking(desk: Desk, scene: Scene, one: Request): TemplateResult {
  const left = speechTime(scene, one);
  const paused = isPaused(scene);
  const lost = scene.cells.get(one.site)?.lane === 'lost';
  return html`<article class="speaking ${lost ? 'is-lost' : ''} ${paused ? 'is-paused' : ''}">
    <div class="speaking-line">
      ${paused ? nothing : html`<i class="dot"></i>`}<b class="speaking-site">${shortName(nameOf(scene, one.site))}</b>
      <span class="speaking-time time--${left.hurry}"
        >${left.text}${one.minutes ? html`<small>${say('of_minutes', { n: one.minutes })}</small>` : nothing}</span
      >
    </div>
    <p class="speaking-who"><b>${one.speaker.name}</b> <span>${titled(one)}</span></p>
    ${paused ? html`<p class="speaking-paused">${say('speech_paused')}</p>` : nothing}
    ${lost ? html`<p class="speaking-lost">${icons.cut}${say('lane_lost')}</p>` : nothing}
    ${acting(scene) ? speakingActs(desk, one) : nothing}
  </article>`;
}

const speakingActs = (desk: Desk, one: Request): TemplateResult =>
  html`<div class="buttons">
    <button class="btn btn--danger" @click=${() => desk.do(revoke(one))}>
      ${icons.microphoneOff}${say('close_microphone')}
    </button>
    <button class="btn" title="D" @click=${() => desk.do(extend(one))}>${say('extend')}</button>
    <button class="btn" title="E" @click=${() => desk.do(finish(one))}>${say('done')}</button>
  </div>`;

function pendings(desk: Desk, scene: Scene, requests: readonly Request[]): TemplateResult {
  return html`<h3 class="floor-head floor-head--pending">
      ${icons.hand} ${say('pending')} <span class="count">${requests.length}</span>
    </h3>
    <ul class="queue">
      ${repeat(
        requests,
        one => one.id,
        one => html`<li class="claim claim--pending">
          ${person(scene, one)} ${acting(scene) ? pendingActs(desk, scene, one) : nothing}
        </li>`,
      )}
    </ul>`;
}

const pendingActs = (desk: Desk, scene: Scene, one: Request): TemplateResult =>
  html`<span class="claim-acts">
    <button class="btn btn--small btn--main" @click=${() => desk.do(accept(one))}>${say('accept')}</button>
    <button class="btn btn--small" @click=${() => desk.do(giveTo(one))}>${say('give')}</button>
    <button
      class="btn btn--icon btn--small"
      title=${say('deny')}
      aria-label=${say('deny')}
      @click=${() => desk.do(deny(scene, one))}
    >
      ${icons.cross}
    </button>
  </span>`;

const CHANNELS: Record<Channel, TemplateResult> = {
  system: icons.hand,
  phone: icons.phone,
  paper: icons.paper,
};

function person(scene: Scene, one: Request, lane: Lane = 'connected'): TemplateResult {
  const channel = say(`channel_${one.channel}`);
  const details = [titled(one), one.topic, channel, one.caller, one.read_back ? say('read_back_done') : '']
    .filter(Boolean)
    .join(' · ');
  return html`<span class="claim-who" title=${details}>
    <b>${shortName(nameOf(scene, one.site))}</b>
    ${one.point_of_order ? html`<em class="tag">${say('point_of_order')}</em>` : nothing}
    <span class="claim-name">${one.speaker.name}</span>
    ${
      lane === 'connected'
        ? html`<small class="claim-how">${CHANNELS[one.channel]}${since(one.called_at ?? one.at, scene.now)}</small>`
        : html`<em class="claim-how tag tag--lane">${say(`chip_${lane}`)}</em>`
    }
  </span>`;
}

function waiting(desk: Desk, scene: Scene, one: Request, place: number): TemplateResult {
  const lane = scene.cells.get(one.site)?.lane ?? 'expected';
  const proposed = scene.board?.proposed === one.id;
  return html`<li
    class="claim lane--${lane} ${proposed ? 'claim--proposed' : ''}"
    draggable=${acting(scene) ? 'true' : 'false'}
    tabindex=${acting(scene) ? 0 : nothing}
    data-request=${one.id}
    title=${acting(scene) ? say('drag_hint') : nothing}
    @dragstart=${(event: DragEvent) => event.dataTransfer?.setData('text/x-request', one.id)}
    @dragover=${(event: DragEvent) => event.preventDefault()}
    @drop=${(event: DragEvent) => dropped(desk, scene, event, place)}
    @keydown=${(event: KeyboardEvent) => shifted(desk, event, one, place)}
  >
    <span class="claim-place">${place}</span>
    ${person(scene, one, lane)}
    <span class="claim-acts">
      ${proposed ? html`<em class="tag">${say('proposed')}</em>` : nothing}
      ${acting(scene) ? waitingActs(desk, one) : nothing}
    </span>
  </li>`;
}

const waitingActs = (desk: Desk, one: Request): TemplateResult =>
  html`<button class="btn btn--small btn--main" @click=${() => desk.do(giveTo(one))}>${say('give')}</button>
    <button
      class="btn btn--icon btn--small"
      title=${say('skip')}
      aria-label=${say('skip')}
      @click=${() => desk.do(skip(one))}
    >
      ${icons.right}
    </button>`;

function dropped(desk: Desk, scene: Scene, event: DragEvent, place: number): void {
  event.preventDefault();
  const id = event.dataTransfer?.getData('text/x-request');
  const one = scene.board?.queue.find(other => other.id === id);
  if (one) void desk.do(move(one, place));
}

function shifted(desk: Desk, event: KeyboardEvent, one: Request, place: number): void {
  if (!event.altKey || (event.code !== 'ArrowUp' && event.code !== 'ArrowDown')) return;
  event.preventDefault();
  event.stopPropagation();
  void desk.do(move(one, Math.max(1, place + (event.code === 'ArrowUp' ? -1 : 1))));
}
