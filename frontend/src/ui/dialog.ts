import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { words } from '../words/index.js';
import { icon } from './icons.js';

/** It is not yet in the document when it is made. */
const show = (element: Element | undefined): void => {
  queueMicrotask(() => {
    if (element instanceof HTMLDialogElement && element.isConnected && !element.open) element.showModal();
  });
};

/** A modal dialogue with its heading; Escape and the cross close it. */
export const dialog = (
  heading: string,
  body: TemplateResult,
  close: () => void,
): TemplateResult => html`<dialog
  ${ref(show)}
  aria-labelledby="dialog-heading"
  @close=${close}
>
  <header class="dialog-head">
    <h2 id="dialog-heading">${heading}</h2>
    <button type="button" class="quiet" @click=${close} aria-label=${words.close}>${icon('cross')}</button>
  </header>
  ${body}
</dialog>`;
