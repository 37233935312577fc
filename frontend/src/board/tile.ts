// One site on the board. Draws itself again only when something of its own changed.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { RemoteVideoTrack } from 'livekit-client';
import type { Cell, Grade } from '../session/protocol.js';
import { Live } from '../ui/element.js';
import '../ui/tile.js';
import * as icons from './icons.js';
import { splitName } from './names.js';
import { say, type Word } from './say.js';
import { barsOf, stateOf, type TileState, type Trouble, troubleOf } from './tiles.js';
import { since } from './times.js';

const BADGES: Partial<Record<TileState, Word>> = { on_air: 'on_air', preview: 'state_preview' };

const LIVE: ReadonlySet<TileState> = new Set(['on_air', 'preview', 'connected']);

/** What is wrong, in one short line. */
export function troubleText(trouble: Trouble, now: number): string {
  switch (trouble.kind) {
    case 'lost': {
      const what = trouble.what === 'line' || trouble.what === 'media' ? trouble.what : 'both';
      const time = trouble.since && now ? ` ${since(trouble.since, now)}` : '';
      return `${say(`lost_${what}`)}${time}`;
    }
    case 'not_ready':
      return trouble.reason
        ? say('trouble_not_ready', { reason: trouble.reason })
        : say('trouble_not_ready_bare');
    case 'call_again':
      return say('trouble_call_again');
    case 'check':
      return say('trouble_check', { what: trouble.what.map(part => say(`part_${part}`)).join(', ') });
    case 'voice':
      return say('trouble_voice', { what: unclear(trouble.picture, trouble.sound) });
    case 'worse':
      return say('trouble_worse', {
        now: gradeWord(trouble.now).toLowerCase(),
        test: gradeWord(trouble.test).toLowerCase(),
      });
    case 'reason':
      return trouble.reason;
  }
}

export const unclear = (picture: boolean, sound: boolean): string =>
  [picture ? '' : say('part_picture'), sound ? '' : say('part_sound')].filter(Boolean).join(', ');

export const gradeWord = (grade: Grade): string => say(`grade_${grade}`);

export class DcSiteTile extends Live {
  @property({ attribute: false }) cell!: Cell;
  @property({ attribute: false }) track: RemoteVideoTrack | null = null;
  @property({ attribute: false }) chosen = false;
  /** In the order of the tab key: one tile is. */
  @property({ attribute: false }) reachable = false;
  @property({ attribute: false }) alarmed = false;
  /** The clock, for a tile that shows a running time; 0 for the others, so that they stand still. */
  @property({ attribute: false }) now = 0;
  /** Of a session that is played again: no picture comes. */
  @property({ attribute: false }) replay = false;
  draws = 0;

  protected override willUpdate(changed: PropertyValues): void {
    this.draws += 1;
    if (changed.has('cell')) this.className = `site site--${stateOf(this.cell)}`;
    this.classList.toggle('is-chosen', this.chosen);
    this.classList.toggle('is-alarmed', this.alarmed);
  }

  protected override render(): TemplateResult {
    const { cell } = this;
    const state = stateOf(cell);
    const { short, kind } = splitName(cell.name);
    const trouble = troubleOf(cell);
    return html`<button
      class="site-button"
      data-tile=${cell.site}
      tabindex=${this.reachable ? 0 : -1}
      aria-pressed=${this.chosen ? 'true' : 'false'}
      aria-label=${this.label(state, trouble)}
      title=${cell.name}
    >
      <span class="site-picture">
        ${this.picture(state)} ${this.badges(state)}
      </span>
      <span class="site-name"
        ><b class="site-number">${cell.number || ''}</b><span class="site-short">${short}</span
        ><small class="site-kind">${cell.role === 'end' ? kind : ''}</small></span
      >
      <span class="site-line">${this.line(trouble)}</span>
    </button>`;
  }

  private picture(state: TileState): TemplateResult {
    const live = LIVE.has(state);
    const track = live || state === 'lost' ? this.track : null;
    return html`<dc-picture class="fill" .track=${track}></dc-picture>${live && track ? nothing : this.instead(state)}`;
  }

  /** What stands in the picture's place. Of a site whose control alone is lost the picture goes on. */
  private instead(state: TileState): TemplateResult {
    const { lost, lost_since, lane, camera_on } = this.cell;
    if (state === 'lost')
      return html`<span class="site-none ${lost === 'line' ? 'site-none--line' : ''}"
        >${icons.cut}<b>${lost_since ? since(lost_since, this.now) : say('lane_lost')}</b></span
      >`;
    return html`<span class="site-none"
      >${LIVE.has(state) ? say(camera_on ? this.coming : 'camera_off') : say(`lane_${lane}`)}</span
    >`;
  }

  private get coming(): Word {
    return this.replay ? 'camera_on' : 'picture_coming';
  }

  private badges(state: TileState): TemplateResult {
    const { cell } = this;
    const word = BADGES[state];
    return html`${
      cell.speaking
        ? html`<span class="site-badge site-badge--floor">${say('speaking')}</span>`
        : word
          ? html`<span class="site-badge site-badge--${state}">${say(word)}</span>`
          : nothing
    }${
      cell.place
        ? html`<span class="site-place" title=${say('place_in_queue', { n: cell.place })}
          >${icons.hand}${cell.place}</span
        >`
        : nothing
    }${cell.sharing ? html`<span class="site-sharing" title=${say('sharing')}>${icons.screen}</span>` : nothing}${roleMark(cell)}`;
  }

  private line(trouble: Trouble | null): TemplateResult {
    const { cell } = this;
    if (trouble)
      return html`<span class="site-trouble site-trouble--${trouble.kind}">${troubleText(trouble, 0)}</span>`;
    if (cell.lane !== 'connected')
      return html`<span class="site-lane">${cell.phone || say(`lane_${cell.lane}`)}</span>`;
    return html`<span class="grade grade--${cell.grade}">${icons.bars(barsOf(cell.grade))}<span>${cell.grade === 'no_data' ? say('grade_short') : gradeWord(cell.grade)}</span></span>
      <span
        class="site-mic ${cell.microphone_on ? 'is-on' : ''}"
        title=${say(cell.microphone_on ? 'microphone_on' : 'microphone_off')}
        >${cell.microphone_on ? icons.microphone : icons.microphoneOff}</span
      >`;
  }

  private label(state: TileState, trouble: Trouble | null): string {
    const { cell } = this;
    const parts = [
      `${cell.number} ${cell.name}`,
      cell.speaking ? say('speaking') : '',
      state === 'on_air'
        ? say('on_air')
        : state === 'preview'
          ? say('state_preview')
          : say(`lane_${cell.lane}`),
      trouble ? troubleText(trouble, 0) : cell.lane === 'connected' ? gradeWord(cell.grade) : '',
      cell.microphone_on ? say('microphone_on') : '',
    ];
    return parts.filter(Boolean).join(', ');
  }
}

function roleMark(cell: Cell): TemplateResult | typeof nothing {
  if (cell.role === 'end' || cell.role === 'central') return nothing;
  return html`<em class="role role--${cell.role}">${say(`role_${cell.role}`)}</em>`;
}

customElements.define('dc-site-tile', DcSiteTile);
