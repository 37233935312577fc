import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { Grade } from '../session/protocol.js';
import { words } from '../words/index.js';

const PATHS = {
  check: svg`<path d="M4 12l5 5L20 6"/>`,
  cross: svg`<path d="M5 5l14 14M19 5L5 19"/>`,
  warn: svg`<path d="M12 4l9 16H3zM12 10v4M12 17.5v.1"/>`,
  info: svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.5v.1"/>`,
  wait: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 3"/>`,
  microphone: svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0014 0M12 18v3"/>`,
  microphoneOff: svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0014 0M12 18v3M4 3l16 18"/>`,
  camera: svg`<rect x="3" y="6" width="12" height="12" rx="2"/><path d="M15 11l6-4v10l-6-4"/>`,
  speaker: svg`<path d="M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 010 6M18.5 6.5a8 8 0 010 11"/>`,
  line: svg`<path d="M4 19v-4M10 19v-8M16 19V8M22 19V4"/>`,
  hand: svg`<path d="M8 12V5.5a1.5 1.5 0 013 0V11V4a1.5 1.5 0 013 0v7V5.5a1.5 1.5 0 013 0V14c0 4-2.500 7-6 7s-5-2-7-6l-1.200-2.400a1.500 1.500 0 012.600-1.500L8 13.500"/>`,
  phone: svg`<path d="M5 4h4l2 5-2.500 1.500a11 11 0 005 5L15 13l5 2v4a2 2 0 01-2 2A16 16 0 013 6a2 2 0 012-2"/>`,
  gear: svg`<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M18.400 5.600l-2.200 2.200M7.800 16.200l-2.200 2.200"/>`,
  message: svg`<path d="M4 5h16v11H9l-5 4z"/>`,
  screen: svg`<rect x="3" y="4" width="18" height="12" rx="2"/><path d="M8 20h8M12 16v4"/>`,
  play: svg`<path d="M7 4.500l12 7.500l-12 7.500z"/>`,
  pause: svg`<path d="M8 5v14M16 5v14"/>`,
  list: svg`<path d="M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1"/>`,
  record: svg`<circle cx="12" cy="12" r="6" fill="currentColor"/>`,
  headset: svg`<path d="M4 14v-2a8 8 0 0116 0v2M4 14h3v6H4zM17 14h3v6h-3z"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type Icon = keyof typeof PATHS;

/** Drawn for the eye only: the word always stands beside it. */
export const icon = (name: Icon): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${PATHS[name]}</svg>`;

const BARS: Record<Grade, number> = { good: 4, fair: 3, poor: 2, bad: 1, no_data: 0 };

/** The line's grade as 4 / 3 / 2 / 1 / 0 bars; the word is its label. */
export const bars = (grade: Grade): TemplateResult => html`<span
  class="bars"
  data-grade=${grade}
  role="img"
  aria-label=${words.grades[grade]}
  title=${words.grades[grade]}
  >${[1, 2, 3, 4].map(n => html`<i class=${n <= BARS[grade] ? 'on' : ''}></i>`)}</span
>`;
