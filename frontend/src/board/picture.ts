// Preview and program, the layouts, and the one key that takes.
import { html, nothing, type TemplateResult } from 'lit';
import type { Layout, Picture } from '../session/protocol.js';
import '../ui/program.js';
import type { Desk } from './desk.js';
import * as icons from './icons.js';
import { shortName } from './names.js';
import { layout, take } from './orders.js';
import { say } from './say.js';
import { nameOf, type Scene } from './scene.js';

const LAYOUTS: Layout[] = ['holding', 'one', 'chair_speaker', 'two', 'four', 'mosaic', 'shared'];

export function pictures(desk: Desk, scene: Scene): TemplateResult {
  return html`<section class="pictures">
    ${frame(desk, scene, 'preview')} ${frame(desk, scene, 'program')}
    <div class="layouts" role="toolbar" aria-label=${say('layouts')}>
      ${LAYOUTS.map(one => pick(desk, scene, one))}
    </div>
    <button
      class="btn take"
      ?disabled=${!scene.board}
      @click=${() => scene.board && desk.do(take(scene.board, scene))}
    >
      ${say('take')} <kbd>Space</kbd>
    </button>
  </section>`;
}

/** "Bỉm Sơn, Nghi Sơn" under the frame's word. */
function sitesOf(scene: Scene, picture: Picture | undefined): string {
  const sites = picture?.sites ?? [];
  if (sites.length === 0) return say('holding');
  return sites.map(site => shortName(nameOf(scene, site))).join(', ');
}

/** `instead`: what is shown in the program's place, when there is something. */
export function frame(
  desk: Desk,
  scene: Scene,
  which: 'preview' | 'program',
  instead?: TemplateResult,
): TemplateResult {
  const picture = scene.stage?.[which] ?? {};
  const names = sitesOf(scene, picture);
  return html`<figure class="frame frame--${which}">
    <figcaption class="frame-head">
      <b>${say(which)}</b><span title=${names}>${names}</span>
    </figcaption>
    <div class="frame-picture">${instead ?? program(desk, scene, which)}</div>
  </figure>`;
}

const program = (desk: Desk, scene: Scene, which: 'preview' | 'program'): TemplateResult =>
  html`<dc-program
    .picture=${scene.stage?.[which] ?? {}}
    .next=${which === 'program' ? (scene.stage?.preview ?? null) : null}
    .pictures=${desk.session.media.pictures.get()}
    .names=${scene.replay ? allNames(scene) : (scene.stage?.names ?? {})}
    .off=${scene.stage?.cameras_off ?? []}
    .heading=${scene.board?.title ?? ''}
    ?unseen=${scene.replay}
  ></dc-program>`;

/** Also of sites that are on the picture no more: a replay goes back and forth. */
const allNames = (scene: Scene): Record<string, string> =>
  Object.fromEntries([...scene.cells.values()].map(cell => [cell.site, cell.name]));

function pick(desk: Desk, scene: Scene, one: Layout): TemplateResult {
  const on = (scene.stage?.preview.layout ?? 'holding') === one;
  const words = say(`layout_${one}`);
  return html`<button
    class="btn btn--icon ${on ? 'is-on' : ''}"
    aria-pressed=${on ? 'true' : 'false'}
    aria-label=${words}
    title="${words}${on ? '' : ' (L)'}"
    @click=${() => desk.do(layout(one))}
  >
    ${icons.layoutIcons[one] ?? nothing}
  </button>`;
}
