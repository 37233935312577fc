import { html, nothing, type TemplateResult } from 'lit';
import type { Caption, Layout, Picture } from '../session/protocol.js';

/**
 * On whose picture the caption stands: on the speaker's. Where all pictures are equal it stands in the middle below
 * them, and each carries its site's name. Who else draws the program (a recording) keeps to the same.
 */
const CAPTIONED: Partial<Record<Layout, number>> = { one: 0, chair_speaker: 1, shared: 0 };

/** The place in `sites` that carries the caption; null: none of them, the picture as a whole does. */
export function captioned({ layout, sites }: Picture): number | null {
  const place = CAPTIONED[layout ?? 'holding'];
  return place !== undefined && place < (sites?.length ?? 0) ? place : null;
}

/** Name, title and unit of who speaks. `named`: above the name of the picture it stands on, or of several. */
export function lowerThird(
  caption: Caption | null | undefined,
  how: '' | 'named' | 'middle' = '',
): TemplateResult | typeof nothing {
  if (!caption?.name && !caption?.title && !caption?.unit) return nothing;
  const below = [caption.title, caption.unit].filter(Boolean).join(' · ');
  return html`<div class="lower-third ${how}">
    ${caption.name ? html`<strong>${caption.name}</strong>` : nothing}
    ${below ? html`<span>${below}</span>` : nothing}
  </div>`;
}
