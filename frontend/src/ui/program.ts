import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './tile.js';
import type { RemoteVideoTrack } from 'livekit-client';
import type { Caption, Picture, Source } from '../session/protocol.js';
import { key, type TrackKey } from '../session/wanted.js';
import { words } from '../words/index.js';
import { Live } from './element.js';

export interface Own {
  site: string;
  camera: MediaStreamTrack | null;
  screen: MediaStreamTrack | null;
}

interface Place {
  name: TrackKey;
  site: string;
  source: Source;
  /** Small picture in a corner (the camera beside a shared screen). */
  inset: boolean;
}

/** A picture of sites in a layout: the program and the preview, on every page. Knows nothing of the session. */
export class DcProgram extends Live {
  @property({ attribute: false }) picture: Picture = {};
  @property({ attribute: false }) pictures: ReadonlyMap<TrackKey, RemoteVideoTrack> = new Map();
  @property({ attribute: false }) names: Record<string, string> = {};
  /** What the site that is itself in the picture sends: it does not fetch it back. */
  @property({ attribute: false }) own: Own | null = null;
  /** The holding card's title. */
  @property() heading = '';
  @property() subheading = '';
  /** Without the caption: small views. */
  @property({ type: Boolean }) plain = false;

  protected override render(): TemplateResult {
    const layout = this.picture.layout ?? 'holding';
    if (layout === 'holding') return this.card();
    const places = placesOf(this.picture);
    return html`
      <div class="program" data-layout=${layout} data-count=${places.length}>
        ${repeat(
          places,
          place => place.name,
          place => this.place(place, places.length),
        )}
      </div>
      ${this.plain ? nothing : lowerThird(this.picture.caption, places.length > 1)}
    `;
  }

  private ownTrack(place: Place): MediaStreamTrack | null {
    if (this.own?.site !== place.site) return null;
    return place.source === 'screen' ? this.own.screen : this.own.camera;
  }

  private card(): TemplateResult {
    return html`<div class="program holding" data-layout="holding">
      <div class="card">
        <p class="card-title">${this.heading}</p>
        ${this.subheading ? html`<p class="card-sub">${this.subheading}</p>` : nothing}
      </div>
    </div>`;
  }

  private place(place: Place, count: number): TemplateResult {
    const name = this.names[place.site] ?? place.site;
    const track = this.ownTrack(place) ?? this.pictures.get(place.name);
    return html`<figure class=${place.inset ? 'place inset' : 'place'} data-site=${place.site}>
      <dc-picture .track=${track ?? null} aria-label=${name}></dc-picture>
      <div class="waiting" aria-hidden="true"><span>${name}</span><small>${words.noPicture}</small></div>
      ${count > 1 && !place.inset ? html`<figcaption>${name}</figcaption>` : nothing}
    </figure>`;
  }
}

function placesOf(picture: Picture): Place[] {
  const sites = picture.sites ?? [];
  const of = (site: string, source: Source, inset: boolean): Place => ({
    name: key(site, source),
    site,
    source,
    inset,
  });
  if (picture.layout !== 'shared') return sites.map(site => of(site, 'camera', false));
  return sites.flatMap(site => [of(site, 'screen', false), of(site, 'camera', true)]);
}

/** Name, title and unit of who speaks. */
export function lowerThird(
  caption: Caption | null | undefined,
  raised = false,
): TemplateResult | typeof nothing {
  if (!caption?.name && !caption?.title && !caption?.unit) return nothing;
  const below = [caption.title, caption.unit].filter(Boolean).join(' · ');
  return html`<div class=${raised ? 'lower-third raised' : 'lower-third'}>
    ${caption.name ? html`<strong>${caption.name}</strong>` : nothing}
    ${below ? html`<span>${below}</span>` : nothing}
  </div>`;
}

customElements.define('dc-program', DcProgram);

declare global {
  interface HTMLElementTagNameMap {
    'dc-program': DcProgram;
  }
}
