import { describe, expect, it } from 'vitest';
import { stopRecording, tapeOf } from '../../src/board/tape.js';
import type { Board, Stage, TapeLine } from '../../src/session/protocol.js';
import { board, scene } from './cast.js';

const tape = (more: Partial<TapeLine>): Partial<Board> => ({ tape: { ...board().tape, ...more } });
const RUNS: Partial<Stage> = { recording: true, recording_since: '2026-11-23T01:30:00Z', phase: 'live' };
const looks = (head: Partial<Board>, stage: Partial<Stage> = {}) => tapeOf(scene([], head, stage));

describe('the recording on the board', () => {
  it('runs, and tells how many sites have not shown the notice', () => {
    expect(looks(tape({ on: true, unseen: ['bim-son', 'ha-trung'] }), RUNS)).toMatchObject({
      look: 'on',
      more: 'Còn 2 điểm cầu chưa hiện thông báo ghi hình',
    });
    expect(looks(tape({ on: true }), RUNS).more).toBe('Mọi điểm cầu đã hiện thông báo ghi hình');
  });

  it('pauses with the session', () => {
    expect(looks(tape({ on: true }), { ...RUNS, phase: 'paused' }).look).toBe('paused');
  });

  it('is told first when nothing is written', () => {
    expect(looks(tape({ on: true, fault: 'ổ đĩa đầy' }), RUNS)).toMatchObject({
      look: 'bad',
      more: 'ổ đĩa đầy',
    });
  });

  it('has its reason when there is none', () => {
    expect(looks(tape({ declined: 'Nội dung nội bộ' }))).toMatchObject({
      look: 'off',
      more: 'Nội dung nội bộ',
    });
    expect(looks(tape({ wanted: true })).text).toBe('Chuẩn bị ghi hình');
    expect(looks({}).text).toBe('Không ghi hình');
  });

  it('says after the end what became of it', () => {
    const ended = { phase: 'ended' as const };
    expect(looks({ ...ended, ...tape({ finished: true }) }).text).toBe('Đã có bản ghi hình');
    expect(looks({ ...ended, ...tape({ discarded: true }) }).text).toBe('Đã hủy bản ghi thử');
    expect(looks(ended).text).toBe('Không ghi hình');
  });

  it('is stopped with a reason, which an official session needs', () => {
    const step = stopRecording(true);
    if (!step || !('sheet' in step) || step.sheet.kind !== 'ask') throw new Error('it must ask first');
    expect(step.sheet.ask.reason).toBe('required');
    expect(step.sheet.ask.command('Theo yêu cầu')).toEqual({ act: 'recording.stop', reason: 'Theo yêu cầu' });
  });
});
