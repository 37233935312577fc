// Beside the picture: the items of the script and who spoke in them; a click leads there.
import { html, nothing, type TemplateResult } from 'lit';
import { clockText } from '../ui/time.js';
import { say } from '../words/player.js';
import type { Facts, Span } from './facts.js';
import { at, chaptersOf, contents } from './spans.js';

export function contentsOf(facts: Facts, now: number, jump: (seconds: number) => void): TemplateResult {
  const chapters = chaptersOf(facts);
  const items = chapters.filter(one => one.kind === 'item');
  const speakers = chapters.filter(one => one.kind === 'speaker');
  const current = new Set([at(items, now), at(speakers, now)]);
  const line = (chapter: Span): TemplateResult => html`<button
    type="button"
    class="chapter ${chapter.kind}"
    title=${chapter.title}
    aria-current=${current.has(chapter) ? 'true' : nothing}
    @click=${() => jump(chapter.start)}
  >
    <time>${clockText(chapter.start)}</time><span>${chapter.title}</span>
  </button>`;
  const empty = facts.state === 'finished' ? say.noContents : say.contentsLater;
  return html`<nav class="contents" aria-label=${say.contents}>
    ${facts.state === 'running' ? speaking(speakers, now) : nothing}
    <h2>${say.contents}</h2>
    ${chapters.length === 0 ? html`<p class="muted">${empty}</p>` : nothing}
    <ol>
      ${contents(chapters).map(
        ({ chapter, speakers: own }) => html`<li>
          ${line(chapter)}
          ${own.length > 0 ? html`<ol>${own.map(one => html`<li>${line(one)}</li>`)}</ol>` : nothing}
        </li>`,
      )}
    </ol>
  </nav>`;
}

/** Of the picture that is shown, which is a few seconds behind the room. */
function speaking(speakers: Span[], now: number): TemplateResult {
  const one = at(speakers, now);
  return html`<p class="speaking" role="status">
    ${one ? html`<small>${say.speaking}</small><b>${one.title}</b><span>${one.detail}</span>` : say.nobodySpeaks}
  </p>`;
}
