import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../ui/icons.js';
import { clockText } from '../ui/time.js';
import { say } from '../words/site.js';
import { central } from './central.js';
import { download } from './checkpoint.js';
import { refusalText, type SiteRoom } from './room.js';
import type { View } from './view.js';

/** What happened, what is being tried, who to call. Stands over everything until it is over. */
export function troubles(room: SiteRoom): TemplateResult | typeof nothing {
  const line = room.session.line.state.get();
  if (!line.up && line.closed === null && room.mine) {
    const time = clockText((performance.now() - line.since) / 1000);
    return lost(room, say.lost.line(time), say.lost.lineHelp, line.attempt, () => room.session.online());
  }
  const media = room.session.media.state.get();
  const away = (Date.now() - media.since) / 1000;
  if (
    room.view === 'hall' &&
    media.phase !== 'up' &&
    media.phase !== 'off' &&
    (away > 1.5 || media.attempt > 0)
  ) {
    const help = media.refused ? say.lost.refused(refusalText(media.refused)) : say.lost.mediaHelp;
    return lost(room, say.lost.media(clockText(away)), help, media.attempt, () => room.session.media.kick());
  }
  return nothing;
}

function lost(
  room: SiteRoom,
  what: string,
  help: string,
  attempt: number,
  again: () => void,
): TemplateResult {
  return html`<div class="lost notice magenta" role="alert">
    ${icon('warn')}
    <div class="grow">
      <b>${what}</b>
      <p>${help} ${attempt > 0 ? say.lost.attempt(attempt) : nothing}</p>
      <p class="who">${say.lost.callWho} ${central(room, true)}</p>
    </div>
    <button type="button" @click=${again}>${say.lost.tryNow}</button>
  </div>`;
}

/** The pages on which nothing runs: each says why, and what can be done. */
export function standing(room: SiteRoom, view: View, home: string): TemplateResult {
  const mine = room.mine;
  const reason = mine?.reason ? html`<p>${say.states.reason(mine.reason)}</p>` : nothing;
  const back = html`<a class="button" href=${home}>${say.states.home}</a>`;
  const ask = (text: string) =>
    html`<button type="button" class="primary large" @click=${() => room.knock(true)}>${text}</button>`;
  switch (view) {
    case 'ended':
      return page(room, say.states.ended, html`<p>${say.states.endedHelp}</p>${marked(room)}${back}`);
    case 'dropped':
      return page(room, say.states.dropped, html`${reason}<p>${say.states.droppedHelp}</p>`);
    case 'left':
      return page(room, say.states.left, html`${reason}${ask(say.lobby.askAgain)}`);
    case 'device':
      return page(
        room,
        say.states.device,
        html`<p>${say.states.deviceHelp}</p>
          <p class="code">${say.states.deviceCode} <b>${room.device}</b></p>
          ${askDevice(room)}`,
      );
    case 'signed_out':
      return page(room, room.session.line.state.get().bye?.says || say.states.signedOut, signedOut(back));
    default:
      return page(room, say.connecting, html`<p>${say.connectingHelp}</p>`);
  }
}

function marked(room: SiteRoom): TemplateResult | typeof nothing {
  const mark = room.checkpoint.found.get();
  if (!mark) return nothing;
  return html`<div class="panel">
    <b>${say.checkpoint.stands(mark.number, mark.hash.slice(0, 8))}</b>
    <p>${say.checkpoint.help}</p>
    <button type="button" @click=${() => download(mark)}>${say.checkpoint.download}</button>
  </div>`;
}

const page = (
  room: SiteRoom,
  heading: string,
  body: TemplateResult,
): TemplateResult => html`<div class="standing">
  <div class="panel" role="status">
    <h1>${heading}</h1>
    ${body} ${room.mine ? central(room) : nothing}
  </div>
</div>`;

const signedOut = (back: TemplateResult): TemplateResult => html`<p>${say.states.signedOutHelp}</p>
  <div class="row wrap">
    <button type="button" class="primary" @click=${() => location.reload()}>${say.states.reload}</button>
    ${back}
  </div>`;

const askDevice = (room: SiteRoom): TemplateResult => html`<button
  type="button"
  class="primary large"
  @click=${async () => {
    room.session.line.again();
    await room.knock(true);
  }}
>
  ${say.states.deviceAsk}
</button>`;
