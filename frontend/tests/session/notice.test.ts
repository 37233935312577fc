import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/session/acts.js';
import { NoticeConfirmation } from '../../src/session/notice.js';
import type { Command } from '../../src/session/protocol.js';

const FIRST = { recording: true, recording_since: '2026-11-23T01:30:00Z' };
const SECOND = { recording: true, recording_since: '2026-11-23T02:10:00Z' };
const OFF = { recording: false, recording_since: null };

function world(answers: Outcome[] = []) {
  const given: Command[] = [];
  const acts = {
    give: async (command: Command): Promise<Outcome> => {
      given.push(command);
      return answers.shift() ?? { done: true, seq: 1 };
    },
  };
  return { given, notice: new NoticeConfirmation(acts, 'bim-son', false) };
}

describe('the notice of the recording', () => {
  it('is confirmed once for each start, and only when it stands on the screen', async () => {
    const { given, notice } = world();
    await notice.look(null, true);
    await notice.look(OFF, true);
    await notice.look(FIRST, false);
    expect(given).toEqual([]);
    await notice.look(FIRST, true);
    await notice.look(FIRST, true);
    expect(given).toEqual([{ act: 'recording.confirm_notice', site: 'bim-son', display: false }]);
    await notice.look(OFF, true);
    await notice.look(SECOND, true);
    expect(given).toHaveLength(2);
  });

  it('is confirmed again when nobody answered, not when it was refused', async () => {
    const { given, notice } = world([
      { done: false, refused: null },
      { done: false, refused: { code: 'x', says: '' } },
    ]);
    await notice.look(FIRST, true);
    await notice.look(FIRST, true);
    await notice.look(FIRST, true);
    expect(given).toHaveLength(2);
  });
});
