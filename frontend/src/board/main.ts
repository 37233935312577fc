// The control board's page.
import './board.css';
import { html, nothing, render } from 'lit';
import type { Alarm } from '../session/protocol.js';
import { Session } from '../session/session.js';
import type { Value } from '../session/value.js';
import { outside, ownDevice, page } from '../ui/page.js';
import { Bell, spoken, strip } from './alarms.js';
import { centre, clipBar } from './clipbar.js';
import { Desk } from './desk.js';
import { ended } from './ended.js';
import { floor } from './floor.js';
import { head } from './head.js';
import { lanes } from './lanes.js';
import { messages } from './log.js';
import { mosaic } from './mosaic.js';
import { panel } from './panel.js';
import { pictures } from './picture.js';
import { cued, Player } from './player.js';
import { say } from './say.js';
import { hasEnded, isOver, may, type Scene } from './scene.js';
import { direction, script } from './script.js';
import { sheet } from './sheets.js';
import { Talk } from './talk.js';
import { toasts } from './toasts.js';

const { root, session: id, data } = page();
const device = await ownDevice('operator');
const session = new Session({ session: id, as: 'operator', site: null, device, origin: location.origin });
const desk = new Desk(session, atOnce => (atOnce ? paint() : draw()), outside(data));
const bell = new Bell();
const talk = new Talk(session.tickets, device, reason => desk.toast(say('talk_failed', { reason })));

const player = new Player({
  session: id,
  device: await ownDevice('player'),
  origin: location.origin,
  files: data['media'] ?? '',
  give: command => session.acts.give(command),
  now: () => session.clock.now(),
});

function allowSound(): void {
  void session.media.allowSound();
  void talk.allowSound();
}

let asked = false;

/** At most once a frame, however many messages came. */
function draw(): void {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    paint();
  });
}

function paint(): void {
  const scene = desk.scene();
  const tiles = desk.page(scene);
  const over = hasEnded(scene);
  talk.follow(desk.talkingWith());
  play(scene);
  desk.watch(tiles.tiles.map(cell => cell.site));
  render(
    html`<div class="desk board ${over ? 'is-over' : ''}" lang=${document.documentElement.lang}>
      ${head(desk, scene)} ${strip(desk, scene)}
      <div class="column column--script">
        ${script(desk, scene)}
        ${over ? nothing : html`${clipBar(desk, scene, player)} ${direction(desk, scene)} ${panel(desk, scene)}`}
      </div>
      <div class="column column--middle">
        ${
          over
            ? ended(scene, data['home'] ?? '')
            : html`${pictures(desk, scene)} ${lanes(desk, scene, tiles)} ${mosaic(desk, scene, tiles)}`
        }
      </div>
      <div class="column column--floor">${over ? nothing : floor(desk, scene)} ${messages(desk, scene)}</div>
      ${spoken(scene)} ${sheet(desk, scene)} ${toasts(desk)}
    </div>`,
    root,
  );
  keepInSight(scene.stage?.item?.id ?? '');
}

/** What is to be played, if this desk may play it. */
function play(scene: Scene): void {
  if (!may(scene, 'media.play')) return;
  player.follow(centre(scene)?.site, cued(scene.board, scene.stage), scene.stage?.clip ?? null);
}

function ring(alarms: readonly Alarm[]): void {
  bell.hear(alarms, Date.now(), one => !isOver(one, session.store.cells.get()));
}

let inSight = '';

/** The running item scrolls into view once, when it begins; afterwards the list is the operator's. */
function keepInSight(item: string): void {
  if (item === inSight) return;
  inSight = item;
  root.querySelector('.line--running')?.scrollIntoView({ block: 'center' });
}

function watch<T>(value: Value<T>): void {
  value.watch(draw);
}

const { store, media, line } = session;
watch(store.you);
watch(store.stage);
watch(store.board);
watch(store.cells);
watch(store.numbers);
watch(store.knocking);
watch(store.log);
watch(store.engine);
watch(media.pictures);
player.watch(draw);
line.state.watch((now, before) => now.up !== before.up && draw());
store.board.watch(board => {
  ring(board?.alarms ?? []);
  if (board?.phase === 'ended') media.leave();
  else if (board) media.enter();
});

// Space takes, whatever button had the focus: a button is pressed with Enter.
addEventListener('keydown', event => {
  bell.wake();
  allowSound();
  desk.press(event);
});
addEventListener('keyup', event => {
  if (event.code === 'Space' && event.target instanceof HTMLButtonElement && !desk.table.sheet)
    event.preventDefault();
});
addEventListener('pointerdown', () => {
  bell.wake();
  allowSound();
});
addEventListener('online', () => {
  session.online();
  player.online();
});
setInterval(() => {
  ring(store.board.get()?.alarms ?? []);
  draw();
}, 1000);

session.start();
draw();
