// Under the picture: what happened in the session, as lanes to click on and as a list to read.
import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { clockText, timeOfDay } from '../ui/time.js';
import { words } from '../words/index.js';
import { say } from '../words/player.js';
import type { Facts, Span } from './facts.js';
import { momentAt } from './moments.js';
import { at, box, type Lane, lanesOf, ticks } from './spans.js';

const HIGH = 22;
/** Half of the widest mark of the axis. */
const EDGE = 28;

export interface Course {
  facts: Facts;
  seconds: number;
  now: number;
  width: number;
  jump: (seconds: number) => void;
}

export function course(of: Course): TemplateResult {
  const events = of.facts.spans.filter(span => span.kind !== 'item');
  return html`<section class="course" aria-labelledby="dien-bien">
    <header>
      <h2 id="dien-bien">${say.timeline}</h2>
      <p class="muted">${say.timelineHint}</p>
    </header>
    <div class="lanes">
      ${axis(of)} ${lanesOf(of.facts.spans).map(one => lane(one, of))}
    </div>
    ${events.length > 0 ? list(events, of) : nothing}
  </section>`;
}

function axis(of: Course): TemplateResult {
  const marks = ticks(of.seconds, of.width).map(second => {
    const x = (second / of.seconds) * of.width;
    const moment = momentAt(of.facts.runs, second);
    return svg`<text x=${Math.min(Math.max(x, EDGE), Math.max(of.width - EDGE, EDGE))} y="14">${
      moment === null ? clockText(second) : timeOfDay(moment, of.seconds < 600)
    }</text>`;
  });
  return row('', html`<svg class="axis" width="100%" height="18" aria-hidden="true">${marks}</svg>`);
}

const row = (name: string, content: TemplateResult): TemplateResult =>
  html`<div class="lane-name">${name}</div>
    <div class="lane">${content}</div>`;

function lane({ name, spans }: Lane, of: Course): TemplateResult {
  const press = (event: MouseEvent): void => {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    if (width > 0) of.jump(((event.clientX - left) / width) * of.seconds);
  };
  return row(
    say.lanes[name],
    html`<svg class="spans" width="100%" height=${HIGH} @click=${press} role="img"
      aria-label=${`${say.lanes[name]}: ${spans.length || say.nothing}`}>
      ${spans.map(span => stretch(span, of))} ${cursor(of)}
    </svg>`,
  );
}

function stretch(span: Span, of: Course): SVGTemplateResult {
  const { x, width } = box(span, of.seconds, of.width);
  const go = (event: Event): void => {
    event.stopPropagation();
    of.jump(span.start);
  };
  const names = span.kind === 'item' || span.kind === 'speaker';
  const written = names && width > 60 ? short(span.title, width) : '';
  const now = span.start <= of.now && of.now < span.end;
  return svg`<g class="span ${span.kind} ${span.detail} ${now ? 'now' : ''}" @click=${go}>
    <title>${described(span)}</title>
    <rect x=${x} y="1" width=${width} height=${HIGH - 2} rx="3"></rect>
    ${written ? svg`<text x=${x + 6} y="15">${written}</text>` : nothing}
  </g>`;
}

/** About as many letters as there is room for. */
const short = (title: string, width: number): string => {
  const most = Math.floor((width - 10) / 6.6);
  return title.length <= most ? title : `${title.slice(0, Math.max(most - 1, 1)).trimEnd()}…`;
};

function cursor(of: Course): SVGTemplateResult | typeof nothing {
  if (of.seconds <= 0) return nothing;
  const x = Math.min((of.now / of.seconds) * of.width, of.width - 1);
  return svg`<line class="cursor" x1=${x} x2=${x} y1="0" y2=${HIGH}></line>`;
}

function list(events: Span[], of: Course): TemplateResult {
  const current = at(events, of.now);
  return html`<details class="events">
    <summary>${say.list(String(events.length))}</summary>
    <ol>
      ${events.map(
        span => html`<li aria-current=${span === current ? 'true' : nothing}>
          <button type="button" class="event ${span.kind}" @click=${() => of.jump(span.start)}>
            <time>${timeOfDay(span.at, true)}</time>
            <b>${say.kinds[span.kind]}</b>
            <span>${about(span)}</span>
            <small>${span.until === null ? say.goesOn : say.lasted(clockText((span.until - span.at) / 1000))}</small>
          </button>
        </li>`,
      )}
    </ol>
  </details>`;
}

const GRADES: Record<string, string> = words.grades;
const LOST: Record<string, string> = say.lost;

function about(span: Span): string {
  const detail =
    span.kind === 'grade' ? GRADES[span.detail] : span.kind === 'lost' ? LOST[span.detail] : span.detail;
  return [span.title, detail].filter(Boolean).join(', ');
}

const described = (span: Span): string =>
  `${timeOfDay(span.at, true)} ${say.kinds[span.kind]}${about(span) ? `: ${about(span)}` : ''}`;
