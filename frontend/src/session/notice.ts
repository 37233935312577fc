import type { Acts } from './acts.js';
import type { Stage } from './protocol.js';

/**
 * Tells the server once for each start that the notice of the recording stands on this screen (Law 91/2025/QH15,
 * Article 32: who is recorded has been told). Nobody answered: told again at the next look.
 */
export class NoticeConfirmation {
  private told = '';

  constructor(
    private readonly acts: Pick<Acts, 'give'>,
    private readonly site: string,
    private readonly display: boolean,
  ) {}

  /** After every drawing. `visible`: the notice is in the page, and the page is on the screen. */
  async look(stage: Pick<Stage, 'recording' | 'recording_since'> | null, visible: boolean): Promise<void> {
    const start = stage?.recording ? (stage.recording_since ?? '') : '';
    if (!start || !visible || start === this.told) return;
    this.told = start;
    const outcome = await this.acts.give({
      act: 'recording.confirm_notice',
      site: this.site,
      display: this.display,
    });
    if (!outcome.done && outcome.refused === null && this.told === start) this.told = '';
  }
}
