// The forms: telephone, message, the keys, a question before an act that hurts.
import { html, nothing, type TemplateResult } from 'lit';
import type { Cell, Command } from '../session/protocol.js';
import type { Desk } from './desk.js';
import { BINDINGS, type Binding } from './keys.js';
import './phone.js';
import { say, type Word } from './say.js';
import type { Ask, Scene, Sheet } from './scene.js';
import './sheet.js';

export function sheet(desk: Desk, scene: Scene): TemplateResult | typeof nothing {
  const open = desk.table.sheet;
  if (!open) return nothing;
  return html`<dc-sheet
    .heading=${headingOf(open)}
    .wide=${open.kind === 'keys'}
    .content=${() => contentOf(desk, scene, open)}
    @closed=${() => desk.table.sheet === open && desk.set({ sheet: null })}
  ></dc-sheet>`;
}

function headingOf(open: Sheet): string {
  switch (open.kind) {
    case 'phone':
      return say('register_by_phone');
    case 'note':
      return say('note_title');
    case 'keys':
      return say('keys_title');
    case 'ask':
      return open.ask.title;
  }
}

function contentOf(desk: Desk, scene: Scene, open: Sheet): TemplateResult {
  switch (open.kind) {
    case 'phone':
      return html`<dc-phone
        .cells=${byNumber(scene)}
        .board=${scene.board}
        .site=${open.site}
        .calledAt=${scene.now}
        .save=${(command: Command) => give(desk, command)}
        .cancel=${() => desk.set({ sheet: null })}
      ></dc-phone>`;
    case 'note':
      return note(desk, scene, open.to);
    case 'keys':
      return keys(desk);
    case 'ask':
      return question(desk, open.ask);
  }
}

const byNumber = (scene: Scene): Cell[] => [...scene.cells.values()].sort((a, b) => a.number - b.number);

/** Closes at once; a refusal comes back as a sentence, with the form's words still in the log of the toast. */
function give(desk: Desk, command: Command): void {
  desk.set({ sheet: null });
  void desk.do({ give: command });
}

// --- messages
const QUICK: Word[] = ['quick_frame', 'quick_light', 'quick_sound', 'quick_speaker', 'quick_ready'];

function note(desk: Desk, scene: Scene, to: string | null): TemplateResult {
  return html`<form class="form" @submit=${(event: SubmitEvent) => sendNote(desk, event)}>
    <label
      >${say('note_to')}<select name="to">
        <option value="">${say('note_all')}</option>
        ${byNumber(scene)
          .filter(cell => cell.role !== 'central')
          .map(
            cell =>
              html`<option value=${cell.site} ?selected=${cell.site === to}>${cell.number}. ${cell.name}</option>`,
          )}
      </select></label
    >
    <label
      >${say('note_text')}<textarea
        data-first
        name="text"
        rows="3"
        maxlength="500"
        required
        @keydown=${sendOnEnter}
      ></textarea>
    </label>
    <div class="quick" aria-label=${say('note_quick')}>
      ${QUICK.map(
        word =>
          html`<button type="button" class="btn btn--small" @click=${(event: Event) => fillIn(event, say(word))}>
            ${say(word)}
          </button>`,
      )}
    </div>
    <label class="check"
      ><input type="checkbox" name="instruction" ?checked=${to !== null} /> ${say('note_is_instruction')}</label
    >
    ${formActs(desk, say('send'))}
  </form>`;
}

function sendOnEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  (event.target as HTMLTextAreaElement).form?.requestSubmit();
}

function fillIn(event: Event, words: string): void {
  const text = (event.target as HTMLElement).closest('form')?.querySelector('textarea');
  if (!text) return;
  text.value = words;
  text.focus();
}

function sendNote(desk: Desk, event: SubmitEvent): void {
  event.preventDefault();
  const data = new FormData(event.target as HTMLFormElement);
  const text = String(data.get('text') ?? '').trim();
  if (!text) return;
  give(desk, {
    act: 'note.send',
    text,
    to: String(data.get('to') ?? '') || null,
    instruction: data.get('instruction') !== null,
  });
  desk.set({ side: 'notes' });
}

const formActs = (desk: Desk, words: string, look = 'btn--main'): TemplateResult =>
  html`<div class="form-acts">
    <span class="head-space"></span>
    <button type="button" class="btn" @click=${() => desk.set({ sheet: null })}>
      ${say('cancel')} <kbd>Esc</kbd>
    </button>
    <button type="submit" class="btn ${look}">${words} <kbd>Enter</kbd></button>
  </div>`;

// --- a question
function question(desk: Desk, ask: Ask): TemplateResult {
  return html`<form
    class="form"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      const data = new FormData(event.target as HTMLFormElement);
      give(desk, ask.command(String(data.get('reason') ?? '').trim()));
    }}
  >
    ${
      ask.reason === 'none'
        ? nothing
        : html`<label
          >${ask.label ?? say('reason')}<input
            name="reason"
            data-first
            maxlength="300"
            autocomplete="off"
            ?required=${ask.reason === 'required'}
        /></label>`
    }
    <div class="form-acts">
      <span class="head-space"></span>
      <button
        type="button"
        class="btn"
        ?data-first=${ask.reason === 'none' && ask.danger}
        @click=${() => desk.set({ sheet: null })}
      >
        ${say('cancel')}
      </button>
      <button
        type="submit"
        class="btn ${ask.danger ? 'btn--danger' : 'btn--main'}"
        ?data-first=${ask.reason === 'none' && !ask.danger}
      >
        ${ask.confirm}
      </button>
    </div>
  </form>`;
}

// --- the keys
const GROUPS: Binding['group'][] = ['picture', 'floor', 'site', 'board'];
const ARROWS = new Set(['left', 'right', 'up', 'down']);

function keys(desk: Desk): TemplateResult {
  return html`<div class="keys">
      ${GROUPS.map(
        group => html`<section>
          <h3>${say(`group_${group}`)}</h3>
          <dl>
            ${
              group === 'site'
                ? html`<dt><kbd>0</kbd>…<kbd>9</kbd></dt>
                  <dd>${say('key_digits')}</dd>
                  <dt><kbd>Enter</kbd></dt>
                  <dd>${say('key_enter')}</dd>
                  <dt><kbd>←</kbd><kbd>→</kbd><kbd>↑</kbd><kbd>↓</kbd></dt>
                  <dd>${say('key_moves')}</dd>`
                : nothing
            }
            ${BINDINGS.filter(one => one.group === group && !ARROWS.has(one.act)).map(
              one => html`<dt><kbd>${one.cap}</kbd></dt>
                <dd>${say(`key_${one.act}` as Word)}</dd>`,
            )}
          </dl>
        </section>`,
      )}
    </div>
    <p class="keys-note">${say('keys_note')}</p>
    <div class="form-acts">
      <span class="head-space"></span>
      <button class="btn" data-first @click=${() => desk.set({ sheet: null })}>${say('close')} <kbd>Esc</kbd></button>
    </div>`;
}
