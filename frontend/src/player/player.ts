import type Hls from 'hls.js';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Live } from '../ui/element.js';
import { icon } from '../ui/icons.js';
import { timeOfDay } from '../ui/time.js';
import { say } from '../words/player.js';
import { contentsOf } from './contents.js';
import { controls } from './controls.js';
import { course } from './course.js';
import { type Facts, type Missing, playable } from './facts.js';
import { type Act, actOf, BINDINGS, nextSpeed } from './keys.js';
import { askedFor, linkTo, momentAt, secondsAt } from './moments.js';
import { attach, type Source, type Trouble } from './source.js';
import { chaptersOf, lineAt, neighbour } from './spans.js';

const LEAP = 10;
const STEP = 5;
const FAR = 60;
const ASKED_EVERY = 4000;
/** So many seconds behind the newest segment still count as live. */
const EDGE = 12;
const TOLD = 4000;

/** A recording with what was said and done in it; while the session runs, the program a few seconds later. */
export class DcPlayer extends Live {
  @property({ attribute: false }) facts!: Facts;
  /** Where the facts are asked for again, as long as something changes. */
  @property() ask = '';
  @state() private now = 0;
  @state() private seconds = 0;
  @state() private playing = false;
  @state() private waiting = false;
  @state() private begun = false;
  @state() private trouble: Trouble | null = null;
  @state() private captions = true;
  @state() private full = false;
  @state() private told = '';
  @state() private link = '';
  @state() private width = 800;
  private source: Source | null = null;
  private readonly stops: (() => void)[] = [];

  private get video(): HTMLVideoElement | null {
    return this.querySelector('video');
  }

  private get hls(): Hls | null {
    return this.source?.hls ?? null;
  }

  private get running(): boolean {
    return this.facts.state === 'running';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const keys = (event: KeyboardEvent): void => this.pressed(event);
    const full = (): void => {
      this.full = document.fullscreenElement !== null;
    };
    const timer = setInterval(() => void this.refresh(), ASKED_EVERY);
    document.addEventListener('keydown', keys);
    document.addEventListener('fullscreenchange', full);
    this.stops.push(
      () => clearInterval(timer),
      () => document.removeEventListener('keydown', keys),
      () => document.removeEventListener('fullscreenchange', full),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops.splice(0)) stop();
    this.sizes.disconnect();
    this.source?.close();
    this.source = null;
  }

  protected override firstUpdated(): void {
    void this.open(askedFor(location.search, this.facts.runs) ?? 0);
  }

  /** The lanes are drawn in pixels; they are there as soon as there is something to play. */
  private readonly sizes = new ResizeObserver(([entry]) => {
    this.width = Math.max(Math.round(entry!.contentRect.width), 1);
  });
  private measured: Element | null = null;

  private measure(): void {
    const lane = this.querySelector('.lane');
    if (lane === this.measured) return;
    this.sizes.disconnect();
    if (lane) this.sizes.observe(lane);
    this.measured = lane;
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get('facts') as Facts | undefined;
    if (before && !this.source && !this.trouble && playable(this.facts)) void this.open(0);
    this.measure();
    this.keepInSight();
  }

  /** The chapter that runs stays in the list's window; the page itself does not move. */
  private keepInSight(): void {
    const current = [...this.querySelectorAll<HTMLElement>('.contents [aria-current]')].at(-1) ?? null;
    if (current === this.sighted) return;
    this.sighted = current;
    const list = current?.closest('.contents');
    if (!current || !list) return;
    const [one, all] = [current.getBoundingClientRect(), list.getBoundingClientRect()];
    if (one.top < all.top || one.bottom > all.bottom) list.scrollTop += one.top - all.top - all.height / 3;
  }

  private sighted: HTMLElement | null = null;

  private async open(from: number): Promise<void> {
    const { video } = this;
    if (!video || !playable(this.facts)) return;
    this.seconds = this.facts.seconds;
    this.source = await attach(video, this.facts, from, trouble => this.tell(trouble));
    if (this.running) void video.play().catch(() => undefined); // without a click it may have to wait for one
  }

  /** As long as the session runs: who speaks, whether it is over, whether one may still watch. */
  private async refresh(): Promise<void> {
    if (!this.ask || this.trouble === 'withdrawn' || this.facts.state === 'finished') return;
    try {
      const answer = await fetch(this.ask, { headers: { Accept: 'application/json' } });
      if (answer.ok) this.facts = await answer.json();
      else if (answer.status < 500 && answer.status !== 429) this.tell('withdrawn');
    } catch {
      // the next one tells
    }
  }

  /** Whoever may not watch any more sees nothing further, nor what the browser has already. */
  private tell(trouble: Trouble | null): void {
    if (this.trouble === 'withdrawn') return;
    this.trouble = trouble;
    if (trouble !== 'withdrawn') return;
    this.video?.pause();
    this.source?.close();
    this.source = null;
  }

  private readonly follow = (): void => {
    const { video } = this;
    if (!video) return;
    this.now = video.currentTime;
    const { seekable } = video;
    const reach = seekable.length > 0 ? seekable.end(seekable.length - 1) : 0;
    this.seconds = Math.max(
      Number.isFinite(video.duration) ? video.duration : reach,
      this.running ? reach : 0,
    );
    this.playing = !video.paused && !video.ended;
    this.begun ||= this.playing;
    this.waiting = this.playing && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
    this.requestUpdate();
  };

  readonly jump = (seconds: number): void => {
    const { video } = this;
    if (!video) return;
    const last = Number.isFinite(video.duration) ? video.duration - 0.05 : this.seconds;
    video.currentTime = Math.min(Math.max(seconds, 0), Math.max(last, 0));
    this.now = video.currentTime;
  };

  readonly toLive = (): void => {
    const edge = this.hls?.liveSyncPosition;
    if (edge) this.jump(edge);
    void this.video?.play();
  };

  private pressed(event: KeyboardEvent): void {
    const act = playable(this.facts) ? actOf(event, event.target) : null;
    if (!act) return;
    event.preventDefault();
    if (act === 'back' || act === 'on') this.jump(this.now + (act === 'on' ? STEP : -STEP));
    else this.act(act);
  }

  readonly act = (act: Act): void => {
    const { video } = this;
    if (!video) return;
    const acts: Record<Act, () => unknown> = {
      play: () => (video.paused ? video.play().catch(() => undefined) : video.pause()),
      back: () => this.jump(this.now - LEAP),
      on: () => this.jump(this.now + LEAP),
      back_far: () => this.jump(this.now - FAR),
      on_far: () => this.jump(this.now + FAR),
      louder: () => this.volume(video.volume + 0.1),
      quieter: () => this.volume(video.volume - 0.1),
      mute: () => {
        video.muted = !video.muted;
      },
      full: () => (document.fullscreenElement ? document.exitFullscreen() : this.fill()),
      captions: () => {
        this.captions = !this.captions;
      },
      next: () => this.leap(1),
      previous: () => this.leap(-1),
      faster: () => this.speed(nextSpeed(video.playbackRate, 1)),
      slower: () => this.speed(nextSpeed(video.playbackRate, -1)),
      start: () => this.jump(0),
      end: () => (this.running ? this.toLive() : this.jump(this.seconds)),
    };
    acts[act]();
  };

  private leap(step: 1 | -1): void {
    const to = neighbour(chaptersOf(this.facts), this.now, step);
    if (to !== null) this.jump(to);
  }

  readonly speed = (speed: number): void => {
    if (this.video) this.video.playbackRate = speed;
    this.requestUpdate();
  };

  readonly volume = (volume: number): void => {
    const { video } = this;
    if (!video) return;
    video.volume = Math.min(Math.max(volume, 0), 1);
    video.muted = video.volume === 0;
  };

  private fill(): Promise<void> | undefined {
    return this.querySelector('.stage')?.requestFullscreen?.();
  }

  private async share(): Promise<void> {
    this.link = linkTo(location.href, this.now);
    try {
      await navigator.clipboard.writeText(this.link);
      this.told = say.shared;
    } catch {
      this.told = say.shareByHand;
      return;
    }
    setTimeout(() => {
      this.told = '';
    }, TOLD);
  }

  protected override render(): TemplateResult {
    const { facts } = this;
    return html`
      ${this.words()}
      <div class="desk ${playable(facts) ? '' : 'bare'}">
        <div class="stage">${playable(facts) ? this.stage() : this.nothing()}</div>
        ${playable(facts) ? contentsOf(facts, this.now, this.jump) : nothing}
      </div>
      ${playable(facts) ? this.acts() : nothing} ${playable(facts) && !facts.outside ? this.course() : nothing}
    `;
  }

  private course(): TemplateResult {
    const { facts } = this;
    return course({ facts, seconds: this.seconds, now: this.now, width: this.width, jump: this.jump });
  }

  private words(): TemplateResult | typeof nothing {
    const { facts, running } = this;
    if (facts.state === 'finished' || !playable(facts)) return nothing;
    const says = running && facts.phase === 'paused' ? say.paused : say.states[facts.state];
    return html`<p class="player-state" role="status">
      ${says} ${running ? html`<b>${say.recordedNotice}</b>` : nothing}
    </p>`;
  }

  private stage(): TemplateResult {
    return html`
      <video
        playsinline
        preload="metadata"
        @click=${() => this.act('play')}
        @timeupdate=${this.follow}
        @durationchange=${this.follow}
        @progress=${this.follow}
        @play=${this.follow}
        @pause=${this.follow}
        @ended=${this.follow}
        @waiting=${this.follow}
        @playing=${this.follow}
        @seeking=${this.follow}
        @seeked=${this.follow}
        @volumechange=${this.follow}
        @ratechange=${this.follow}
      ></video>
      ${this.over()}
      ${this.begun || this.trouble ? nothing : this.first()} ${controls(this.bar(), this)}
    `;
  }

  /** Large in the middle, until it has played once: browsers do not begin with sound by themselves. */
  private first(): TemplateResult {
    return html`<button type="button" class="first" @click=${() => this.act('play')}>
      ${icon('play')} ${this.running ? say.watch : say.play}
    </button>`;
  }

  /** What this page says over the picture: trouble, or loading, or who speaks. */
  private over(): TemplateResult | typeof nothing {
    if (this.trouble) return html`<p class="over trouble" role="alert">${say.troubles[this.trouble]}</p>`;
    if (this.waiting) return html`<p class="over" role="status">${say.loading}</p>`;
    const { item, speaker, detail } = lineAt(this.facts, this.now);
    if (!this.captions || !(item || speaker)) return nothing;
    return html`<p class="over line">
      ${item ? html`<span>${item}</span>` : nothing}
      ${speaker ? html`<b>${speaker}</b>${detail ? html`<span>${detail}</span>` : nothing}` : nothing}
    </p>`;
  }

  private bar() {
    const { video, running } = this;
    const moment = momentAt(this.facts.runs, this.now);
    const edge = this.hls?.liveSyncPosition ?? this.seconds;
    return {
      playing: this.playing,
      now: this.now,
      seconds: this.seconds,
      muted: video?.muted ?? false,
      volume: video?.volume ?? 1,
      speed: video?.playbackRate ?? 1,
      captions: this.captions,
      full: this.full,
      moment,
      behind: running ? behind(this.facts, moment, this.clock()) : null,
      atEdge: edge - this.now < EDGE,
    };
  }

  private asked = 0;
  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('facts')) this.asked = performance.now();
  }

  /** The server's clock now. */
  private clock(): number {
    return this.facts.now + performance.now() - this.asked;
  }

  private nothing(): TemplateResult {
    const { state: name, reason } = this.facts;
    return html`<div class="nothing">
      <p>${name === 'finished' ? say.states.absent : say.states[name]}</p>
      ${reason ? html`<p class="why">${say.reason(reason)}</p>` : nothing}
    </div>`;
  }

  private acts(): TemplateResult {
    const gap = this.gap();
    return html`<div class="player-acts">
      <button type="button" class="btn btn-outline-primary" data-share @click=${() => void this.share()}>
        ${say.share}
      </button>
      ${
        this.facts.download && this.facts.file
          ? html`<a class="btn btn-outline-primary" href=${this.facts.file} download>${say.download}</a>`
          : nothing
      }
      <details class="keys">
        <summary>${say.keys}</summary>
        <dl>
          ${BINDINGS.map(one => html`<div><dt><kbd>${one.cap}</kbd></dt><dd>${say.keyActs[one.act]}</dd></div>`)}
        </dl>
      </details>
      <span class="told" role="status">${this.told}</span>
      ${this.told === say.shareByHand ? html`<input class="form-control" readonly .value=${this.link} aria-label=${say.share} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />` : nothing}
      ${gap ? html`<p class="gap-here">${say.gapHere(timeOfDay(gap.since, true), timeOfDay(gap.until, true), gap.reason)}</p>` : nothing}
    </div>`;
  }

  /** What is told shortly before and after the picture jumps over it. */
  private gap(): Missing | undefined {
    const near = (one: Missing): boolean => {
      const away = this.now - secondsAt(this.facts.runs, one.since);
      return away > -2 && away < 5;
    };
    return this.facts.missing.find(one => one.kind === 'gap' && near(one));
  }
}

function behind(facts: Facts, moment: number | null, clock: number): number | null {
  return moment === null || facts.runs.length === 0 ? null : (clock - moment) / 1000;
}

customElements.define('dc-player', DcPlayer);
