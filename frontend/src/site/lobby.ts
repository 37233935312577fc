import { html, nothing, type TemplateResult } from 'lit';
import { bars, type Icon, icon } from '../ui/icons.js';
import '../ui/meter.js';
import '../ui/tile.js';
import { clockText, dayAndTime } from '../ui/time.js';
import { words } from '../words/index.js';
import { say } from '../words/site.js';
import type { Opened } from './app.js';
import { central } from './central.js';
import type { Check, CheckState, Part } from './checkup.js';
import { profiles } from './equipment.js';
import { kept } from './forms.js';
import type { SiteRoom } from './room.js';

const ICONS: Record<CheckState, Icon> = {
  waiting: 'wait',
  running: 'wait',
  ask: 'info',
  passed: 'check',
  failed: 'warn',
};
const PART_ICONS: Record<Part, Icon> = {
  camera: 'camera',
  microphone: 'microphone',
  speaker: 'speaker',
  line: 'line',
};

/** Before admission: the checks turn green one by one; then a large sentence that all is ready. */
export function lobby(room: SiteRoom, open: (what: Opened) => void): TemplateResult {
  const mine = room.mine!;
  return html`<div class="lobby">
    <header class="lobby-head">
      <div class="grow">
        <small>${words.product} · ${say.lobby.title}</small>
        <h1>${mine.name}</h1>
      </div>
      <div class="conference">
        <b>${mine.title}</b>
        <small>${mine.planned_start ? say.lobby.plannedFor(dayAndTime(mine.planned_start)) : nothing}</small>
      </div>
      <span class="chip ${mine.kind === 'test' ? 'amber' : ''}">${words.kinds[mine.kind]}</span>
    </header>
    ${sentence(room)}
    <div class="lobby-body">
      <section class="panel checks" aria-label=${say.lobby.checksTitle}>
        <h2>${say.lobby.checksTitle}</h2>
        <ol>
          ${(['camera', 'microphone', 'speaker', 'line'] as const).map(part => item(room, part))}
        </ol>
      </section>
      ${central(room)}
      <section class="panel look">
        <div class="own"><dc-picture class="mirror" .track=${room.devices.camera.get()}></dc-picture></div>
        <small>${say.lobby.ownPicture}</small>
        <dc-meter .track=${room.devices.microphone.get()} label=${say.devices.level}></dc-meter>
        <div class="row wrap">
          <button type="button" @click=${() => open('devices')}>${icon('gear')} ${say.hall.devices}</button>
          <button type="button" @click=${() => open('floor')}>${icon('hand')} ${say.hall.askFloor}</button>
          <button type="button" @click=${() => open('fault')}>${icon('warn')} ${say.hall.fault}</button>
          <button type="button" @click=${() => open('messages')}>${icon('message')} ${say.hall.messages}</button>
        </div>
        ${profiles(room)} ${kept(room)}
      </section>
    </div>
  </div>`;
}

function sentence(room: SiteRoom): TemplateResult {
  const mine = room.mine!;
  const { checkup } = room;
  const refused = mine.lane === 'expected' && mine.reason !== '';
  if (refused) {
    return html`<div class="big notice amber" role="status">
      ${icon('info')}
      <p class="grow">${say.lobby.refused(mine.reason)}</p>
      <button type="button" class="primary large" @click=${() => room.knock(true)}>${say.lobby.askAgain}</button>
    </div>`;
  }
  if (mine.phase === 'planned') return line('wait', say.lobby.notOpen, '');
  if (!checkup.complete) {
    const running = Object.values(checkup.checks.get()).some(check => check.state === 'running');
    return line('wait', running ? say.lobby.checking : say.lobby.needsYou, '');
  }
  if (mine.lane !== 'waiting') return line('wait', say.lobby.checking, '');
  const waited = Math.max(room.session.clock.since(mine.since) ?? 0, 0);
  return checkup.passed
    ? line('check', say.lobby.ready, 'green', say.lobby.waitingSince(clockText(waited)))
    : line('info', say.lobby.readyButPoor, 'amber', say.lobby.waitingSince(clockText(waited)));
}

const line = (name: Icon, text: string, colour: string, small = ''): TemplateResult => html`<div
  class="big notice ${colour}"
>
  ${icon(name)}
  <p class="grow" role="status">${text}</p>
  ${small ? html`<small>${small}</small>` : nothing}
</div>`;

function item(room: SiteRoom, part: Part): TemplateResult {
  const check = room.checkup.checks.get()[part];
  return html`<li class="check" data-state=${check.state} data-part=${part}>
    <span class="mark">${icon(ICONS[check.state])}</span>
    <div class="grow">
      <b>${icon(PART_ICONS[part])} ${say.checks[part]}</b>
      <p aria-live="polite">${check.text}</p>
      ${check.done === undefined ? nothing : html`<progress max="1" .value=${check.done}></progress>`}
      ${actsOf(room, part, check)}
    </div>
    ${part === 'line' && check.state === 'passed' ? bars('good') : nothing}
  </li>`;
}

function actsOf(room: SiteRoom, part: Part, check: Check): TemplateResult | typeof nothing {
  if (part === 'speaker') return speakerActs(room, check);
  if (check.state !== 'failed') return nothing;
  return html`<button type="button" @click=${() => room.checkup.again(part)}>${say.lobby.again}</button>`;
}

function speakerActs(room: SiteRoom, check: Check): TemplateResult | typeof nothing {
  const play = html`<button type="button" @click=${() => room.checkup.playSound()}>
    ${icon('speaker')} ${say.checks.speakerPlay}
  </button>`;
  if (check.state === 'waiting' || check.state === 'failed') return play;
  if (check.state !== 'ask') return nothing;
  return html`<div class="row wrap">
    <button type="button" class="primary" @click=${() => room.checkup.heard(true)}>${say.checks.speakerYes}</button>
    <button type="button" @click=${() => room.checkup.heard(false)}>${say.checks.speakerNo}</button>
    ${play}
  </div>`;
}
