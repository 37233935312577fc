// The strip under the head: alarms that stay until somebody has seen them; calm words when there are none.
import { html, nothing, type TemplateResult } from 'lit';
import type { Alarm, Board } from '../session/protocol.js';
import type { Desk } from './desk.js';
import * as icons from './icons.js';
import { shortName } from './names.js';
import { seeAlarm, talkback } from './orders.js';
import { say, type Word } from './say.js';
import { isOver, nameOf, type Scene, topAlarms } from './scene.js';
import { since } from './times.js';

const SENTENCES: Record<string, Word> = {
  lost: 'alarm_lost',
  speaker_yielded: 'alarm_speaker_yielded',
  fault: 'alarm_fault',
  not_ready: 'alarm_not_ready',
  poor: 'alarm_poor',
};

/** What a site that wrote no words of its own reports. */
const FAULTS: Record<string, Word> = {
  line: 'fault_line',
  power: 'fault_power',
  device: 'fault_device',
  picture: 'fault_picture',
  sound: 'fault_sound',
  light: 'fault_light',
  physical: 'fault_physical',
  other: 'fault_other',
};

export function alarmText(alarm: Alarm, scene: Scene): string {
  const name = alarm.site ? nameOf(scene, alarm.site) : say('the_network');
  const cell = alarm.site ? scene.cells.get(alarm.site) : undefined;
  if (isOver(alarm, scene.cells)) return say('alarm_lost_back', { name });
  const time = since(cell?.lost_since ?? alarm.at, scene.now);
  const fault = alarm.kind === 'fault' ? FAULTS[alarm.text ?? ''] : undefined;
  const text = fault ? say(fault) : (alarm.text ?? '');
  return say(SENTENCES[alarm.kind] ?? 'alarm_other', { name, time, text });
}

const CROWD = 5;

/** Many lines lost at once have one cause: one sentence for all of them. */
export function crowdText(alarms: readonly Alarm[], scene: Scene): string | null {
  const [first] = alarms;
  if (first?.kind !== 'lost') return null;
  const over = isOver(first, scene.cells);
  const alike = alarms.filter(one => one.kind === 'lost' && isOver(one, scene.cells) === over);
  if (alike.length < CROWD) return null;
  return say(over ? 'alarm_many_back' : 'alarm_many_lost', { n: alike.length });
}

export function strip(desk: Desk, scene: Scene): TemplateResult {
  const alarms = topAlarms(scene.board?.alarms ?? [], scene.cells);
  const first = alarms[0];
  const down = !scene.lineUp ? 'line_down' : !scene.engineUp ? 'engine_down' : null;
  return html`<section class="strip ${first ? `strip--alarm strip--${isOver(first, scene.cells) ? 'over' : first.kind}` : ''} ${down ? 'strip--down' : ''}">
    ${down ? html`<span class="strip-down">${icons.warning}${say(down)}</span>` : nothing}
    ${first ? alarm(desk, scene, alarms, first) : calm(scene)}
    ${desk.table.typed ? html`<span class="strip-typed">${desk.table.typed}</span>` : nothing}
    ${talking(desk, scene)} ${roll(scene)}
  </section>`;
}

function talking(desk: Desk, scene: Scene): TemplateResult | typeof nothing {
  const site = scene.board?.talkback;
  if (desk.session.media.blocked.get())
    return html`<button class="btn btn--main btn--small">${say('sound_on')}</button>`;
  if (!site) return nothing;
  return html`<span class="strip-talk"
    >${icons.headset}${say('talking_with', { name: shortName(nameOf(scene, site)) })}
    <button class="btn btn--small" @click=${() => desk.do(talkback(scene, site))}>
      ${say('act_talkback_end')} <kbd>T</kbd>
    </button></span
  >`;
}

const calm = (scene: Scene): TemplateResult =>
  html`<span class="strip-calm">
    ${
      scene.stage?.all_closed
        ? html`<b class="strip-closed">${icons.microphoneOff}${say('all_closed')}</b>`
        : html`${icons.check}${say('no_alarms')}`
    }
  </span>`;

function alarm(desk: Desk, scene: Scene, alarms: readonly Alarm[], first: Alarm): TemplateResult {
  const more = alarms.length - 1;
  const crowd = crowdText(alarms, scene);
  return html`
    <button class="strip-alarm" @click=${() => desk.choose(first.site)}>
      ${icons.warning}<b>${crowd ?? alarmText(first, scene)}</b>
      ${more > 0 && !crowd ? html`<span>${say('alarm_more', { n: more })}</span>` : nothing}
    </button>
    <button class="btn btn--seen" @click=${() => desk.do(seeAlarm(first.id))}>
      ${say('alarm_seen')} <kbd>Z</kbd>
    </button>
    ${
      more > 0
        ? html`<button class="btn btn--small" title="Shift + Z" @click=${() => desk.seeAll()}>
            ${say('alarm_seen_all', { n: more + 1 })}
          </button>`
        : nothing
    }
  `;
}

/** "29/31 điểm cầu sẵn sàng, 672 người dự", in the page's language. */
export function rollText({ roll }: Board): string {
  const { ready, sites, people } = roll;
  return people > 0 ? say('roll_people', { ready, sites, people }) : say('roll_ready', { ready, sites });
}

function roll({ board }: Scene): TemplateResult | typeof nothing {
  if (!board?.roll.started_at) return nothing;
  return html`<span class="strip-roll">${rollText(board)}</span>`;
}

/** Spoken by screen readers, once for each new alarm. */
export const spoken = (scene: Scene): TemplateResult =>
  html`<div class="hidden" role="alert" aria-live="assertive">
    ${topAlarms(scene.board?.alarms ?? [], scene.cells)
      .slice(0, 3)
      .map(one => html`<p>${alarmText(one, { ...scene, now: Date.parse(one.at) })}</p>`)}
  </div>`;

/** A short two-tone sound for a new alarm, again while it has not been seen. */
export class Bell {
  private context: AudioContext | null = null;
  private rung = new Set<string>();
  private last = 0;

  /** Browsers let a page sound only after somebody touched it. */
  wake(): void {
    this.context ??= new AudioContext();
    void this.context.resume();
  }

  hear(alarms: readonly Alarm[], now: number, stands: (one: Alarm) => boolean): void {
    const fresh = alarms.some(one => !this.rung.has(one.id));
    this.rung = new Set(alarms.map(one => one.id));
    const urgent = alarms.some(one => stands(one) && URGENT.has(one.kind));
    if (fresh || (urgent && now - this.last > AGAIN)) this.ring(now);
  }

  private ring(now: number): void {
    this.last = now;
    const context = this.context;
    if (context?.state !== 'running') return;
    [880, 660].forEach((pitch, at) => {
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0.12, context.currentTime + at * 0.18);
      gain.gain.exponentialRampToValueAtTime(0.001, context.currentTime + at * 0.18 + 0.16);
      tone.connect(gain).connect(context.destination);
      tone.start(context.currentTime + at * 0.18);
      tone.stop(context.currentTime + at * 0.18 + 0.17);
    });
  }
}

const AGAIN = 8000;
const URGENT: ReadonlySet<string> = new Set(['lost', 'speaker_yielded']);
