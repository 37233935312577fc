import { html, nothing, type TemplateResult } from 'lit';
import type { MyItem, Note } from '../session/protocol.js';
import { dialog } from '../ui/dialog.js';
import { icon } from '../ui/icons.js';
import { timeOfDay } from '../ui/time.js';
import { words } from '../words/index.js';
import { say } from '../words/site.js';
import type { SiteRoom } from './room.js';

type Close = () => void;

/** Messages from the centre, and words back. */
export function messages(room: SiteRoom, close: Close): TemplateResult {
  const notes = [...(room.mine?.notes ?? [])].reverse();
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = String(new FormData(form).get('text') ?? '').trim();
    if (text && (await room.give({ act: 'note.from_site', text }))) form.reset();
  };
  return dialog(
    say.notes.title,
    html`<form @submit=${send} class="write">
        <label>${say.notes.write}<textarea name="text" maxlength="500" required></textarea></label>
        <div class="acts"><button class="primary">${words.send}</button></div>
      </form>
      <ol class="notes">
        ${notes.length === 0 ? html`<li class="help">${say.notes.none}</li>` : notes.map(note => noteLine(room, note))}
      </ol>`,
    close,
  );
}

export const needsAnswer = (room: SiteRoom, note: Note): boolean =>
  note.instruction === true && !(note.acknowledged ?? []).includes(room.site);

export function noteLine(room: SiteRoom, note: Note): TemplateResult {
  const done = (note.acknowledged ?? []).includes(room.site);
  return html`<li class=${note.instruction ? 'note instruction' : 'note'}>
    <small
      >${timeOfDay(note.at, true)} · ${note.by.name}${note.instruction ? html` · <b>${say.notes.instruction}</b>` : nothing}</small
    >
    <p>${note.text}</p>
    ${needsAnswer(room, note) ? acknowledge(room, note) : nothing}
    ${note.instruction && done ? html`<small class="good">${icon('check')} ${say.notes.acknowledged}</small>` : nothing}
  </li>`;
}

const acknowledge = (room: SiteRoom, note: Note): TemplateResult => html`<button
  type="button"
  class="primary"
  @click=${() => room.give({ act: 'note.acknowledge', note: note.id })}
>
  ${icon('check')} ${say.notes.acknowledge}
</button>`;

/** The newest instruction that waits for "understood" stands above everything. */
export function pressing(room: SiteRoom): TemplateResult | typeof nothing {
  const note = (room.mine?.notes ?? []).findLast(candidate => needsAnswer(room, candidate));
  if (!note) return nothing;
  return html`<div class="notice amber instruction-bar" role="alert">
    ${icon('message')}
    <div class="grow"><small>${say.notes.instruction} · ${note.by.name}</small><p>${note.text}</p></div>
    ${acknowledge(room, note)}
  </div>`;
}

export function script(room: SiteRoom, close: Close): TemplateResult {
  const mine = room.mine;
  const items = mine?.script ?? [];
  const seen = (mine?.script_seen ?? 0) >= (mine?.script_version ?? 0);
  const see = () => room.give({ act: 'script.acknowledge', version: mine?.script_version ?? 0 });
  return dialog(
    say.script.title,
    html`<p class="help">${say.script.version(mine?.script_version ?? 0)}</p>
      ${items.length === 0 ? html`<p class="spaced">${say.script.empty}</p>` : table(items)}
      ${
        items.length > 0
          ? html`<div class="acts">
            ${
              seen
                ? html`<span class="good">${icon('check')} ${say.script.acknowledged}</span>`
                : html`<button type="button" class="primary" @click=${see}>${icon('check')} ${say.script.acknowledge}</button>`
            }
          </div>`
          : nothing
      }`,
    close,
  );
}

const table = (items: readonly MyItem[]): TemplateResult => html`<ol class="script">
  ${items.map(
    item => html`<li class=${[item.mine ? 'mine' : '', item.running ? 'running' : '', item.done ? 'done' : ''].join(' ')}>
      <time>${item.starts}</time>
      <div class="grow">
        <b>${item.title}</b>
        ${item.speaker ? html`<small>${item.speaker}</small>` : nothing}
      </div>
      ${item.changed ? html`<span class="chip amber">${say.script.changedMark}</span>` : nothing}
      ${item.mine ? html`<span class="chip green">${say.script.mine}</span>` : nothing}
      ${item.running ? html`<span class="chip red">${say.script.running}</span>` : nothing}
      ${item.done ? html`<span class="good">${icon('check')}<span class="sr-only">${say.script.done}</span></span>` : nothing}
      <small class="length">${item.minutes} ${words.minutes}</small>
    </li>`,
  )}
</ol>`;
