// What was refused, and why.
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { articles } from '../ui/articles.js';
import type { Desk } from './desk.js';
import * as icons from './icons.js';
import { say } from './say.js';

export const toasts = (desk: Desk): TemplateResult =>
  html`<div class="toasts" role="status" aria-live="polite">
    ${repeat(
      desk.table.toasts,
      toast => toast.id,
      toast => html`<div class="toast">
        ${icons.warning}
        <p>
          <b>${toast.says}</b>
          ${toast.article ? html`<small>${say('by_article', { article: articles(toast.article) })}</small>` : nothing}
        </p>
        <button class="btn btn--icon btn--small" aria-label=${say('close')} @click=${() => desk.dismiss(toast.id)}>
          ${icons.cross}
        </button>
      </div>`,
    )}
  </div>`;
