import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { Gauge } from '../session/gauge.js';
import { NoticeConfirmation } from '../session/notice.js';
import type { Stage } from '../session/protocol.js';
import type { Session } from '../session/session.js';
import { wanted } from '../session/wanted.js';
import { Live, onScreen } from '../ui/element.js';
import { icon } from '../ui/icons.js';
import '../ui/program.js';
import { timeOfDay } from '../ui/time.js';
import { Ticking, Watch } from '../ui/watch.js';
import { words } from '../words/index.js';
import { say } from '../words/site.js';
import { keepAwake } from './awake.js';

const HINT_FOR = 8000;

/** The clean program for a room's television. No controls; F fills the screen. */
export class DcScreen extends Live {
  @property({ attribute: false }) session!: Session;
  @property() site = '';
  @property() heading = '';
  private readonly began = performance.now();
  private readonly gauge = new Gauge();
  private notice?: NoticeConfirmation;

  override connectedCallback(): void {
    super.connectedCallback();
    const { store, media, line } = this.session;
    new Watch(this, store.stage, store.mine, line.state, media.state, media.pictures, media.blocked);
    new Ticking(this);
    for (const value of [store.stage, store.mine, line.state]) value.watch(() => this.follow());
    this.notice = new NoticeConfirmation(this.session.acts, this.site, true);
    this.session.report = () => ({ stats: this.gauge.latest });
    setInterval(() => void this.gauge.measure(media.room, false).catch(() => undefined), 1000);
    addEventListener('keydown', event => this.pressed(event));
    keepAwake();
  }

  /** The stage, as long as the site is in: nobody takes back what was sent before it was dropped. */
  private get stage(): Stage | null {
    const { store, line } = this.session;
    const lane = store.mine.get()?.lane;
    const out = lane !== undefined && lane !== 'connected' && lane !== 'lost';
    return out || line.state.get().closed !== null ? null : store.stage.get();
  }

  private follow(): void {
    const { media } = this.session;
    const { stage } = this;
    if (stage && stage.phase !== 'ended') {
      media.enter();
      media.show(wanted(stage, { as: 'screen', site: this.site, profile: 'full' }));
    } else media.leave();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.code !== 'KeyF' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.fullscreenElement) void document.exitFullscreen();
    else void document.documentElement.requestFullscreen().catch(() => undefined);
    void this.session.media.allowSound();
  }

  protected override render(): TemplateResult {
    const { store, media, clock } = this.session;
    const { stage } = this;
    return html`<div class="screen">
      <dc-program
        .picture=${stage && this.live ? stage.program : {}}
        .next=${stage && this.live ? stage.preview : null}
        .pictures=${media.pictures.get()}
        .names=${stage?.names ?? {}}
        .off=${stage?.cameras_off ?? []}
        .heading=${stage?.title ?? store.mine.get()?.title ?? this.heading}
        .subheading=${this.subheading()}
      ></dc-program>
      <div class="corner">
        ${stage?.recording ? html`<span class="recorded">${icon('record')} ${words.recordedNotice}</span>` : nothing}
        <time>${timeOfDay(clock.now())}</time>
      </div>
      ${this.paused()} ${this.trouble()} ${this.sound()} ${this.hint()}
    </div>`;
  }

  protected override updated(): void {
    void this.notice?.look(this.stage, onScreen(this.querySelector('.recorded')));
  }

  private get live(): boolean {
    const phase = this.stage?.phase;
    return phase !== undefined && phase !== 'ended';
  }

  private subheading(): string {
    const { store, line } = this.session;
    const { stage } = this;
    if (line.state.get().closed === 4409) return say.display.otherDevice;
    if (line.state.get().closed !== null) return line.state.get().bye?.says || say.states.signedOut;
    if (stage?.phase === 'ended' || store.mine.get()?.phase === 'ended') return say.display.ended;
    if (!stage) return say.display.waiting;
    return stage.notice;
  }

  /** The holding card says it itself when the server gives it the words. */
  private paused(): TemplateResult | typeof nothing {
    if (this.stage?.phase !== 'paused' || this.stage.notice) return nothing;
    return html`<p class="strip" role="status">${say.display.paused}</p>`;
  }

  private trouble(): TemplateResult | typeof nothing {
    const { line, media, store } = this.session;
    const away = !line.state.get().up && line.state.get().closed === null && store.you.get() !== null;
    const { phase, since } = media.state.get();
    const mediaAway = phase !== 'off' && phase !== 'up' && Date.now() - since > 1500;
    if (!away && !mediaAway) return nothing;
    return html`<p class="strip lost" role="alert">${say.display.lost}</p>`;
  }

  private sound(): TemplateResult | typeof nothing {
    if (!this.session.media.blocked.get()) return nothing;
    return html`<button type="button" class="unmute" @click=${() => this.session.media.allowSound()}>
      ${icon('speaker')} ${say.display.soundOff}
    </button>`;
  }

  private hint(): TemplateResult | typeof nothing {
    if (document.fullscreenElement || performance.now() - this.began > HINT_FOR) return nothing;
    return html`<p class="hint">${say.display.hint}</p>`;
  }
}

customElements.define('dc-screen', DcScreen);
