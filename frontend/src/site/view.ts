import type { Mine, OnFloor, Request, Stage } from '../session/protocol.js';

export type View = 'connecting' | 'signed_out' | 'device' | 'ended' | 'dropped' | 'left' | 'lobby' | 'hall';

/** Which page a site sees. `closed`: the line's final close code. */
export function viewOf(mine: Mine | null, closed: number | null, device: string): View {
  if (closed === 4409) return 'device';
  if (closed !== null) return 'signed_out';
  if (!mine) return 'connecting';
  if (mine.phase === 'ended') return 'ended';
  if (mine.lane === 'dropped' || mine.lane === 'left') return mine.lane;
  const elsewhere = mine.device !== '' && mine.device !== device;
  if (elsewhere && mine.lane !== 'expected' && mine.lane !== 'absent') return 'device';
  return mine.lane === 'connected' || mine.lane === 'lost' ? 'hall' : 'lobby';
}

/** Announce ourselves by ourselves? Not after a "no" from the centre: then a person asks again. */
export function shouldKnock(mine: Mine | null, settled: boolean): boolean {
  if (!mine || !settled) return false;
  const open = mine.phase === 'open' || mine.phase === 'live' || mine.phase === 'paused';
  if (!open) return false;
  if (mine.call_again) return mine.lane !== 'connected' && mine.lane !== 'waiting';
  return (mine.lane === 'expected' && mine.reason === '') || mine.lane === 'absent';
}

export function mySpeech(stage: Stage | null, site: string): OnFloor | null {
  return stage?.floor.find(speech => speech.site === site) ?? null;
}

/** Requests of mine that still wait, the accepted first. */
export function openRequests(mine: Mine | null): Request[] {
  const open = (mine?.requests ?? []).filter(
    r => (r.state ?? 'pending') === 'pending' || r.state === 'accepted',
  );
  return open.sort((a, b) => Number(b.state === 'accepted') - Number(a.state === 'accepted'));
}

export type Microphone = 'off' | 'paused' | 'opening' | 'on' | 'chair' | 'voice' | 'missing' | 'all_closed';

/** What the page says about the microphone. `sends`: it is really going out. */
export function microphoneOf(mine: Mine, stage: Stage | null, sends: boolean, present: boolean): Microphone {
  if (stage?.all_closed && !mine.may_publish.includes('microphone')) return 'all_closed';
  if (!mine.may_publish.includes('microphone')) return mine.phase === 'paused' ? 'paused' : 'off';
  if (!present) return 'missing';
  if (!sends) return 'opening';
  if (mine.voice_check) return 'voice';
  return mySpeech(stage, mine.site) ? 'on' : 'chair';
}

/** Seconds after the floor came during which the page says "prepare". */
export const PREPARE = 3;

export type Turn =
  | { part: 'none' }
  | { part: 'prepare'; left: number }
  | { part: 'speak' | 'paused'; spoken: number; left: number | null };

/** Where in its turn a site is. `since`: seconds since the floor came; `until`: until its end; both stand still
 * while the conference is paused. */
export function turnOf(
  speech: OnFloor | null,
  since: number | null,
  until: number | null,
  paused = false,
): Turn {
  if (!speech || since === null) return { part: 'none' };
  if (paused) return { part: 'paused', spoken: since, left: until };
  if (since < PREPARE) return { part: 'prepare', left: Math.ceil(PREPARE - since) };
  return { part: 'speak', spoken: since, left: until };
}

/** The moment a speaker's clock stands at: during a pause, when it began. */
export const speechNow = (stage: Stage | null, now: number): number =>
  stage?.phase === 'paused' && stage.paused_at ? Date.parse(stage.paused_at) : now;

/** Seconds spoken, without the pauses, and seconds left. */
export function speechTimes(
  speech: OnFloor | null | undefined,
  now: number,
): { spoken: number | null; left: number | null } {
  if (!speech) return { spoken: null, left: null };
  return {
    spoken: (now - Date.parse(speech.granted_at)) / 1000 - (speech.paused_seconds ?? 0),
    left: speech.deadline ? (Date.parse(speech.deadline) - now) / 1000 : null,
  };
}

export const unread = (mine: Mine): number =>
  mine.notes.filter(note => note.instruction && !(note.acknowledged ?? []).includes(mine.site)).length;
