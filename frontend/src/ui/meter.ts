import { html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { Ear } from '../session/checks.js';
import { Live } from './element.js';

const BARS = 12;

/** How loud the microphone is, as twelve bars. Moves with the voice, so that everybody sees that it is heard. */
export class DcMeter extends Live {
  @property({ attribute: false }) track: MediaStreamTrack | null = null;
  @property() label = '';
  level: number | null = null;
  private ear: Ear | null = null;
  private heard: MediaStreamTrack | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.listen(), 100);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.ear?.close();
    this.ear = this.heard = null;
  }

  private listen(): void {
    if (this.track !== this.heard) {
      this.ear?.close();
      this.ear = this.track ? new Ear(this.track) : null;
      this.heard = this.track;
    }
    this.level = this.ear?.level() ?? null;
    const lit = Math.round(Math.min((this.level ?? 0) * 2.5, 1) * BARS);
    this.querySelectorAll('i').forEach((bar, n) => {
      bar.classList.toggle('on', n < lit);
    });
  }

  protected override render(): TemplateResult {
    return html`<span class="meter" role="img" aria-label=${this.label}
      >${Array.from({ length: BARS }, () => html`<i></i>`)}</span
    >`;
  }
}

customElements.define('dc-meter', DcMeter);

declare global {
  interface HTMLElementTagNameMap {
    'dc-meter': DcMeter;
  }
}
