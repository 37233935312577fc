// The chair's view: who speaks, who is next, five large buttons. The same stream as the control board.
import { html, nothing, type TemplateResult } from 'lit';
import { alarmText, rollText } from '../board/alarms.js';
import type { Desk } from '../board/desk.js';
import { ended } from '../board/ended.js';
import { behind } from '../board/head.js';
import * as icons from '../board/icons.js';
import { findSites, shortName } from '../board/names.js';
import { end, finish, floorToSite, giveTo, goLive, nextSpeaker, pause, resume } from '../board/orders.js';
import { say } from '../board/say.js';
import {
  hasEnded,
  isOver,
  isPaused,
  nameOf,
  type Scene,
  type Step,
  speechTime,
  topAlarms,
} from '../board/scene.js';
import { tapeSign } from '../board/tape.js';
import { timeOfDay } from '../board/times.js';
import type { Board, Cell, Request } from '../session/protocol.js';
import '../ui/program.js';

/** What the chair's page keeps for itself. */
export interface Choice {
  open: boolean;
  query: string;
}

export function head(scene: Scene): TemplateResult {
  const { board, stage } = scene;
  const kind = board?.kind ?? 'official';
  const phase = board?.phase ?? 'planned';
  return html`<header class="chair-head">
    <h1 title=${board?.title ?? ''}>${board?.title ?? ''}</h1>
    ${kind === 'test' ? html`<span class="badge badge--test">${say('kind_test')}</span>` : nothing}
    <span class="badge badge--${phase}">${say(`phase_${phase}`)}</span>
    ${behind(stage?.behind_seconds)}
    ${tapeSign(scene)}
    <time>${timeOfDay(scene.now)}</time>
  </header>`;
}

export function picture(desk: Desk, scene: Scene): TemplateResult {
  return html`<section class="chair-picture ${scene.board?.phase === 'live' ? 'is-live' : ''}" aria-label=${say('program')}>
    <dc-program
      .picture=${scene.stage?.program ?? {}}
      .next=${scene.stage?.preview ?? null}
      .pictures=${desk.session.media.pictures.get()}
      .names=${scene.stage?.names ?? {}}
      .off=${scene.stage?.cameras_off ?? []}
      .heading=${scene.board?.title ?? ''}
    ></dc-program>
  </section>`;
}

export function below(scene: Scene): TemplateResult {
  const item = scene.stage?.item;
  const top = topAlarms(scene.board?.alarms ?? [], scene.cells).find(one => !isOver(one, scene.cells));
  if (hasEnded(scene)) return html`<section class="chair-below"></section>`;
  return html`<section class="chair-below">
    <p class="chair-roll">${scene.board?.roll.started_at ? rollText(scene.board) : connected(scene)}</p>
    <p class="chair-item">
      ${item ? html`<span>${say('chair_item')}</span> <b>${item.title}</b>` : nothing}
    </p>
    ${line(scene, top ? alarmText(top, scene) : '')}
  </section>`;
}

function line(scene: Scene, alarm: string): TemplateResult | typeof nothing {
  const words = !scene.lineUp ? say('line_down') : alarm;
  return words ? html`<p class="chair-alarm" role="alert">${icons.warning}${words}</p>` : nothing;
}

function connected(scene: Scene): string {
  const sites = [...scene.cells.values()].filter(cell => cell.role !== 'central');
  const inside = sites.filter(cell => cell.lane === 'connected').length;
  return say('chair_connected', { n: inside, all: sites.length });
}

// --- right: the floor
/** `dossier`: where one goes after the end. */
export function floor(desk: Desk, scene: Scene, dossier = ''): TemplateResult {
  const board = scene.board;
  const latest = board?.speaking.at(-1);
  if (hasEnded(scene)) return html`<aside class="chair-floor">${ended(scene, dossier)}</aside>`;
  return html`<aside class="chair-floor">
    ${latest ? speaking(scene, latest) : html`<article class="chair-speaks is-empty">${say('nobody_speaks')}</article>`}
    <h2>${say('chair_next')}</h2>
    <ol class="chair-next">
      ${board?.queue.slice(0, 3).map((one, at) => next(scene, one, at + 1))}
      ${board?.queue.length ? nothing : html`<li class="empty">${say('chair_no_next')}</li>`}
    </ol>
    ${board?.pending.length ? hands(desk, scene, board.pending) : nothing}
  </aside>`;
}

const titled = (one: Request): string => [one.speaker.title, one.speaker.unit].filter(Boolean).join(', ');

function speaking(scene: Scene, one: Request): TemplateResult {
  const left = speechTime(scene, one);
  const paused = isPaused(scene);
  const word =
    left.hurry === 'none' ? 'chair_elapsed' : left.hurry === 'over' ? 'chair_over' : 'chair_remaining';
  return html`<article class="chair-speaks ${paused ? 'is-paused' : ''} time--${left.hurry}">
    <p class="chair-label">${
      paused ? say('speech_paused') : html`<i class="dot"></i>${say('chair_speaks')}`
    } · ${shortName(nameOf(scene, one.site))}</p>
    <p class="chair-name">${one.speaker.name}</p>
    <p class="chair-title">${titled(one)}</p>
    <p class="chair-time"><b>${left.text.replace('+', '')}</b> <span>${say(word)}</span></p>
  </article>`;
}

const where = (scene: Scene, one: Request): TemplateResult =>
  html`<span
    >${shortName(nameOf(scene, one.site))}${
      scene.cells.get(one.site)?.lane === 'connected'
        ? nothing
        : html` · <em>${say('chair_not_connected')}</em>`
    }</span
  >`;

const next = (scene: Scene, one: Request, place: number): TemplateResult =>
  html`<li>
    <b class="chair-place">${place}</b>
    <span class="chair-who"><b>${one.speaker.name}</b>${where(scene, one)}</span>
  </li>`;

const MOST_HANDS = 2;

function hands(desk: Desk, scene: Scene, requests: readonly Request[]): TemplateResult {
  return html`<h2 class="chair-hands">${icons.hand}${say('chair_hands')} <span class="count">${requests.length}</span></h2>
    <ul class="chair-next">
      ${requests.slice(0, MOST_HANDS).map(one => {
        const here = scene.cells.get(one.site)?.lane === 'connected';
        return html`<li>
          <span class="chair-who"><b>${one.speaker.name}</b>${where(scene, one)}</span>
          <button class="btn chair-small" ?disabled=${!here} @click=${() => desk.do(giveTo(one))}>
            ${say('give')}
          </button>
        </li>`;
      })}
    </ul>`;
}

// --- below: the buttons
export interface ChairActs {
  choose(): void;
}

export function buttons(desk: Desk, scene: Scene, acts: ChairActs): TemplateResult {
  const board = scene.board;
  if (!board || board.phase === 'planned' || board.phase === 'ended') return idle(board);
  if (board.phase === 'open') return opening(desk);
  const speaker = board.speaking.at(-1);
  const following = nextUp(board);
  return html`<nav class="chair-buttons" aria-label=${say('direct')}>
    <div class="chair-invite">
      ${big(say('chair_invite'), following ? following.speaker.name : say('chair_pick'), 'btn--main', () =>
        following ? void desk.do(nextSpeaker(board)) : acts.choose(),
      )}
      <button class="btn chair-more" aria-label=${say('chair_pick')} title=${say('chair_pick')} @click=${acts.choose}>
        ${icons.up}
      </button>
    </div>
    ${big(
      say('chair_finish'),
      speaker?.speaker.name ?? '',
      'btn--danger',
      () => speaker && void desk.do(finish(speaker)),
      !speaker,
    )}
    ${big(
      say('next_item'),
      scene.stage?.next?.title ?? '',
      '',
      () => void desk.do(nextItem(board)),
      !scene.stage?.next,
    )}
    ${
      board.phase === 'paused'
        ? big(say('resume'), '', 'btn--main', () => void desk.do(resume()))
        : big(say('pause'), '', '', () => void desk.do(pause()))
    }
    ${big(say('end'), '', 'btn--danger', () => void desk.do(end()))}
  </nav>`;
}

/** Who "give the floor" would call: the one put forward, else the first in the queue. */
export const nextUp = (board: Board): Request | undefined =>
  board.queue.find(one => one.id === board.proposed) ?? board.queue[0];

/** The chair has no preview: the next item goes on at once. */
function nextItem(board: Board): Step {
  const after = board.script.find(one => one.running)?.item.id ?? null;
  return { give: { act: 'script.start', after, take: true } };
}

const big = (words: string, sub: string, look: string, press: () => void, off = false): TemplateResult =>
  html`<button class="btn chair-big ${look}" ?disabled=${off} @click=${press}>
    <b>${words}</b>${sub ? html`<span>${sub}</span>` : nothing}
  </button>`;

const idle = (board: Board | null): TemplateResult =>
  html`<nav class="chair-buttons chair-buttons--idle">
    <p>${say(board?.phase === 'ended' ? 'chair_ended' : board ? 'chair_waiting' : 'loading')}</p>
  </nav>`;

const opening = (desk: Desk): TemplateResult =>
  html`<nav class="chair-buttons chair-buttons--open">
    <button class="btn btn--main chair-open" @click=${() => desk.do(goLive())}>
      <b>${say('chair_open')}</b><span>${say('chair_open_hint')}</span>
    </button>
  </nav>`;

// --- the list of sites
export function chooser(
  desk: Desk,
  scene: Scene,
  choice: Choice,
  set: (part: Partial<Choice>) => void,
): TemplateResult | typeof nothing {
  if (!choice.open) return nothing;
  return html`<dc-sheet
    .heading=${say('chair_pick_title')}
    .wide=${true}
    .content=${() => list(desk, scene, choice, set)}
    @closed=${() => set({ open: false, query: '' })}
  ></dc-sheet>`;
}

function list(
  desk: Desk,
  scene: Scene,
  choice: Choice,
  set: (part: Partial<Choice>) => void,
): TemplateResult {
  const cells = [...scene.cells.values()]
    .filter(cell => cell.role !== 'central' && cell.role !== 'chair')
    .sort((a, b) => a.number - b.number);
  const give = (cell: Cell) => {
    set({ open: false, query: '' });
    void desk.do(floorToSite(scene, cell.site));
  };
  return html`<input
      class="chair-search"
      type="search"
      placeholder=${say('search')}
      aria-label=${say('search')}
      .value=${choice.query}
      @input=${(event: InputEvent) => set({ query: (event.target as HTMLInputElement).value })}
    />
    <ul class="chair-sites">
      ${findSites(cells, choice.query).map(
        cell => html`<li>
          <button class="btn" ?disabled=${cell.lane !== 'connected'} @click=${() => give(cell)}>
            <b>${cell.number}</b><span>${shortName(cell.name)}</span>
            ${cell.place ? html`<i>${icons.hand}${cell.place}</i>` : nothing}
          </button>
        </li>`,
      )}
    </ul>
    <div class="form-acts">
      <span class="head-space"></span>
      <button class="btn" data-first @click=${() => set({ open: false, query: '' })}>${say('close')}</button>
    </div>`;
}
