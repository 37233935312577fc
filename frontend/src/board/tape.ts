// The recording on the board and the chair's view: what it does now, and the question before it is stopped.
import { html, type TemplateResult } from 'lit';
import type { Desk } from './desk.js';
import * as icons from './icons.js';
import { ask } from './orders.js';
import { say } from './say.js';
import { acting, hasEnded, may, type Scene, type Step } from './scene.js';
import { since } from './times.js';

export interface Tape {
  look: 'on' | 'paused' | 'bad' | 'off';
  text: string;
  /** More of it, for the title. */
  more: string;
}

export function tapeOf(scene: Scene): Tape {
  const { stage, board, now } = scene;
  const tape = board?.tape;
  if (tape?.fault) return { look: 'bad', text: say('recording_fault'), more: tape.fault };
  if (hasEnded(scene)) return over(scene);
  if (stage?.recording) {
    const time = stage.recording_since ? since(stage.recording_since, now) : '';
    const paused = stage.phase === 'paused';
    const text = paused ? say('recording_paused') : say('recording', { time });
    return { look: paused ? 'paused' : 'on', text, more: unseen(tape?.unseen.length ?? 0) };
  }
  if (tape?.declined) return { look: 'off', text: say('not_recording'), more: tape.declined };
  return { look: 'off', text: say(tape?.wanted ? 'recording_soon' : 'not_recording'), more: '' };
}

function over({ board }: Scene): Tape {
  const tape = board?.tape;
  const word = tape?.discarded ? 'recording_discarded' : tape?.finished ? 'recording_finished' : null;
  return { look: 'off', text: word ? say(word) : say('not_recording'), more: tape?.declined ?? '' };
}

const unseen = (n: number): string => say(n ? 'notice_unseen' : 'notice_seen', { n });

export const startRecording = (): Step => ({ give: { act: 'recording.start' } });

/** Article 3: that of an official session is stopped with a reason. */
export const stopRecording = (official: boolean): Step =>
  ask(
    say('guard_stop_recording'),
    say('stop_recording'),
    reason => ({ act: 'recording.stop', reason }),
    official ? 'required' : 'optional',
  );

export function tapeSign(scene: Scene): TemplateResult {
  const { look, text, more } = tapeOf(scene);
  return html`<span class="recording recording--${look}" title=${more}>${sign(look)}<span>${text}</span></span>`;
}

/** For whoever may start and stop it, it is a button. */
export function tapeButton(desk: Desk, scene: Scene): TemplateResult {
  const step = stepOf(scene);
  if (!step) return tapeSign(scene);
  const { look, text, more } = tapeOf(scene);
  const title = [more, say(step.stops ? 'stop_recording' : 'start_recording')].filter(Boolean).join('. ');
  return html`<button
    class="btn btn--quiet recording recording--${look}"
    title=${title}
    aria-label="${text}. ${title}"
    @click=${() => desk.do(step.step)}
  >${sign(look)}<span>${text}</span></button>`;
}

function stepOf(scene: Scene): { step: Step; stops: boolean } | null {
  const { board } = scene;
  const running = board && board.phase !== 'planned' && acting(scene);
  if (!running || !may(scene, 'recording.direct') || board.tape.declined) return null;
  const stops = board.tape.on || board.tape.wanted;
  return { stops, step: stops ? stopRecording(board.kind === 'official') : startRecording() };
}

const sign = (look: Tape['look']): TemplateResult =>
  look === 'bad'
    ? html`${icons.warning}`
    : look === 'paused'
      ? html`${icons.pauseSign}`
      : html`<i class="dot"></i>`;
