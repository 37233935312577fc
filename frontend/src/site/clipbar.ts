import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../ui/icons.js';
import { clockText } from '../ui/time.js';
import { say } from '../words/site.js';
import type { SiteRoom } from './room.js';

/** The file that is being shared: what everybody sees of it, and its three controls. */
export function clipBar(room: SiteRoom): TemplateResult | typeof nothing {
  const clip = room.clip.get();
  if (!clip) return nothing;
  const { playing, at, length } = clip.state.get();
  const time = [clockText(at), ...(length > 0 ? [clockText(length)] : [])].join(' / ');
  return html`<section class="clip-bar" aria-label=${say.clip.title}>
    ${clip.hasPicture ? clip.element : html`<span class="clip-sound">${icon('speaker')}</span>`}
    <div class="grow">
      <b>${clip.name}</b>
      <small role="timer">${playing ? say.clip.playing : at > 0 ? say.clip.paused : say.clip.ready} · ${time}</small>
    </div>
    <button type="button" class="primary" @click=${() => clip.toggle()}>
      ${icon(playing ? 'pause' : 'play')} ${playing ? say.clip.pause : at > 0 ? say.clip.resume : say.clip.play}
    </button>
    <button type="button" class="danger" @click=${() => room.stopSharing()}>${icon('cross')} ${say.clip.stop}</button>
  </section>`;
}

/** Looks like the buttons beside it; the field inside it opens the browser's own choice of files. */
export function chooseClip(room: SiteRoom): TemplateResult {
  const chosen = (event: Event) => {
    const field = event.target as HTMLInputElement;
    const file = field.files?.[0];
    field.value = '';
    if (file) void room.playFile(file);
  };
  const wanted = namesOf(room);
  return html`<label class="button file-button">
    ${icon('play')} ${say.clip.choose}${wanted ? html` <small>${wanted}</small>` : nothing}
    <input type="file" class="sr-only" accept="video/*,audio/*" @change=${chosen} />
  </label>`;
}

/** The file that the script asks for now, or next. */
function namesOf(room: SiteRoom): string {
  const stage = room.session.store.stage.get();
  return stage?.item?.clip || stage?.next?.clip || '';
}
