import { describe, expect, it } from 'vitest';
import type { Mine, Stage } from '../../src/session/protocol.js';
import {
  microphoneOf,
  openRequests,
  shouldKnock,
  speechNow,
  speechTimes,
  turnOf,
  unread,
  viewOf,
} from '../../src/site/view.js';

const mine = (more: Partial<Mine> = {}): Mine => ({
  site: 'bim-son',
  name: 'Bỉm Sơn',
  title: 'Giao ban',
  kind: 'official',
  phase: 'open',
  planned_start: null,
  lane: 'expected',
  since: null,
  epoch: 0,
  device: '',
  reason: '',
  call_again: false,
  check: null,
  readiness: null,
  roll_call_at: null,
  may_publish: [],
  everybody_sees_me: false,
  on_program: false,
  in_preview: false,
  voice_check: false,
  sharing_allowed: false,
  talkback: false,
  place: null,
  requests: [],
  notes: [],
  script: [],
  script_version: 0,
  script_seen: 0,
  central_name: 'Lê Văn Hùng',
  central_phone: '0237 3852 000',
  recording: false,
  chair: 'vp-ubnd',
  ...more,
});

const speech = { request: 'r1', site: 'bim-son', speaker: { name: 'Nguyễn Thị Lan' }, granted_at: '' };
const stage = (more: Partial<Stage> = {}) => ({ floor: [], all_closed: false, ...more }) as unknown as Stage;

describe('which page a site sees', () => {
  it.each([
    [{ lane: 'expected' }, 'lobby'],
    [{ lane: 'waiting', device: 'd1' }, 'lobby'],
    [{ lane: 'waiting', device: 'd2' }, 'device'],
    [{ lane: 'connected', device: 'd1' }, 'hall'],
    [{ lane: 'lost', device: 'd1' }, 'hall'],
    [{ lane: 'connected', device: 'd2' }, 'device'],
    [{ lane: 'expected', device: 'd2' }, 'lobby'],
    [{ lane: 'absent' }, 'lobby'],
    [{ lane: 'dropped' }, 'dropped'],
    [{ lane: 'left' }, 'left'],
    [{ lane: 'connected', device: 'd1', phase: 'ended' }, 'ended'],
  ] as [Partial<Mine>, string][])('%j -> %s', (more, view) => {
    expect(viewOf(mine(more), null, 'd1')).toBe(view);
  });

  it('nothing heard yet', () => expect(viewOf(null, null, 'd1')).toBe('connecting'));
  it('replaced by another device', () => expect(viewOf(mine(), 4409, 'd1')).toBe('device'));
  it('signed out', () => expect(viewOf(mine(), 4401, 'd1')).toBe('signed_out'));
});

describe('knocking by itself', () => {
  it('once the checks have settled and the session is open', () => {
    expect(shouldKnock(mine(), true)).toBe(true);
    expect(shouldKnock(mine(), false)).toBe(false);
    expect(shouldKnock(mine({ phase: 'planned' }), true)).toBe(false);
    expect(shouldKnock(mine({ phase: 'ended' }), true)).toBe(false);
  });

  it('not after a "no", nor when already there', () => {
    expect(shouldKnock(mine({ reason: 'Chưa đến lượt' }), true)).toBe(false);
    for (const lane of ['waiting', 'connected', 'dropped', 'left'] as const) {
      expect(shouldKnock(mine({ lane }), true)).toBe(false);
    }
  });

  it('when the centre calls again', () => {
    expect(shouldKnock(mine({ lane: 'dropped', call_again: true }), true)).toBe(true);
  });
});

describe('the microphone in words', () => {
  const open = mine({ may_publish: ['camera', 'microphone'] });

  it.each([
    ['off', mine({ may_publish: ['camera'] }), stage(), false, true],
    ['paused', mine({ may_publish: ['camera'], phase: 'paused' }), stage(), false, true],
    ['all_closed', mine({ may_publish: ['camera'] }), stage({ all_closed: true }), false, true],
    ['missing', open, stage(), false, false],
    ['opening', open, stage(), false, true],
    ['on', open, stage({ floor: [speech] }), true, true],
    ['chair', open, stage(), true, true],
    ['voice', { ...open, voice_check: true }, stage(), true, true],
  ] as const)('%s', (word, view, shown, sends, present) => {
    expect(microphoneOf(view, shown, sends, present)).toBe(word);
  });
});

describe('a turn to speak', () => {
  it('begins with three seconds of preparation', () => {
    expect(turnOf(speech, 0.4, 300)).toEqual({ part: 'prepare', left: 3 });
    expect(turnOf(speech, 2.9, 298)).toEqual({ part: 'prepare', left: 1 });
    expect(turnOf(speech, 3, 297)).toEqual({ part: 'speak', spoken: 3, left: 297 });
  });

  it('stands still during a pause and goes on afterwards', () => {
    const granted = { ...speech, granted_at: '2026-11-24T01:00:00Z', deadline: '2026-11-24T01:05:00Z' };
    const paused = stage({ phase: 'paused', paused_at: '2026-11-24T01:02:00Z' });
    const later = Date.parse('2026-11-24T01:30:00Z');
    expect(speechTimes(granted, speechNow(paused, later))).toEqual({ spoken: 120, left: 180 });
    expect(turnOf(granted, 120, 180, true)).toEqual({ part: 'paused', spoken: 120, left: 180 });
    const resumed = { ...granted, deadline: '2026-11-24T01:33:00Z', paused_seconds: 28 * 60 };
    expect(speechTimes(resumed, speechNow(stage(), later))).toEqual({ spoken: 120, left: 180 });
    expect(speechTimes(null, later)).toEqual({ spoken: null, left: null });
  });

  it('is none without the floor', () => {
    expect(turnOf(null, null, null)).toEqual({ part: 'none' });
  });
});

it('requests that wait: the accepted first', () => {
  const request = (id: string, state?: string) =>
    ({ id, state, site: 'bim-son', speaker: { name: id } }) as never;
  const all = mine({ requests: [request('a'), request('b', 'released'), request('c', 'accepted')] });
  expect(openRequests(all).map(r => r.id)).toEqual(['c', 'a']);
});

it('only instructions that wait for an answer are counted', () => {
  const note = (id: string, more: object) => ({ id, at: '', by: { name: '' }, text: '', ...more }) as never;
  const notes = [
    note('1', {}),
    note('2', { instruction: true }),
    note('3', { instruction: true, acknowledged: ['bim-son'] }),
  ];
  expect(unread(mine({ notes }))).toBe(1);
});
