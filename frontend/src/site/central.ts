import { html, type TemplateResult } from 'lit';
import { icon } from '../ui/icons.js';
import { say } from '../words/site.js';
import type { SiteRoom } from './room.js';

/** Who to call: always on the page, whatever its state. */
export function central(room: SiteRoom, small = false): TemplateResult {
  const mine = room.mine;
  const phone = mine?.central_phone ?? '';
  const number = phone
    ? html`<a class="phone" href=${`tel:${phone.replace(/[^\d+]/g, '')}`}>${icon('phone')} ${phone}</a>`
    : html`<span>${say.central.none}</span>`;
  return html`<section class=${small ? 'central small' : 'panel central'} aria-label=${say.central.title}>
    <small>${say.central.title}</small>
    <b>${mine?.central_name ?? ''}</b>
    ${number}
  </section>`;
}
