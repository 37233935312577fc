// Small line icons, drawn for 16 units.
import { svg, type TemplateResult } from 'lit';

const icon = (inner: TemplateResult): TemplateResult =>
  svg`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${inner}</svg>`;

const stroke = (d: string): TemplateResult =>
  icon(
    svg`<path d=${d} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>`,
  );

export const microphone = stroke(
  'M8 2a2 2 0 0 0-2 2v4a2 2 0 0 0 4 0V4a2 2 0 0 0-2-2ZM3.5 8a4.5 4.5 0 0 0 9 0M8 12.5V15',
);
export const microphoneOff = stroke(
  'M10 6V4a2 2 0 0 0-4 0v4l.3 1M3.5 8a4.5 4.5 0 0 0 7 3.7M8 12.5V15M2.5 2l11 12',
);
export const hand = stroke(
  'M5 8.5V4a1 1 0 0 1 2 0v3m0-4a1 1 0 0 1 2 0v4m0-3a1 1 0 0 1 2 0v5.500a4.500 4.500 0 0 1-8.200 2.500L2 9.500a1 1 0 0 1 1.700-.8L5 10',
);
export const phone = stroke(
  'M3 2.500h2.500l1.200 3-1.500 1.200a8 8 0 0 0 4 4l1.300-1.500 3 1.200V13a1.500 1.500 0 0 1-1.600 1.500A11.500 11.500 0 0 1 1.500 4 1.500 1.500 0 0 1 3 2.500Z',
);
export const paper = stroke('M4 1.500h5.500L12.500 4.500v10H4zM9 1.500V5h3.500M6 8h4.500M6 11h4.500');
export const keyboard = stroke('M1.500 4.500h13v8h-13zM4 7h.01M6.700 7h.01M9.300 7h.01M12 7h.01M5 10h6');
export const warning = stroke('M8 1.800 15 14H1ZM8 6.500v3.500M8 12v.01');
export const cross = stroke('M3.500 3.500l9 9M12.500 3.500l-9 9');
export const check = stroke('M2.500 8.500l3.500 3.500 7.500-8');
export const up = stroke('M3.500 10 8 5.500 12.500 10');
export const down = stroke('M3.500 6 8 10.500 12.500 6');
export const left = stroke('M10 3.500 5.500 8l4.500 4.500');
export const right = stroke('M6 3.500 10.500 8 6 12.500');
export const grip = stroke('M6 3.500v.01M10 3.500v.01M6 8v.01M10 8v.01M6 12.500v.01M10 12.500v.01');
export const screen = stroke('M1.500 3h13v8.500h-13zM6 14h4');
export const cut = stroke(
  'M2 8h4M10 8h4M6.500 4.500l-1-2M9.500 11.500l1 2M9.500 4.500l1-2M6.500 11.500l-1 2',
);
export const headset = stroke(
  'M2.500 10V8a5.500 5.500 0 0 1 11 0v2M2.500 9h2v4h-2zM11.500 9h2v4h-2zM13.500 13c0 1.500-2 2-4 2',
);
export const gavel = stroke('M6.5 3.5l4 4M8.500 1.500l4 4M4.500 5.500l4 4M7 7l-5.500 5.500M9 14.500h5.500');
export const play = stroke('M4.500 2.500l9 5.500-9 5.500z');
export const pauseSign = stroke('M5 3v10M11 3v10');
export const clock = stroke('M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13ZM8 4.500V8l2.500 1.500');
export const bell = stroke('M4 11V7a4 4 0 0 1 8 0v4l1 1.500H3ZM6.500 14.500h3');
export const searchSign = stroke('M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2ZM10.700 10.700 14.500 14.500');

/** Four bars, as many filled as the grade is worth. */
export function bars(count: number): TemplateResult {
  const heights = [4, 7, 10, 13];
  return icon(
    svg`${heights.map(
      (height, at) =>
        svg`<rect x=${1 + at * 3.75} y=${15 - height} width="2.75" height=${height} rx="0.5"
					fill=${at < count ? 'currentColor' : 'none'} stroke="currentColor"
					stroke-width="0.7" opacity=${at < count ? 1 : 0.45} />`,
    )}`,
  );
}

const frame = (inner: TemplateResult): TemplateResult =>
  svg`<svg class="icon icon--layout" viewBox="0 0 24 16" aria-hidden="true" focusable="false">
		<rect x="0.750" y="0.750" width="22.500" height="14.500" rx="1.500" fill="none" stroke="currentColor" stroke-width="1.500" />
		${inner}</svg>`;

const pane = (x: number, y: number, width: number, height: number): TemplateResult =>
  svg`<rect x=${x} y=${y} width=${width} height=${height} rx="0.700" fill="currentColor" />`;

export const layoutIcons: Record<string, TemplateResult> = {
  holding: frame(svg`<path d="M6 8h12" stroke="currentColor" stroke-width="1.500" />`),
  one: frame(pane(3, 3, 18, 10)),
  chair_speaker: frame(svg`${pane(3, 3, 12, 10)}${pane(16.5, 8, 4.5, 5)}`),
  two: frame(svg`${pane(3, 4, 8.3, 8)}${pane(12.7, 4, 8.3, 8)}`),
  four: frame(
    svg`${pane(3, 3, 8.3, 4.3)}${pane(12.7, 3, 8.3, 4.3)}${pane(3, 8.7, 8.3, 4.3)}${pane(12.7, 8.7, 8.3, 4.3)}`,
  ),
  mosaic: frame(
    svg`${[3, 7.7, 12.4, 17.1].map(x => svg`${pane(x, 3, 3.8, 2.6)}${pane(x, 6.7, 3.8, 2.6)}${pane(x, 10.4, 3.8, 2.6)}`)}`,
  ),
  shared: frame(svg`${pane(3, 3, 13, 10)}<circle cx="19" cy="11" r="2" fill="currentColor" />`),
};
