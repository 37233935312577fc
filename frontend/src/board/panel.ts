// Everything about one site, and what can be done with it now.
import { html, nothing, type TemplateResult } from 'lit';
import type { Cell, CheckResult, Measure } from '../session/protocol.js';
import { decimal } from '../words/numbers.js';
import { needs } from './attention.js';
import type { Desk } from './desk.js';
import * as icons from './icons.js';
import { letReplace } from './orders.js';
import { say, type Word } from './say.js';
import { may, type Scene } from './scene.js';
import { actsOf } from './siteacts.js';
import { gradeWord, troubleText, unclear } from './tile.js';
import { barsOf, troubleOf } from './tiles.js';
import { hourOf, span } from './times.js';

export function panel(desk: Desk, scene: Scene): TemplateResult {
  const { chosen, peeked } = desk.table;
  const cell = scene.cells.get(chosen ?? '');
  const other = peeked === chosen ? undefined : scene.cells.get(peeked ?? '');
  return html`${cell ? whole(desk, scene, cell) : needs(desk, scene)} ${other ? glance(scene, other) : nothing}`;
}

const title = (cell: Cell): TemplateResult =>
  html`<h2 class="panel-name"><b>${cell.number || ''}</b> ${cell.name}</h2>`;

const whole = (desk: Desk, scene: Scene, cell: Cell): TemplateResult =>
  html`<section class="box panel" aria-label=${cell.name}>
    ${title(cell)} ${facts(scene, cell)} ${knocking(desk, scene, cell)} ${acts(desk, scene, cell)}
  </section>`;

/** Under the pointer: over what is there, so that nothing moves. */
const glance = (scene: Scene, cell: Cell): TemplateResult =>
  html`<section class="box panel panel--peek" aria-label=${cell.name}>
    ${title(cell)} ${facts(scene, cell)}
    <p class="panel-hint">${say('peek')}</p>
  </section>`;

function facts(scene: Scene, cell: Cell): TemplateResult {
  const trouble = troubleOf(cell);
  return html`<div class="facts">
    <p class="fact-person">
      <span>${cell.technician || say('no_technician')}</span>
      ${
        cell.phone
          ? html`<a class="fact-phone" href="tel:${cell.phone.replace(/[^+\d]/g, '')}">${icons.phone}${cell.phone}</a>`
          : nothing
      }
    </p>
    <p class="fact-state">
      <b class="lane-word lane-word--${cell.lane}"
        >${trouble?.kind === 'lost' ? troubleText(trouble, scene.now) : say(`lane_${cell.lane}`)}</b
      >
      <span class="grade grade--${cell.grade}">${icons.bars(barsOf(cell.grade))}${gradeWord(cell.grade)}</span>
    </p>
    ${
      trouble && trouble.kind !== 'lost'
        ? html`<p class="site-trouble site-trouble--${trouble.kind}">${troubleText(trouble, scene.now)}</p>`
        : nothing
    }
    ${numbers(scene, cell)} ${answers(cell, scene.now)}
  </div>`;
}

const shown = (value: number | null | undefined, unit: string, digits = 0): string =>
  value === null || value === undefined ? '–' : `${decimal(value, digits)}${unit}`;

function numbers(scene: Scene, cell: Cell): TemplateResult | typeof nothing {
  if (cell.lane !== 'connected' && cell.lane !== 'lost') return nothing;
  const now = scene.numbers.get(cell.site);
  if (!now?.up && !now?.down) return nothing;
  const row = (words: string, one: Measure | null | undefined) =>
    html`<tr>
      <th scope="row">${words}</th>
      <td>${shown(one?.loss, '%', 1)}</td>
      <td>${shown(one?.jitter, ' ms')}</td>
      <td>${shown(one?.rtt, ' ms')}</td>
      <td>${shown(one?.kbps, '')}</td>
    </tr>`;
  return html`<table class="numbers">
    <tr>
      <th></th>
      <th scope="col">${say('loss')}</th>
      <th scope="col" title="ms">${say('jitter')}</th>
      <th scope="col" title="ms">${say('rtt')}</th>
      <th scope="col">kbit/s</th>
    </tr>
    ${row(say('up'), now.up)} ${row(say('down'), now.down)}
    ${now.age && now.age > 3 ? html`<caption>${say('numbers_age', { n: Math.round(now.age) })}</caption>` : nothing}
  </table>`;
}

/** All losses so far, the one that still lasts included. */
const lostSeconds = (cell: Cell, now: number): number =>
  cell.lost_seconds + (cell.lost_since ? Math.max(0, now - Date.parse(cell.lost_since)) / 1000 : 0);

function answers(cell: Cell, now: number): TemplateResult {
  const { readiness, check, voice } = cell;
  const lines: [Word, string][] = [];
  if (readiness)
    lines.push([
      'readiness',
      readiness.ready ? say('ready', { n: readiness.head_count ?? 0 }) : readiness.reason || say('not_ready'),
    ]);
  if (readiness?.local_chair) lines.push(['local_chair', readiness.local_chair]);
  if (check && passed(check) && !readiness)
    lines.push(['check', say('check_passed', { time: hourOf(Date.parse(check.at)) })]);
  if (voice)
    lines.push([
      'voice',
      voice.picture_clear && voice.sound_clear
        ? say('voice_clear')
        : say('trouble_voice', { what: unclear(voice.picture_clear, voice.sound_clear) }),
    ]);
  return html`<dl class="answers">
    ${lines.map(([word, value]) => html`<dt>${say(word)}</dt><dd>${value}</dd>`)}
    ${
      cell.losses > 0
        ? html`<dd class="fact-quiet">${say('losses', { n: cell.losses, time: span(lostSeconds(cell, now)) })}</dd>`
        : nothing
    }
  </dl>`;
}

const passed = (check: CheckResult): boolean =>
  check.camera && check.microphone && check.speaker && check.line;

/** Another machine of the site waits before its slot: with its code, as it stands on that machine's screen. */
function knocking(desk: Desk, scene: Scene, cell: Cell): TemplateResult[] {
  return (scene.knocking.get(cell.site) ?? []).map(
    device => html`<p class="knock">
      <span>${say('knocking', { device })}</span>
      ${
        may(scene, 'sites.admit')
          ? html`<button class="btn btn--small btn--main" @click=${() => desk.do(letReplace(cell, device))}>
            ${say('act_replace')}
          </button>`
          : nothing
      }
    </p>`,
  );
}

function acts(desk: Desk, scene: Scene, cell: Cell): TemplateResult | typeof nothing {
  if (!may(scene, 'sites.admit')) return nothing;
  return html`<div class="acts">
    ${actsOf(scene, cell).map(
      one => html`<button class="btn btn--small ${one.look ?? ''}" @click=${() => desk.do(one.step)}>
        <span>${say(one.word)}</span>${one.key ? html`<kbd>${one.key}</kbd>` : nothing}
      </button>`,
    )}
  </div>`;
}
