// The page that plays a session again: the board, fed from the tape instead of the line.
import './replay.css';
import { html, render } from 'lit';
import { outside, page } from '../ui/page.js';
import { type Course, read } from './course.js';
import { Replay } from './replay.js';
import { say } from './say.js';
import { view } from './view.js';

const { root, data } = page();
/** Twenty pictures a second are enough for a board, at sixty times the speed too. */
const DRAWN_EVERY = 50;

function plain(words: string, role: string): void {
  render(html`<p class="opening" role=${role}>${words}</p>`, root);
}

function play(course: Course): void {
  let due = true;
  let drawn = { when: Number.NEGATIVE_INFINITY, position: Number.NaN };
  const replay = new Replay(course, outside(data), read, () => {
    due = true;
  });

  function turn(now: number): void {
    replay.deck.step();
    const { position } = replay.deck;
    if ((due || position !== drawn.position) && now - drawn.when >= DRAWN_EVERY) {
      due = false;
      drawn = { when: now, position };
      render(view(replay, data['home'] ?? '/'), root);
      keepInSight();
    }
    requestAnimationFrame(turn);
  }

  addEventListener('keydown', event => replay.press(event));
  addEventListener('keyup', event => {
    if (event.code === 'Space' && event.target instanceof HTMLButtonElement) event.preventDefault();
  });
  render(null, root);
  requestAnimationFrame(turn);
}

let inSight: Element | null = null;

/** The running item scrolls into view once, when it begins. */
function keepInSight(): void {
  const running = root.querySelector('.line--running');
  if (running === inSight) return;
  inSight = running;
  running?.scrollIntoView({ block: 'center' });
}

plain(say('loading'), 'status');
read<Course>('dien-bien/').then(play, () => plain(say('unread'), 'alert'));
