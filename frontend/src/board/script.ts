// The running order, and the buttons that direct the whole session.
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Board, ScriptLine } from '../session/protocol.js';
import type { Desk } from './desk.js';
import * as icons from './icons.js';
import { shortName } from './names.js';
import { closeAll, nextItem, startItem } from './orders.js';
import { say } from './say.js';
import { acting, hasEnded, nameOf, type Scene, type Step } from './scene.js';
import { since } from './times.js';

export function script(desk: Desk, scene: Scene): TemplateResult {
  const board = scene.board;
  const lines = board?.script ?? [];
  const next = scene.stage?.next?.id;
  return html`<section class="box script" aria-label=${say('script')}>
    <header class="script-head">
      <h2 class="box-head">${say('script')}</h2>
      ${seen(scene)} ${board && lines.length > 0 && acting(scene) ? nextButton(desk, board) : nothing}
    </header>
    <ol class="script-lines">
      ${lines.length === 0 ? html`<li class="empty">${say('no_script')}</li>` : nothing}
      ${repeat(
        lines,
        line => line.item.id,
        line => row(desk, scene, line, line.item.id === next && !hasEnded(scene)),
      )}
    </ol>
  </section>`;
}

function seen({ board, cells }: Scene): TemplateResult | typeof nothing {
  if (!board || board.script_version < 2) return nothing;
  const all = [...cells.values()].filter(cell => cell.role !== 'central');
  const rest = all.filter(cell => cell.script_seen < board.script_version);
  const read = all.length - rest.length;
  const words = say('script_seen', { version: board.script_version, seen: read, all: all.length });
  const names = rest.map(cell => shortName(cell.name)).join(', ');
  const who = rest.length ? `${words}. ${say('still_missing', { names })}` : words;
  return html`<small title=${who}>${read}/${all.length}</small>`;
}

function row(desk: Desk, scene: Scene, line: ScriptLine, next: boolean): TemplateResult {
  const { item } = line;
  const over = hasEnded(scene);
  const state =
    line.running && !over ? 'running' : line.done || line.running ? 'done' : next ? 'next' : 'later';
  const clip = item.cue?.clip ? say('item_clip', { name: item.cue.clip }) : '';
  const who = [item.site ? shortName(nameOf(scene, item.site)) : '', item.speaker?.name ?? '', clip]
    .filter(Boolean)
    .join(' · ');
  const word =
    state === 'running'
      ? say('item_running')
      : state === 'done'
        ? say('item_done')
        : next
          ? say('item_next')
          : '';
  return html`<li class="line line--${state}" aria-current=${state === 'running' ? 'step' : nothing}>
    <button
      class="line-go"
      title="${item.title}${who ? ` (${who})` : ''}${acting(scene) ? `. ${say('start_this_item')}` : ''}"
      @dblclick=${() => acting(scene) && desk.do(startItem(item.id))}
      @keydown=${(event: KeyboardEvent) =>
        event.key === 'Enter' && acting(scene) && desk.do(startItem(item.id))}
    >
      <span class="line-time">${item.starts ?? ''}</span>
      <span class="line-title">${item.title}</span>
      <span class="line-mark" title=${word}>${mark(scene, line, next)}</span>
      <span class="line-who"
        >${line.changed ? html`<em class="line-changed">${say('item_changed')}</em> ` : nothing}${
          who || say('minutes', { n: item.minutes })
        }</span
      >
    </button>
  </li>`;
}

function mark(scene: Scene, line: ScriptLine, next: boolean): TemplateResult | typeof nothing {
  if (line.running && !hasEnded(scene)) {
    const from = scene.stage?.item?.id === line.item.id ? scene.stage.item.since : null;
    return html`${from ? since(from, scene.now) : nothing} ${icons.play}`;
  }
  if (line.done || line.running) return icons.check;
  return next && acting(scene) ? html`<kbd>N</kbd>` : nothing;
}

function nextButton(desk: Desk, board: Board): TemplateResult {
  const begun = board.script.some(line => line.running || line.done);
  return html`<button class="btn script-next" @click=${() => desk.do(nextItem(board))}>
    ${say(begun ? 'next_item' : 'start_first_item')} <kbd>N</kbd>
  </button>`;
}

const give = (act: string, fields: object = {}): Step => ({ give: { act, ...fields } });

export function direction(desk: Desk, scene: Scene): TemplateResult {
  const board = scene.board;
  const closed = scene.stage?.all_closed ?? false;
  return html`<section class="box direct" aria-label=${say('direct')}>
    ${board?.voice_at ? voice(desk, scene, board.voice_at) : nothing}
    <div class="direct-buttons">
      <button class="btn" @click=${() => desk.do(give('roll.start'))} title="R">
        ${say(board?.roll.started_at ? 'roll_again' : 'roll_start')}
      </button>
      ${
        board?.voice_at
          ? html`<button class="btn" @click=${() => desk.do(give('voice.stop'))}>${say('voice_stop')}</button>`
          : html`<button class="btn" @click=${() => desk.do(give('voice.start'))}>${say('voice_start')}</button>`
      }
      <button
        class="btn ${closed ? 'btn--main' : 'btn--danger'} direct-close"
        title="Ctrl + Shift + M"
        @click=${() => desk.do(closed ? give('floor.release_all') : closeAll())}
      >
        ${closed ? icons.microphone : icons.microphoneOff} ${say(closed ? 'release_all' : 'close_all')}
      </button>
    </div>
  </section>`;
}

function voice(desk: Desk, scene: Scene, site: string): TemplateResult {
  const mark = (picture: boolean, sound: boolean) => () =>
    desk.do(give('voice.mark', { picture_clear: picture, sound_clear: sound }));
  return html`<div class="voice">
    <b>${say('voice_at', { name: shortName(nameOf(scene, site)) })}</b>
    <button class="btn btn--main btn--wide" @click=${mark(true, true)}>
      ${say('voice_mark')} <kbd>V</kbd>
    </button>
    <button class="btn" @click=${mark(false, true)}>${say('voice_bad_picture')}</button>
    <button class="btn" @click=${mark(true, false)}>${say('voice_bad_sound')}</button>
  </div>`;
}
