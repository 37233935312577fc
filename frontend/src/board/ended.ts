// After the end: when, by whom, and where to go. Nothing is left to be done here.
import { html, type TemplateResult } from 'lit';
import { say } from './say.js';
import type { Scene } from './scene.js';
import { timeOfDay } from './times.js';

/** "Bế mạc lúc 10:41:07, người thực hiện: Lê Thị Hà" */
export function endedText({ board }: Scene): string {
  if (!board?.ended_at) return say('phase_ended');
  const time = timeOfDay(Date.parse(board.ended_at));
  const name = board.ended_by?.name;
  return name ? say('ended_by', { time, name }) : say('ended_at', { time });
}

export const ended = (scene: Scene, dossier: string): TemplateResult =>
  html`<section class="box ended" role="status">
    <h2>${say('phase_ended')}</h2>
    <p class="ended-when">${endedText(scene)}</p>
    <p>${say('ended_help')}</p>
    <a class="btn btn--main" href=${dossier}>${say('ended_go')}</a>
    <a class="btn" href="../xem-lai/">${say('ended_replay')}</a>
  </section>`;
