import { LitElement } from 'lit';

/** Drawn into the page itself: one style sheet for all, no inline styles (the content policy allows none). */
export class Live extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

/** Drawn, and in a page that is looked at. */
export const onScreen = (part: Element | null): boolean =>
  part !== null && document.visibilityState === 'visible' && part.getClientRects().length > 0;
