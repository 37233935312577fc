import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { NoticeConfirmation } from '../session/notice.js';
import { Live, onScreen } from '../ui/element.js';
import { icon } from '../ui/icons.js';
import { Ticking, Watch } from '../ui/watch.js';
import { words } from '../words/index.js';
import { say } from '../words/site.js';
import { equipment } from './equipment.js';
import { faultForm, floorForm, leaveForm, rollForm } from './forms.js';
import { hall } from './hall.js';
import { lobby } from './lobby.js';
import { messages, script } from './papers.js';
import type { SiteRoom } from './room.js';
import { standing, troubles } from './troubles.js';

export type Opened = '' | 'floor' | 'fault' | 'devices' | 'messages' | 'script' | 'roll' | 'leave';

/** The site's page: a picture of its room's state, and the dialogues. */
export class DcSite extends Live {
  @property({ attribute: false }) room!: SiteRoom;
  @property() home = '/';
  @state() private opened: Opened = '';

  private notice?: NoticeConfirmation;

  override connectedCallback(): void {
    super.connectedCallback();
    this.notice = new NoticeConfirmation(this.room.session.acts, this.room.site, false);
    const { session, devices, checkup, talkback, said, shared } = this.room;
    const { store, media, line, acts } = session;
    new Watch(this, store.mine, store.stage, line.state, acts.kept, said, shared, talkback.state);
    new Watch(this, this.room.clip, this.room.checkpoint.found);
    this.room.clip.watch(clip => clip?.state.watch(() => this.requestUpdate()));
    new Watch(this, media.state, media.pictures, media.blocked, media.sending);
    new Watch(
      this,
      devices.camera,
      devices.microphone,
      devices.lists,
      devices.choice,
      devices.problem,
      checkup.checks,
    );
    new Ticking(this);
  }

  private readonly open = (what: Opened): void => {
    this.opened = what;
  };

  private readonly close = (): void => {
    this.opened = '';
  };

  protected override render(): TemplateResult {
    const { room } = this;
    const { view } = room;
    return html`${troubles(room)} ${this.rollCall()}
      <div class="view">${view === 'hall' ? hall(room, this.open) : view === 'lobby' ? lobby(room, this.open) : standing(room, view, this.home)}</div>
      ${this.dialogue()} ${this.toast()}`;
  }

  protected override updated(): void {
    void this.notice?.look(this.room.session.store.stage.get(), onScreen(this.querySelector('.recorded')));
  }

  /** The roll call waits for an answer: it cannot be overlooked, and does not cover the picture. */
  private rollCall(): TemplateResult | typeof nothing {
    const { mine, view } = this.room;
    if (!mine?.roll_call_at || mine.readiness || (view !== 'hall' && view !== 'lobby')) return nothing;
    const ready = () => this.room.give({ act: 'roll.answer', ready: true });
    return html`<div class="notice amber roll-bar" role="alert">
      ${icon('info')} <b class="grow">${say.roll.title}</b>
      <button type="button" class="primary" @click=${ready}>${icon('check')} ${say.roll.ready}</button>
      <button type="button" @click=${() => this.open('roll')}>${say.roll.notReady} / ${say.roll.heads}…</button>
    </div>`;
  }

  private dialogue(): TemplateResult | typeof nothing {
    const { room, close } = this;
    switch (this.opened) {
      case 'floor':
        return floorForm(room, close);
      case 'fault':
        return faultForm(room, close);
      case 'devices':
        return equipment(room, close);
      case 'messages':
        return messages(room, close);
      case 'script':
        return script(room, close);
      case 'roll':
        return rollForm(room, close);
      case 'leave':
        return leaveForm(room, close);
      default:
        return nothing;
    }
  }

  private toast(): TemplateResult {
    const said = this.room.said.get();
    return html`<div class="toast" role="status" aria-live="polite" data-shown=${said !== null}>
      ${said ? html`<p class=${said.bad ? 'bad' : ''}>${icon(said.bad ? 'warn' : 'check')} ${said.text}</p>` : nothing}
      <span class="sr-only">${words.product}</span>
    </div>`;
  }
}

customElements.define('dc-site', DcSite);
