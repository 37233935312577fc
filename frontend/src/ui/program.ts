import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RemoteVideoTrack } from 'livekit-client';
import type { Picture, Source } from '../session/protocol.js';
import { key, type TrackKey } from '../session/wanted.js';
import { words } from '../words/index.js';
import { captioned, lowerThird } from './caption.js';
import { Live } from './element.js';
import { LONGEST_WAIT, type Scene, Scenes } from './scenes.js';
import type { DcPicture } from './tile.js';
import './tile.js';

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

type Pictures = ReadonlyMap<TrackKey, RemoteVideoTrack>;

/** A picture of sites in a layout: the program and the preview, on every page. Knows nothing of the session. */
export class DcProgram extends Live {
  @property({ attribute: false }) picture: Picture = {};
  /** What comes next, built behind it: a take then shows it with its first frame. */
  @property({ attribute: false }) next: Picture | null = null;
  @property({ attribute: false }) pictures: Pictures = new Map();
  @property({ attribute: false }) names: Record<string, string> = {};
  /** Sites that send no camera on purpose: their name card is shown, nothing is waited for. */
  @property({ attribute: false }) off: readonly string[] = [];
  /** What the site that is itself in the picture sends: it does not fetch it back. */
  @property({ attribute: false }) own: Own | null = null;
  /** The holding card's title. */
  @property() heading = '';
  @property() subheading = '';
  /** Without the caption: small views. */
  @property({ type: Boolean }) plain = false;
  /** There are no pictures to wait for: the sites' names stand in their places. */
  @property({ type: Boolean }) unseen = false;
  private scenes: Scenes | null = null;
  /** What the scene in front was last drawn with, while another waits behind it: it stands still, it does not go. */
  private stillShown: Pictures = new Map();
  private timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('first-frame', () => this.look());
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.scenes ??= new Scenes(this.picture);
    this.scenes.show(this.picture, this.next, performance.now());
    if (!this.scenes.waiting) this.stillShown = this.pictures;
  }

  protected override updated(): void {
    if (!this.scenes?.waiting) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), LONGEST_WAIT);
    this.look();
  }

  /** May the scene behind come to the front? */
  private look(): void {
    if (this.scenes?.advance(this.ready(), performance.now())) this.requestUpdate();
  }

  /** The small picture beside a shared one is not waited for: who plays a file may have no camera. */
  private ready(): boolean {
    if (this.unseen) return true;
    const pictures = this.querySelectorAll<DcPicture>('.scene.behind .place:not(.inset, .off) dc-picture');
    return [...pictures].every(picture => picture.playing);
  }

  protected override render(): TemplateResult {
    const { front, back } = this.scenes!;
    const scenes = back ? [front, back] : [front];
    return html`${repeat(
      scenes,
      scene => scene.id,
      scene => html`<div class=${scene === front ? 'scene' : 'scene behind'} aria-hidden=${scene !== front}>
        ${this.scene(scene, scene === front ? this.stillShown : this.pictures)}
      </div>`,
    )}
    ${captioned(front.picture) === null ? this.band(front.picture, 'middle') : nothing}`;
  }

  private scene(scene: Scene, pictures: Pictures): TemplateResult {
    if (scene.key === 'holding') return this.card();
    const places = placesOf(scene.picture);
    return html`<div class="program" data-layout=${scene.picture.layout ?? ''} data-count=${places.length}>
      ${repeat(
        places,
        place => place.name,
        (place, at) => this.place(scene.picture, place, at, pictures),
      )}
    </div>`;
  }

  private band(picture: Picture, how: 'named' | 'middle' | ''): TemplateResult | typeof nothing {
    return this.plain ? nothing : lowerThird(picture.caption, how);
  }

  private card(): TemplateResult {
    return html`<div class="program holding" data-layout="holding">${this.cardText(this.subheading)}</div>`;
  }

  private cardText(below: string): TemplateResult {
    return html`<div class="card">
      <p class="card-title">${this.heading}</p>
      ${below ? html`<p class="card-sub">${below}</p>` : nothing}
    </div>`;
  }

  private place(picture: Picture, place: Place, at: number, pictures: Pictures): TemplateResult {
    const name = this.names[place.site] ?? place.site;
    const track = this.ownTrack(place) ?? pictures.get(place.name) ?? null;
    const off = place.source === 'camera' && this.off.includes(place.site);
    const named = (picture.sites?.length ?? 0) > 1;
    return html`<figure class=${`place${place.inset ? ' inset' : ''}${off ? ' off' : ''}`} data-site=${place.site}>
      <dc-picture keeps .track=${track} aria-label=${name}></dc-picture>
      ${off ? this.offCard(name) : this.waiting(place, name)}
      ${off ? nothing : html`<p class="again" role="status">${words.comingBack}</p>`}
      ${captioned(picture) === at ? this.band(picture, named ? 'named' : '') : nothing}
      ${named ? html`<figcaption>${name}</figcaption>` : nothing}
    </figure>`;
  }

  /** Until there is a picture. What is shared may be sound alone: then the holding card is its picture. */
  private waiting(place: Place, name: string): TemplateResult {
    if (place.source === 'screen' && this.heading)
      return html`<div class="waiting holding" aria-hidden="true">${this.cardText(name)}</div>`;
    return html`<div class="waiting" aria-hidden="true"><span>${name}</span>${
      this.unseen ? nothing : html`<small>${words.noPicture}</small>`
    }</div>`;
  }

  private offCard(name: string): TemplateResult {
    return html`<div class="camera-off" role="status"><span>${name}</span><small>${words.cameraOff}</small></div>`;
  }

  private ownTrack(place: Place): MediaStreamTrack | null {
    if (this.own?.site !== place.site) return null;
    return place.source === 'screen' ? this.own.screen : this.own.camera;
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

customElements.define('dc-program', DcProgram);

declare global {
  interface HTMLElementTagNameMap {
    'dc-program': DcProgram;
  }
}
