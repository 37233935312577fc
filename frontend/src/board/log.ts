// What happened, as sentences; and the messages with who has acknowledged them.
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { LogLine, Note } from '../session/protocol.js';
import type { Desk } from './desk.js';
import { shortName } from './names.js';
import { say } from './say.js';
import { acting, nameOf, type Scene } from './scene.js';
import { hourOf, timeOfDay } from './times.js';

const SHOWN = 80;

export function messages(desk: Desk, scene: Scene): TemplateResult {
  const side = desk.table.side;
  return html`<section class="box messages">
    <div class="tabs" role="tablist">
      ${tab(desk, 'log', say('log'))} ${tab(desk, 'notes', say('notes'), waitingNotes(scene))}
      <span class="head-space"></span>
      ${acting(scene) ? write(desk) : nothing}
    </div>
    ${side === 'log' ? log(desk, scene) : notes(scene)}
  </section>`;
}

const write = (desk: Desk): TemplateResult =>
  html`<button
    class="btn btn--small"
    title="${say('note_title')} (M)"
    @click=${() => desk.set({ sheet: { kind: 'note', to: null } })}
  >
    ${say('note_new')} <kbd>M</kbd>
  </button>`;

function tab(desk: Desk, side: 'log' | 'notes', words: string, count = 0): TemplateResult {
  const on = desk.table.side === side;
  return html`<button
    role="tab"
    class="tab ${on ? 'is-on' : ''}"
    aria-selected=${on ? 'true' : 'false'}
    @click=${() => desk.set({ side })}
  >
    ${words} ${count ? html`<span class="count">${count}</span>` : nothing}
  </button>`;
}

/** Everyone an instruction went to. */
export function addressees(note: Note, scene: Scene): string[] {
  if (note.to) return [note.to];
  const cells = [...scene.cells.values()].filter(cell => cell.role !== 'central' && cell.lane !== 'absent');
  return cells.sort((a, b) => a.number - b.number).map(cell => cell.site);
}

export const missing = (note: Note, scene: Scene): string[] =>
  note.instruction ? addressees(note, scene).filter(site => !note.acknowledged?.includes(site)) : [];

const waitingNotes = (scene: Scene): number =>
  (scene.board?.notes ?? []).filter(note => missing(note, scene).length > 0).length;

function log(desk: Desk, scene: Scene): TemplateResult {
  const lines = scene.log.slice(-SHOWN).reverse();
  return html`<ol class="log" tabindex="0" role="log" aria-label=${say('log')}>
    ${lines.length ? nothing : html`<li class="empty">${say('log_empty')}</li>`}
    ${repeat(
      lines,
      line => line.seq,
      line => logLine(desk, line),
    )}
  </ol>`;
}

function logLine(desk: Desk, line: LogLine): TemplateResult {
  return html`<li class="log-line" @click=${() => desk.follow(line)}>
    <time>${timeOfDay(Date.parse(line.at))}</time>
    <span
      >${line.text}${line['on_word'] === true ? html` <em>${say('at_word')}</em>` : nothing}</span
    >
  </li>`;
}

function notes(scene: Scene): TemplateResult {
  const all = [...(scene.board?.notes ?? [])].reverse();
  return html`<ol class="log" tabindex="0" aria-label=${say('notes')}>
    ${all.length ? nothing : html`<li class="empty">${say('notes_empty')}</li>`}
    ${repeat(
      all,
      note => note.id,
      note => noteLine(scene, note),
    )}
  </ol>`;
}

function noteLine(scene: Scene, note: Note): TemplateResult {
  const sender = note.sender ?? note.by.site;
  const from = sender ? shortName(nameOf(scene, sender)) : note.by.name;
  const to = sender ? say('role_central') : note.to ? shortName(nameOf(scene, note.to)) : say('note_all');
  return html`<li class="note ${note.instruction ? 'note--instruction' : ''} ${sender ? 'note--in' : ''}">
    <p class="note-head">
      <time>${hourOf(Date.parse(note.at))}</time> <b>${from}</b> → ${to}
      ${note.instruction ? html`<em class="tag">${say('instruction')}</em>` : nothing}
    </p>
    <p class="note-text">${note.text}</p>
    ${note.instruction ? acknowledgements(scene, note) : nothing}
  </li>`;
}

function acknowledgements(scene: Scene, note: Note): TemplateResult {
  const all = addressees(note, scene).length;
  const rest = missing(note, scene);
  if (rest.length === 0) return html`<p class="note-done">${say('everybody_acknowledged')}</p>`;
  const names = rest.map(site => shortName(nameOf(scene, site))).join(', ');
  return html`<details class="note-acks">
    <summary>${say('acknowledged', { n: all - rest.length, all })}</summary>
    <p>${say('still_missing', { names })}</p>
  </details>`;
}
