import { LitElement } from 'lit';

/** Drawn into the page itself: one style sheet for all, no inline styles (the content policy allows none). */
export class Live extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
