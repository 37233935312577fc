// The bar below the board: what happened when, where we are, and how fast it plays.
import { html, nothing, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import * as icons from '../board/icons.js';
import { span as clock, timeOfDay } from '../board/times.js';
import type { Kind, Span } from './course.js';
import type { Deck } from './deck.js';
import { say } from './say.js';

export interface Controls {
  seek: (at: number) => void;
  toggle: () => void;
  skip: (to: 'next' | 'previous') => unknown;
  faster: (steps: 1 | -1) => void;
  /** Of the recording; null: there is none. */
  muted: boolean | null;
  mute: () => void;
}

const WIDE = 10_000;
const ROW = 10;
const NARROWEST = 12;
const ROWS = ['item', 'speaker', 'lost'] as const;
/** Over all rows: stretches that concern everybody. */
const WHOLE = ['pause', 'gap', 'engine'] as const;

export function bar(deck: Deck, spans: readonly Span[], controls: Controls): TemplateResult {
  return html`<section class="replay-bar" aria-label=${say('course')}>
    <div class="replay-rows" aria-hidden="true">
      ${ROWS.map(row => html`<span class="replay-row replay-row--${row}">${say(`row_${row}`)}</span>`)}
    </div>
    ${track(deck, spans, controls)} ${scrubber(deck, controls)} ${buttons(deck, controls)}
  </section>`;
}

const share = (deck: Deck, at: number): number =>
  ((at - deck.since) / Math.max(1, deck.until - deck.since)) * WIDE;

function track(deck: Deck, spans: readonly Span[], controls: Controls): TemplateResult {
  return html`<svg
    class="replay-track"
    viewBox="0 0 ${WIDE} ${ROW * ROWS.length}"
    preserveAspectRatio="none"
    @click=${(event: MouseEvent) => controls.seek(clicked(deck, event))}
  >
    ${guard([spans], () => [...ROWS, ...WHOLE].map(kind => marks(deck, spans, kind)))}
    <rect class="replay-head" x=${share(deck, deck.position) - 4} y="0" width="8" height=${ROW * ROWS.length}></rect>
  </svg>`;
}

const marks = (deck: Deck, spans: readonly Span[], kind: Kind): TemplateResult[] =>
  spans.filter(span => span.kind === kind).map((span, at) => mark(deck, span, at));

/** A mark is gone to at its beginning, the bar itself where it was touched. */
function clicked(deck: Deck, event: MouseEvent): number {
  const since = (event.target as Element).getAttribute('data-since');
  if (since) return Number(since);
  const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
  return deck.since + ((event.clientX - left) / width) * (deck.until - deck.since);
}

function mark(deck: Deck, span: Span, at: number): TemplateResult {
  const since = Date.parse(span.since);
  const row = (ROWS as readonly Kind[]).indexOf(span.kind);
  const x = Math.max(share(deck, since), 0);
  const end = share(deck, span.until ? Date.parse(span.until) : deck.until);
  return svg`<rect
    class="mark mark--${span.kind} ${at % 2 ? 'is-odd' : ''}"
    data-since=${since}
    x=${x}
    y=${row < 0 ? 0 : row * ROW + 1}
    width=${Math.max(end - x, NARROWEST)}
    height=${row < 0 ? ROW * ROWS.length : ROW - 2}
  ><title>${timeOfDay(since)} ${wordsOf(span)}</title></rect>`;
}

/** "Bà Lan, Chủ tịch UBND thị xã", "Tạm dừng phiên: Giải lao" */
function wordsOf(span: Span): string {
  const { kind, title = '', detail = '' } = span;
  if (kind === 'speaker') return [title, detail].filter(Boolean).join(', ');
  if (kind === 'item' || kind === 'lost') return say(`span_${kind}`, { title });
  return [say(`span_${kind}`), detail].filter(Boolean).join(': ');
}

const scrubber = (deck: Deck, controls: Controls): TemplateResult =>
  html`<input
    class="replay-scrubber"
    type="range"
    min=${deck.since}
    max=${deck.until}
    step="1000"
    aria-label=${say('position')}
    aria-valuetext=${timeOfDay(deck.position)}
    .value=${String(deck.position)}
    @input=${(event: InputEvent) => controls.seek(Number((event.target as HTMLInputElement).value))}
  />`;

function buttons(deck: Deck, controls: Controls): TemplateResult {
  const passed = clock((deck.position - deck.since) / 1000);
  const all = clock((deck.until - deck.since) / 1000);
  return html`<div class="replay-buttons">
    ${small(icons.left, say('previous'), 'Shift + N', () => controls.skip('previous'))}
    <button class="btn btn--main replay-play" title="Space" @click=${controls.toggle}>
      ${deck.playing ? icons.pauseSign : icons.play} ${say(deck.playing ? 'pause' : 'play')} <kbd>Space</kbd>
    </button>
    <button class="btn" title="N" @click=${() => controls.skip('next')}>
      ${say('next')} ${icons.right} <kbd>N</kbd>
    </button>
    <span class="replay-speed" role="group" aria-label=${say('speed')}>
      ${small('−', say('slower'), ',', () => controls.faster(-1))}
      <output>${say('speed')} <b>${String(deck.speed).replace('.', ',')}×</b></output>
      ${small('+', say('faster'), '.', () => controls.faster(1))}
    </span>
    ${controls.muted === null ? nothing : sound(controls.muted, controls.mute)}
    <span class="head-space"></span>
    ${deck.unrecorded ? html`<em class="tag">${say('unrecorded')}</em>` : nothing}
    <time class="replay-time">${say('passed', { time: passed, all })}</time>
  </div>`;
}

function sound(muted: boolean, turn: () => void): TemplateResult {
  const words = say(muted ? 'unmute' : 'mute');
  return html`<button class="btn" aria-pressed=${muted ? 'true' : 'false'} @click=${turn}>
    ${muted ? icons.microphoneOff : nothing} ${words}
  </button>`;
}

const small = (sign: TemplateResult | string, words: string, key: string, work: () => void): TemplateResult =>
  html`<button class="btn btn--icon" aria-label=${words} title="${words} (${key})" @click=${work}>${sign}</button>`;
