// A speech registered on the telephone. Meant to be done in under fifteen seconds, without the mouse.
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Board, Cell, Command, Speaker } from '../session/protocol.js';
import { Live } from '../ui/element.js';
import { findSites } from './names.js';
import { say } from './say.js';
import { hourOf } from './times.js';

const OFFERED = 6;

export interface Entry {
  site: string;
  speaker: Speaker;
  topic: string;
  item: string | null;
  minutes: number;
  channel: 'phone' | 'paper';
  caller: string;
  readBack: boolean;
  pointOfOrder: boolean;
}

export type Prefill = Pick<Entry, 'speaker' | 'item' | 'topic' | 'minutes' | 'caller'>;

/** What the script and the network already know about a site's next speech. */
export function prefill(board: Board | null, cell: Cell | undefined): Prefill {
  const line = board?.script.find(
    one => one.item.site === cell?.site && !one.done && !one.running && one.item.speaker,
  );
  const { item } = line ?? {};
  return {
    speaker: item?.speaker ?? { name: '', title: '', unit: '' },
    item: item?.id ?? null,
    topic: item?.title ?? '',
    minutes: item?.minutes ?? 5,
    caller: cell?.technician ?? '',
  };
}

export function commandOf(entry: Entry, calledAt: number): Command {
  return {
    act: 'floor.request',
    site: entry.site,
    speaker: entry.speaker,
    topic: entry.topic,
    item: entry.item,
    minutes: entry.minutes,
    point_of_order: entry.pointOfOrder,
    channel: entry.channel,
    caller: entry.caller,
    called_at: new Date(calledAt).toISOString(),
    read_back: entry.readBack,
  };
}

export class DcPhone extends Live {
  @property({ attribute: false }) cells: readonly Cell[] = [];
  @property({ attribute: false }) board: Board | null = null;
  @property({ attribute: false }) site: string | null = null;
  @property({ attribute: false }) calledAt = 0;
  @property({ attribute: false }) save: (command: Command) => void = () => undefined;
  @property({ attribute: false }) cancel: () => void = () => undefined;
  @state() private query = '';
  @state() private marked = 0;
  @state() private wrong = '';
  @state() private filled: Prefill = prefill(null, undefined);

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.site) this.choose(this.site);
  }

  protected override render(): TemplateResult {
    const { speaker, caller, topic, minutes } = this.filled;
    return html`<form class="form" novalidate @submit=${(event: SubmitEvent) => this.submit(event)}>
      ${this.siteField()}
      <div class="form-two">
        ${field('speaker', say('speaker'), speaker.name, 'form-large')}
        ${field('caller', say('caller'), caller)}
      </div>
      <div class="form-two">
        ${field('title', say('speaker_title'), speaker.title ?? '')}
        ${field('unit', say('speaker_unit'), speaker.unit ?? '')}
      </div>
      <div class="form-three">
        ${field('topic', say('topic'), topic)}
        <label title=${say('limit_hint')}
          >${say('limit')}<input name="minutes" type="number" min="0" max="240" .value=${String(minutes)}
        /></label>
        <label
          >${say('channel')}<select name="channel">
            <option value="phone">${say('channel_name_phone')}</option>
            <option value="paper">${say('channel_name_paper')}</option>
          </select></label
        >
      </div>
      <label class="check"><input type="checkbox" name="read_back" /> ${say('read_back')}</label>
      <label class="check"><input type="checkbox" name="order" /> ${say('point_of_order')}</label>
      ${this.wrong ? html`<p class="error" role="alert">${this.wrong}</p>` : nothing}
      <div class="form-acts">
        <small>${say('called_at', { time: hourOf(this.calledAt) })}</small>
        <span class="head-space"></span>
        <button type="button" class="btn" @click=${() => this.cancel()}>${say('cancel')} <kbd>Esc</kbd></button>
        <button type="submit" class="btn btn--main">${say('save')} <kbd>Enter</kbd></button>
      </div>
    </form>`;
  }

  private siteField(): TemplateResult {
    const chosen = this.cells.find(cell => cell.site === this.site);
    const offers = chosen || !this.query ? [] : this.offers();
    return html`<label class="form-site"
      >${say('site')}<input
        ?data-first=${!this.site}
        name="site"
        autocomplete="off"
        spellcheck="false"
        role="combobox"
        aria-expanded=${offers.length ? 'true' : 'false'}
        aria-controls="phone-offers"
        placeholder=${say('site_hint')}
        .value=${chosen ? `${chosen.number}  ${chosen.name}` : this.query}
        @input=${(event: InputEvent) => this.search((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => this.siteKey(event)}
        @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
      />
      <ul class="offers" id="phone-offers" role="listbox" ?hidden=${offers.length === 0}>
        ${offers.map(
          (cell, at) => html`<li
            role="option"
            aria-selected=${at === this.marked ? 'true' : 'false'}
            class=${at === this.marked ? 'is-on' : ''}
            @mousedown=${(event: MouseEvent) => {
              event.preventDefault();
              this.choose(cell.site);
            }}
          >
            <b>${cell.number}</b> ${cell.name} <small>${say(`lane_${cell.lane}`)}</small>
          </li>`,
        )}
      </ul>
    </label>`;
  }

  private offers(): Cell[] {
    return findSites(
      this.cells.filter(cell => cell.role !== 'central'),
      this.query,
    ).slice(0, OFFERED);
  }

  private search(text: string): void {
    this.site = null;
    this.query = text;
    this.marked = 0;
    this.wrong = '';
  }

  private siteKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const offers = this.site ? [] : this.offers();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      this.marked = Math.min(Math.max(0, this.marked + by), Math.max(0, offers.length - 1));
    }
    const picked = offers[this.marked];
    if ((event.key === 'Enter' || event.key === 'Tab') && this.query && picked) {
      event.preventDefault();
      this.choose(picked.site);
    }
  }

  /** Fills in what is known and goes on to the first thing that is not. */
  private choose(site: string): void {
    this.site = site;
    this.filled = prefill(
      this.board,
      this.cells.find(cell => cell.site === site),
    );
    void this.updateComplete.then(() => this.goOn());
  }

  private goOn(): void {
    const next = this.filled.speaker.name ? 'read_back' : 'speaker';
    this.querySelector<HTMLInputElement>(`[name="${next}"]`)?.focus();
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(data.get(name) ?? '').trim();
    if (!this.site) {
      this.refuse(say('field_missing'), 'site');
      return;
    }
    if (!text('speaker')) {
      this.refuse(say('speaker_missing'), 'speaker');
      return;
    }
    this.save(
      commandOf(
        {
          site: this.site,
          speaker: { name: text('speaker'), title: text('title'), unit: text('unit') },
          topic: text('topic'),
          item: this.filled.item,
          minutes: Number(text('minutes')) || 0,
          channel: text('channel') === 'paper' ? 'paper' : 'phone',
          caller: text('caller'),
          readBack: data.get('read_back') !== null,
          pointOfOrder: data.get('order') !== null,
        },
        this.calledAt,
      ),
    );
  }

  private refuse(words: string, name: string): void {
    this.wrong = words;
    this.querySelector<HTMLInputElement>(`[name="${name}"]`)?.focus();
  }
}

const field = (name: string, words: string, value: string, look = ''): TemplateResult =>
  html`<label class=${look}
    >${words}<input name=${name} autocomplete="off" maxlength="120" .value=${value}
  /></label>`;

customElements.define('dc-phone', DcPhone);
