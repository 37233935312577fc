// The bar under the picture.
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../ui/icons.js';
import { clockText, timeOfDay } from '../ui/time.js';
import { decimal } from '../words/numbers.js';
import { say } from '../words/player.js';
import type { Act } from './keys.js';
import { SPEEDS } from './keys.js';

export interface Bar {
  playing: boolean;
  now: number;
  seconds: number;
  muted: boolean;
  volume: number;
  speed: number;
  captions: boolean;
  full: boolean;
  moment: number | null;
  /** Seconds behind the room; null: not live. `atEdge`: as near to it as the segments allow. */
  behind: number | null;
  atEdge: boolean;
}

export interface Orders {
  act: (act: Act) => void;
  jump: (seconds: number) => void;
  speed: (speed: number) => void;
  volume: (volume: number) => void;
  toLive: () => void;
}

const number = (event: Event): number => Number((event.target as HTMLInputElement).value);

export function controls(bar: Bar, orders: Orders): TemplateResult {
  const press = (act: Act, label: string, content: unknown, pressed?: boolean): TemplateResult =>
    html`<button
      type="button"
      data-act=${act}
      aria-label=${label}
      title=${label}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      @click=${() => orders.act(act)}
    >
      ${content}
    </button>`;
  return html`<div class="bar">
    <input
      class="seek"
      type="range"
      min="0"
      max=${Math.max(bar.seconds, 0.1)}
      step="0.1"
      .value=${String(bar.now)}
      aria-label=${say.position}
      aria-valuetext=${say.positionNow(clockText(bar.now), clockText(bar.seconds))}
      @input=${(event: Event) => orders.jump(number(event))}
    />
    <div class="buttons">
      ${press('play', bar.playing ? say.pause : say.play, icon(bar.playing ? 'pause' : 'play'))}
      ${press('back', say.back, html`<span class="leap">−10</span>`)}
      ${press('on', say.on, html`<span class="leap">+10</span>`)}
      <span class="time"><b>${clockText(bar.now)}</b> / ${clockText(bar.seconds)}</span>
      ${bar.moment === null || bar.behind !== null ? nothing : html`<span class="wall">${say.onTheWall(timeOfDay(bar.moment, true))}</span>`}
      ${bar.behind === null ? nothing : live(bar, orders)}
      <span class="gap"></span>
      ${press('mute', bar.muted ? say.unmute : say.mute, icon('speaker'), bar.muted)}
      <input
        class="volume"
        type="range"
        min="0"
        max="1"
        step="0.05"
        .value=${String(bar.muted ? 0 : bar.volume)}
        aria-label=${say.volume}
        @input=${(event: Event) => orders.volume(number(event))}
      />
      ${bar.behind === null ? speeds(bar, orders) : nothing}
      ${press('captions', say.captions, icon('message'), bar.captions)}
      ${press('full', bar.full ? say.smaller : say.full, icon('screen'), bar.full)}
    </div>
  </div>`;
}

const live = (bar: Bar, orders: Orders): TemplateResult => html`<span class="live-mark">
  <b>${icon('record')} ${say.live}</b> ${say.behind(String(Math.max(Math.round(bar.behind ?? 0), 0)))}
  ${bar.atEdge ? nothing : html`<button type="button" class="to-live" @click=${orders.toLive}>${say.toLive}</button>`}
</span>`;

const speeds = (bar: Bar, orders: Orders): TemplateResult => html`<select
        aria-label=${say.speed}
        title=${say.speed}
        @change=${(event: Event) => orders.speed(number(event))}
      >
        ${SPEEDS.map(
          one =>
            html`<option value=${one} ?selected=${one === bar.speed}>
              ${decimal(one, one % 0.5 === 0 ? 1 : 2)}×
            </option>`,
        )}
      </select>`;
