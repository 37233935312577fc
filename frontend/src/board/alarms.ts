// The strip under the head: alarms that stay until somebody has seen them; calm words when there are none.
import { html, nothing, type TemplateResult } from 'lit';
import type { Alarm, Board } from '../session/protocol.js';
import { type Group, grouped, membersOf } from './crowd.js';
import type { Desk } from './desk.js';
import { endedText } from './ended.js';
import * as icons from './icons.js';
import { shortName } from './names.js';
import { talkback } from './orders.js';
import { say, type Word } from './say.js';
import { acting, hasEnded, isOver, nameOf, type Scene } from './scene.js';
import { since, timeOfDay } from './times.js';

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

/** What the server itself reports, by its own sentence. */
const NETWORK: Record<string, Word> = {
  'Máy chủ hình và tiếng không trả lời; các điểm cầu sẽ tự kết nối lại.': 'alarm_engine',
  'Ghi hình gián đoạn; hội nghị vẫn tiếp tục, hệ thống đang tự ghi lại.': 'alarm_recorder',
  'Ổ đĩa lưu bản ghi hình sắp đầy; xin báo quản trị viên.': 'alarm_disk_low',
  'Ổ đĩa lưu bản ghi hình đã đầy; ghi hình tự tiếp tục khi có chỗ trống.': 'alarm_disk_full',
};

export function alarmText(alarm: Alarm, scene: Scene): string {
  const ofNetwork = NETWORK[alarm.text ?? ''];
  if (ofNetwork && !alarm.site) return say(ofNetwork);
  const name = alarm.site ? nameOf(scene, alarm.site) : say('the_network');
  const cell = alarm.site ? scene.cells.get(alarm.site) : undefined;
  if (isOver(alarm, scene.cells)) return say('alarm_lost_back', { name });
  const time = since(cell?.lost_since ?? alarm.at, scene.now);
  const fault = alarm.kind === 'fault' ? FAULTS[alarm.text ?? ''] : undefined;
  const text = fault ? say(fault) : (alarm.text ?? '');
  return say(SENTENCES[alarm.kind] ?? 'alarm_other', { name, time, text });
}

/** One sentence for all that have one cause. */
export function groupText(group: Group, scene: Scene): string {
  const n = group.under.length + 1;
  if (group.kind === 'crowd')
    return say(isOver(group.head, scene.cells) ? 'alarm_many_back' : 'alarm_many_lost', { n });
  if (group.kind === 'single' || n === 1) return alarmText(group.head, scene);
  return `${alarmText(group.head, scene)} ${say('alarm_with_it', { n: n - 1 })}`;
}

export function strip(desk: Desk, scene: Scene): TemplateResult {
  if (hasEnded(scene))
    return html`<section class="strip"><span class="strip-calm">${endedText(scene)}</span></section>`;
  const groups = grouped(scene.board?.alarms ?? [], scene);
  const first = groups[0]?.head;
  const down = !scene.lineUp ? 'line_down' : !scene.engineUp ? 'engine_down' : null;
  return html`<section class="strip ${first ? `strip--alarm strip--${isOver(first, scene.cells) ? 'over' : first.kind}` : ''} ${down ? 'strip--down' : ''}">
    ${down ? html`<span class="strip-down">${icons.warning}${say(down)}</span>` : nothing}
    ${first ? alarm(desk, scene, groups) : calm(scene)}
    ${desk.table.typed ? html`<span class="strip-typed">${desk.table.typed}</span>` : nothing}
    ${knocks(desk, scene)} ${talking(desk, scene)} ${roll(scene)}
    ${desk.table.alarmsOpen && groups.length > 0 ? list(desk, scene, groups) : nothing}
  </section>`;
}

/** Other machines that wait before a slot: no alarm, but somebody stands before a closed door. */
function knocks(desk: Desk, scene: Scene): TemplateResult | typeof nothing {
  const [site] = scene.knocking.keys();
  if (!site) return nothing;
  const words =
    scene.knocking.size === 1
      ? say('knock_one', { name: shortName(nameOf(scene, site)) })
      : say('knock_many', { n: scene.knocking.size });
  return html`<button class="btn btn--small strip-knock" @click=${() => desk.choose(site)}>${words}</button>`;
}

function talking(desk: Desk, scene: Scene): TemplateResult | typeof nothing {
  const site = scene.board?.talkback;
  if (desk.session.media.blocked.get())
    return html`<button class="btn btn--main btn--small">${say('sound_on')}</button>`;
  if (!site) return nothing;
  return html`<span class="strip-talk"
    >${icons.headset}${say('talking_with', { name: shortName(nameOf(scene, site)) })}
    ${
      acting(scene)
        ? html`<button class="btn btn--small" @click=${() => desk.do(talkback(scene, site))}>
            ${say('act_talkback_end')} <kbd>T</kbd>
          </button>`
        : nothing
    }</span
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

function alarm(desk: Desk, scene: Scene, groups: readonly Group[]): TemplateResult {
  const [first, ...rest] = groups as [Group, ...Group[]];
  const all = groups.flatMap(membersOf).length;
  return html`
    <button class="strip-alarm" @click=${() => desk.choose(first.head.site)}>
      ${icons.warning}<b>${groupText(first, scene)}</b>
    </button>
    ${
      acting(scene)
        ? html`<button class="btn btn--seen" @click=${() => desk.see(membersOf(first))}>
            ${say('alarm_seen')} <kbd>Z</kbd>
          </button>`
        : nothing
    }
    ${all > 1 ? opener(desk, rest.length > 0 ? say('alarm_more', { n: rest.length }) : say('alarm_which')) : nothing}
    ${
      rest.length > 0 && acting(scene)
        ? html`<button class="btn btn--small" title="Shift + Z" @click=${() => desk.seeAll()}>
            ${say('alarm_seen_all', { n: all })}
          </button>`
        : nothing
    }
  `;
}

function opener(desk: Desk, words: string): TemplateResult {
  const open = desk.table.alarmsOpen;
  return html`<button
    class="btn btn--small"
    aria-expanded=${open ? 'true' : 'false'}
    @click=${() => desk.set({ alarmsOpen: !open })}
  >
    ${words} ${open ? '▴' : '▾'}
  </button>`;
}

/** Every alarm by itself, under the head it belongs to. */
function list(desk: Desk, scene: Scene, groups: readonly Group[]): TemplateResult {
  const line = (one: Alarm) => html`<li>
    <button class="alarm-go" @click=${() => desk.choose(one.site)}>${alarmText(one, scene)}</button>
    <time>${timeOfDay(Date.parse(one.at))}</time>
  </li>`;
  return html`<div class="alarm-list">
    ${groups.map(
      group => html`<section>
        <p class="alarm-head">
          <b>${groupText(group, scene)}</b>
          ${
            acting(scene)
              ? html`<button class="btn btn--small" @click=${() => desk.see(membersOf(group))}>
                  ${say('alarm_seen')}
                </button>`
              : nothing
          }
        </p>
        ${group.under.length ? html`<ul>${membersOf(group).map(line)}</ul>` : nothing}
      </section>`,
    )}
  </div>`;
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
    ${grouped(scene.board?.alarms ?? [], scene)
      .slice(0, 3)
      .map(one => html`<p>${groupText(one, { ...scene, now: Date.parse(one.head.at) })}</p>`)}
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
