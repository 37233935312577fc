// The chair's page.
import './chair.css';
import { html, render } from 'lit';
import { Desk } from '../board/desk.js';
import { sheet } from '../board/sheets.js';
import { toasts } from '../board/toasts.js';
import { Session } from '../session/session.js';
import type { Value } from '../session/value.js';
import { type Plan, wanted } from '../session/wanted.js';
import { outside, ownDevice, page } from '../ui/page.js';
import { below, buttons, type Choice, chooser, floor, head, picture } from './views.js';

const { root, session: id, data } = page();
const device = await ownDevice('chair');
const session = new Session({ session: id, as: 'operator', site: null, device, origin: location.origin });
const desk = new Desk(session, atOnce => (atOnce ? paint() : draw()), outside(data));
let choice: Choice = { open: false, query: '' };
let asked = false;

function draw(): void {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    paint();
  });
}

function choose(part: Partial<Choice>): void {
  choice = { ...choice, ...part };
  draw();
}

function paint(): void {
  const scene = desk.scene();
  render(
    html`<div class="desk chair">
      ${head(scene)} ${picture(desk, scene)} ${below(scene)} ${floor(desk, scene, data['home'])}
      ${buttons(desk, scene, { choose: () => choose({ open: true }) })} ${chooser(desk, scene, choice, choose)}
      ${sheet(desk, scene)} ${toasts(desk)}
    </div>`,
    root,
  );
}

/** Only the picture: the sound comes from the room's own loudspeaker, a second one would echo. */
function silentPlan(): Plan {
  const plan = wanted(store.stage.get(), { as: 'operator', site: null, profile: 'full' });
  return new Map([...plan].filter(([track]) => !/\/(microphone|screen_sound)$/.test(track)));
}

function watch<T>(value: Value<T>): void {
  value.watch(draw);
}

const { store, media, line } = session;
watch(store.you);
watch(store.stage);
watch(store.board);
watch(store.cells);
watch(media.pictures);
line.state.watch((now, before) => now.up !== before.up && draw());
store.stage.watch(() => media.show(silentPlan()));
store.board.watch(board => {
  if (board?.phase === 'ended') media.leave();
  else if (board) media.enter();
});
addEventListener('online', () => session.online());
setInterval(draw, 1000);

session.start();
draw();
