import { html, nothing, type TemplateResult } from 'lit';
import type { ItemLine, Mine } from '../session/protocol.js';
import { type Icon, icon } from '../ui/icons.js';
import '../ui/meter.js';
import '../ui/program.js';
import '../ui/tile.js';
import { clockText, timeOfDay } from '../ui/time.js';
import { words } from '../words/index.js';
import { say } from '../words/site.js';
import type { Opened } from './app.js';
import { central } from './central.js';
import { chooseClip, clipBar } from './clipbar.js';
import { kept } from './forms.js';
import { pressing } from './papers.js';
import type { SiteRoom } from './room.js';
import {
  type Microphone,
  microphoneOf,
  mySpeech,
  openRequests,
  speechNow,
  speechTimes,
  type Turn,
  turnOf,
  unread,
} from './view.js';

type Open = (what: Opened) => void;

/** In the session: the program as large as it goes, one bar below. */
export function hall(room: SiteRoom, open: Open): TemplateResult {
  const mine = room.mine!;
  const stage = room.session.store.stage.get();
  const turn = myTurn(room);
  return html`<div class="hall" data-turn=${turn.part} data-on=${mine.on_program ? 'program' : mine.in_preview ? 'preview' : ''}>
    ${head(room)}
    <div class="main">
      <dc-program
        .picture=${stage?.program ?? {}}
        .next=${stage?.preview ?? null}
        .pictures=${room.session.media.pictures.get()}
        .names=${stage?.names ?? {}}
        .off=${stage?.cameras_off ?? []}
        .own=${{ site: room.site, camera: room.devices.camera.get(), screen: room.shared.get()?.getVideoTracks()[0] ?? null }}
        .heading=${mine.title}
        .subheading=${stage?.notice || words.phases[mine.phase]}
      ></dc-program>
      ${over(turn)}
      ${
        room.session.media.blocked.get()
          ? html`<button type="button" class="primary large unmute" @click=${() => room.allowSound()}>
            ${icon('speaker')} ${words.soundBlocked}
          </button>`
          : nothing
      }
    </div>
    ${pressing(room)} ${talk(room)} ${clipBar(room)} ${strip(room, turn)} ${bar(room, turn, open)}
  </div>`;
}

function myTurn(room: SiteRoom): Turn {
  const stage = room.session.store.stage.get();
  const speech = mySpeech(stage, room.site);
  const { spoken, left } = speechTimes(speech, speechNow(stage, room.session.clock.now()));
  return turnOf(speech, spoken, left, stage?.phase === 'paused');
}

function head(room: SiteRoom): TemplateResult {
  const mine = room.mine!;
  const stage = room.session.store.stage.get();
  return html`<header class="hall-head">
    <b class="site-name">${mine.name}</b>
    <span class="title grow">${mine.title}</span>
    ${state(mine)}
    ${mine.kind === 'test' ? html`<span class="chip amber">${words.kinds.test}</span>` : nothing}
    ${mine.phase === 'live' ? nothing : html`<span class="chip">${words.phases[mine.phase]}</span>`}
    ${stage?.recording ? html`<span class="chip red recorded">${icon('record')} ${words.recordedNotice}</span>` : nothing}
    ${kept(room)}
    <time class="clock">${timeOfDay(room.session.clock.now(), true)}</time>
  </header>`;
}

/** Three seconds of warning, large, over the picture. */
const over = (turn: Turn): TemplateResult | typeof nothing =>
  turn.part === 'prepare'
    ? html`<div class="prepare" role="alert"><p>${say.hall.prepare}</p><b>${turn.left}</b></div>`
    : nothing;

function state(mine: Mine): TemplateResult | typeof nothing {
  if (mine.on_program) return html`<span class="chip red">● ${words.onAir}</span>`;
  if (mine.in_preview) return html`<span class="chip green">◆ ${say.hall.inPreview}</span>`;
  return nothing;
}

function talk(room: SiteRoom): TemplateResult | typeof nothing {
  if (!room.mine?.talkback) return nothing;
  const on = room.talkback.state.get() === 'talking';
  return html`<div class="notice green instruction-bar" role="alert">
    ${icon('headset')}
    <div class="grow"><b>${say.hall.talkback}</b><p>${on ? say.hall.talkOn : say.hall.talkJoining}</p></div>
  </div>`;
}

const MICROPHONE: Record<Microphone, { text: string; icon: Icon; open: boolean }> = {
  off: { text: say.hall.microphoneOff, icon: 'microphoneOff', open: false },
  paused: { text: say.hall.microphonePaused, icon: 'microphoneOff', open: false },
  all_closed: { text: say.hall.allClosed, icon: 'microphoneOff', open: false },
  opening: { text: say.hall.microphoneOpening, icon: 'microphoneOff', open: false },
  missing: { text: say.hall.microphoneMissing, icon: 'warn', open: false },
  on: { text: say.hall.microphoneOn, icon: 'microphone', open: true },
  chair: { text: say.hall.microphoneChair, icon: 'microphone', open: true },
  voice: { text: say.hall.microphoneVoice, icon: 'microphone', open: true },
};

/** The microphone in words, always; on the right who speaks and for how long. */
function strip(room: SiteRoom, turn: Turn): TemplateResult {
  return html`<div class="strip">${microphone(room)} ${
    turn.part === 'speak' || turn.part === 'paused' ? speechClock(turn) : speaking(room)
  }</div>`;
}

function bar(room: SiteRoom, turn: Turn, open: Open): TemplateResult {
  return html`<footer class="bar">
    <div class="own"><dc-picture class="mirror" .track=${room.devices.camera.get()}></dc-picture></div>
    <div class="now">${running(room)}</div>
    <div class="queue">${turn.part === 'none' ? place(room) : nothing} ${floorButton(room, open)}</div>
    <div class="tools">${tools(room, open)}</div>
    ${central(room, true)}
  </footer>`;
}

function microphone(room: SiteRoom): TemplateResult {
  const { store, media } = room.session;
  const track = room.devices.microphone.get();
  const shown =
    MICROPHONE[microphoneOf(room.mine!, store.stage.get(), media.sending.get().microphone, track !== null)];
  return html`<p class="microphone" data-open=${shown.open} role="status">
    ${icon(shown.icon)} <span>${shown.text}</span>
    ${shown.open ? html`<dc-meter .track=${track} label=${say.devices.level}></dc-meter>` : nothing}
  </p>`;
}

function running(room: SiteRoom): TemplateResult {
  const stage = room.session.store.stage.get();
  return html`<p class="item"><small>${say.hall.now}</small> <b>${itemText(stage?.item) || words.phases[room.mine!.phase]}</b></p>
    ${stage?.next ? html`<p class="item next"><small>${say.hall.next}</small> ${itemText(stage.next)}</p>` : nothing}
    ${behind(stage?.behind_seconds)}`;
}

const itemText = (item: ItemLine | null | undefined): string =>
  item ? [item.starts, item.title].filter(Boolean).join(' · ') : '';

function behind(seconds: number | null | undefined): TemplateResult | typeof nothing {
  const minutes = Math.round((seconds ?? 0) / 60);
  if (minutes === 0) return nothing;
  return html`<small>${minutes > 0 ? say.hall.behind(minutes) : say.hall.ahead(-minutes)}</small>`;
}

function speaking(room: SiteRoom): TemplateResult {
  const stage = room.session.store.stage.get();
  const speech = stage?.floor.at(-1);
  if (!stage || !speech) return html`<p class="speaking quiet">${say.hall.nobody}</p>`;
  const { left } = speechTimes(speech, speechNow(stage, room.session.clock.now()));
  const who = [speech.speaker.name, stage.names[speech.site] ?? speech.site].filter(Boolean).join(' – ');
  return html`<p class="speaking" aria-live="polite">
    <small>${stage.phase === 'paused' ? say.hall.pausedSpeech : say.hall.speaks}</small> <b>${who}</b>
  </p>
  ${left === null ? nothing : html`<time class=${left < 0 ? 'left over' : 'left'}><small>${say.hall.remaining}</small> ${clockText(left)}</time>`}`;
}

function speechClock(turn: Turn & { part: 'speak' | 'paused' }): TemplateResult {
  const over = turn.left !== null && turn.left < 0;
  const label = turn.left === null ? say.hall.spoken : over ? say.hall.overtime : say.hall.remaining;
  const paused = turn.part === 'paused';
  return html`${paused ? html`<p class="speaking">${say.hall.pausedSpeech}</p>` : nothing}<p class="speech-clock ${over ? 'over' : ''}" role="timer">
    <small>${label}</small><b>${clockText(Math.abs(turn.left ?? turn.spoken))}</b>
  </p>`;
}

function place(room: SiteRoom): TemplateResult {
  const mine = room.mine!;
  const [request] = openRequests(mine);
  const text =
    mine.place !== null ? say.hall.place(mine.place) : request ? say.hall.pending : say.hall.notQueued;
  return html`<p class="place-in-queue" aria-live="polite"><span>${text}</span>
    ${request ? html`<small>${request.speaker.name}</small>` : nothing}</p>`;
}

function floorButton(room: SiteRoom, open: Open): TemplateResult {
  const stage = room.session.store.stage.get();
  const speech = mySpeech(stage, room.site);
  if (speech && stage?.phase === 'paused') return html``;
  if (speech) {
    return html`<button type="button" class="danger solid" @click=${() => room.giveOn(speech.request, 'floor.yield')}>
      ${say.hall.yield}
    </button>`;
  }
  const [request] = openRequests(room.mine);
  return html`<div class="ask">
    <button type="button" class="primary large" @click=${() => open('floor')}>${icon('hand')} ${say.hall.askFloor}</button>
    ${
      request
        ? html`<button type="button" aria-label=${say.hall.withdrawFloor} @click=${() => room.giveOn(request.id, 'floor.cancel')}>
          ${say.hall.withdraw}
        </button>`
        : nothing
    }
  </div>`;
}

function tools(room: SiteRoom, open: Open): TemplateResult {
  const mine = room.mine!;
  const fresh = unread(mine);
  const newScript = mine.script_version > mine.script_seen && mine.script.length > 0;
  return html`<button type="button" class="danger" @click=${() => open('fault')}>${icon('warn')} ${say.hall.fault}</button>
    <button type="button" class=${newScript ? 'fresh' : ''} @click=${() => open('script')}>
      ${icon('list')} ${newScript ? (mine.script_seen > 0 ? say.script.changed : say.script.show) : say.hall.script}
    </button>
    <button type="button" class=${fresh ? 'fresh' : ''} @click=${() => open('messages')}>
      ${icon('message')} ${say.hall.messages}${fresh ? html` <b class="count">${fresh}</b>` : nothing}
    </button>
    <button type="button" @click=${() => open('devices')}>${icon('gear')} ${say.hall.devices}</button>
    ${rollButton(room, open)} ${sharing(room)}
    <button type="button" class="quiet" @click=${() => open('leave')}>${say.hall.leave}</button>`;
}

function rollButton(room: SiteRoom, open: Open): TemplateResult | typeof nothing {
  const mine = room.mine!;
  if (!mine.roll_call_at || !mine.readiness) return nothing; // not answered yet: it stands above the bar
  const said = mine.readiness.ready ? say.roll.ready : say.roll.notReady;
  return html`<button type="button" @click=${() => open('roll')}>${icon('check')} ${said}</button>`;
}

function sharing(room: SiteRoom): TemplateResult | typeof nothing {
  if (!room.mine!.sharing_allowed) return nothing;
  if (room.clip.get()) return nothing; // its own bar stops it
  if (room.shared.get()) {
    return html`<button type="button" class="danger" @click=${() => room.stopSharing()}>${icon('screen')} ${say.hall.stopSharing}</button>`;
  }
  return html`<button type="button" @click=${() => room.share(false)}>${icon('screen')} ${say.hall.share}</button>
    <button type="button" @click=${() => room.share(true)}>${icon('camera')} ${say.hall.shareDocument}</button>
    ${chooseClip(room)}`;
}
