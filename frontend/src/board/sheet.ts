// A form over the board. The board goes on behind it; its keys are off until it is closed.
import { html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { Live } from '../ui/element.js';

export class DcSheet extends Live {
  @property({ attribute: false }) content: () => TemplateResult = () => html``;
  @property({ attribute: false }) heading = '';
  @property({ attribute: false }) wide = false;

  protected override render(): TemplateResult {
    return html`<dialog
      class="sheet ${this.wide ? 'sheet--wide' : ''}"
      aria-label=${this.heading}
      @close=${() => this.dispatchEvent(new CustomEvent('closed'))}
    >
      <h2 class="sheet-head">${this.heading}</h2>
      ${this.content()}
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
    void this.focusFirst();
  }

  /** Before the next key arrives: whoever types on at once must not lose a letter. */
  private async focusFirst(): Promise<void> {
    await Promise.all([...this.querySelectorAll('dc-phone')].map(form => (form as Live).updateComplete));
    this.querySelector<HTMLElement>('[data-first]')?.focus();
  }

  close(): void {
    this.querySelector('dialog')?.close();
  }
}

customElements.define('dc-sheet', DcSheet);
