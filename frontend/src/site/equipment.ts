import { html, nothing, type TemplateResult } from 'lit';
import { playTone } from '../session/checks.js';
import type { Choice, Problem } from '../session/devices.js';
import type { Profile } from '../session/wanted.js';
import { dialog } from '../ui/dialog.js';
import { icon } from '../ui/icons.js';
import '../ui/meter.js';
import '../ui/tile.js';
import { say } from '../words/site.js';
import { headset } from './headset.js';
import type { SiteRoom } from './room.js';

type Close = () => void;

/** Camera, microphone, loudspeaker, the sound's treatment, the headset: chosen here and remembered. */
export function equipment(room: SiteRoom, close: Close): TemplateResult {
  const { devices } = room;
  const choice = devices.choice.get();
  const lists = devices.lists.get();
  const own = headset.chosen();
  return dialog(
    say.devices.title,
    html`<form class="equipment" @submit=${(event: Event) => event.preventDefault()}>
      <div class="pair">
        <div class="own"><dc-picture class="mirror" .track=${devices.camera.get()}></dc-picture></div>
        <div class="grow">
          ${select(say.devices.camera, lists.cameras, choice.camera, camera => devices.choose({ camera }))}
          ${trouble(devices.problem.get().camera)}
        </div>
      </div>
      ${select(say.devices.microphone, lists.microphones, choice.microphone, microphone => devices.choose({ microphone }))}
      ${trouble(devices.problem.get().microphone)}
      <div class="row">
        <span class="help">${say.devices.level}</span>
        <dc-meter .track=${devices.microphone.get()} label=${say.devices.level}></dc-meter>
      </div>
      ${select(say.devices.speaker, lists.speakers, choice.speaker, speaker => devices.choose({ speaker }))}
      <div class="row">
        <button type="button" @click=${() => void playTone(choice.speaker)}>${icon('speaker')} ${say.devices.test}</button>
        ${toggle(room, 'sound', say.hall.soundHere)}
      </div>
      <fieldset class="choices">
        <legend>${say.devices.room}</legend>
        ${toggle(room, 'echo', say.devices.echo)} ${toggle(room, 'noise', say.devices.noise)}
        ${toggle(room, 'gain', say.devices.gain)}
      </fieldset>
      ${profiles(room)}
      <div class="pair">
        ${select(say.devices.headset, lists.microphones, own.microphone, microphone => headset.choose({ microphone }))}
        ${select(say.devices.headsetSpeaker, lists.speakers, own.speaker, speaker => headset.choose({ speaker }))}
      </div>
      <p class="help">${say.devices.headsetHelp}</p>
      ${
        room.view === 'hall'
          ? html`<div class="acts">
            <button type="button" @click=${() => room.session.media.rejoin()}>${say.devices.reconnect}</button>
          </div>`
          : nothing
      }
    </form>`,
    close,
  );
}

function select(
  label: string,
  devices: readonly MediaDeviceInfo[],
  chosen: string,
  choose: (id: string) => void,
): TemplateResult {
  const pick = (event: Event) => choose((event.target as HTMLSelectElement).value);
  return html`<label
    >${label}
    <select @change=${pick}>
      <option value="" ?selected=${chosen === ''}>${say.devices.standard}</option>
      ${devices
        .filter(device => device.deviceId !== 'default')
        .map(
          (device, n) => html`<option value=${device.deviceId} ?selected=${device.deviceId === chosen}>
            ${device.label || `${label} ${n + 1}`}
          </option>`,
        )}
    </select>
  </label>`;
}

function toggle(room: SiteRoom, name: 'echo' | 'noise' | 'gain' | 'sound', label: string): TemplateResult {
  const flip = (event: Event) =>
    room.devices.choose({ [name]: (event.target as HTMLInputElement).checked } as Partial<Choice>);
  return html`<label class="check"
    ><input type="checkbox" .checked=${room.devices.choice.get()[name]} @change=${flip} />${label}</label
  >`;
}

const PROFILES: readonly Profile[] = ['full', 'standard', 'weak', 'sound'];

export function profiles(room: SiteRoom): TemplateResult {
  const chosen = room.profile;
  const help = `${chosen}Help` as const;
  const pick = (event: Event) =>
    room.devices.choose({ profile: (event.target as HTMLSelectElement).value as Profile });
  return html`<label
    >${say.hall.profile}
    <select @change=${pick}>
      ${PROFILES.map(
        profile =>
          html`<option value=${profile} ?selected=${profile === chosen}>${say.profiles[profile]}</option>`,
      )}
    </select>
    <span class="help">${say.profiles[help]}</span>
  </label>`;
}

const trouble = (problem: Problem): TemplateResult | typeof nothing =>
  problem ? html`<p class="error">${say.checks.problems[problem]}</p>` : nothing;
