// The page that plays a session again: the board, fed from the tape instead of the line.
import './replay.css';
import { html, nothing, render, type TemplateResult } from 'lit';
import { strip } from '../board/alarms.js';
import { floor } from '../board/floor.js';
import { head } from '../board/head.js';
import { isField } from '../board/keys.js';
import { lanes } from '../board/lanes.js';
import { messages } from '../board/log.js';
import { mosaic } from '../board/mosaic.js';
import { shortName } from '../board/names.js';
import { panel } from '../board/panel.js';
import { frame } from '../board/picture.js';
import { nameOf, type Scene } from '../board/scene.js';
import { script } from '../board/script.js';
import { outside, page } from '../ui/page.js';
import { bar, type Controls } from './bar.js';
import { type Course, type Part, read, type SiteNumbers } from './course.js';
import { Deck } from './deck.js';
import { onTape, ReplayDesk, tell } from './desk.js';
import { VideoFilm } from './film.js';
import { keyOf, LOOKS, type ReplayKey } from './keys.js';
import { numbersAt } from './numbers.js';
import { stretches } from './runs.js';
import { say } from './say.js';
import { Tape } from './tape.js';

const { root, data } = page();
const JUMP = 10_000;
const DRAWN_EVERY = 50;

function plain(words: string, role: string): void {
  render(html`<p class="opening" role=${role}>${words}</p>`, root);
}

function replay(course: Course): void {
  const runs = stretches(course.recording?.runs ?? []);
  const deck = new Deck(Date.parse(course.since), Date.parse(course.until), runs);
  const looked = onTape(() => deck.position);
  const desk = new ReplayDesk(looked, () => draw(), outside(data));
  const tape = new Tape(
    course.parts.map(at => Date.parse(at)),
    number => read<Part>(`doan/${number}/`),
    () => draw(),
  );
  const numbers = new Map<string, SiteNumbers | null>();
  let film: VideoFilm | null = null;
  let broken = false;
  let due = true;
  let drawnAt = 0;

  function draw(): void {
    due = true;
  }

  const controls: Controls = {
    seek: at => {
      deck.seek(at);
      draw();
    },
    toggle: () => {
      deck.toggle();
      draw();
    },
    skip: to => void skip(to),
    faster: steps => {
      deck.faster(steps);
      draw();
    },
  };
  desk.goTo = controls.seek;

  async function skip(to: 'next' | 'previous'): Promise<void> {
    const at = await tape[to](deck.position).catch(() => null);
    if (at !== null) controls.seek(at);
  }

  /** The stored numbers of the site that is looked at. */
  function measure(site: string | null): void {
    if (!site) return;
    const known = numbers.get(site);
    if (known) looked.store.numbers.set(new Map([[site, numbersAt(known, deck.position)]]));
    if (known !== undefined) return;
    numbers.set(site, null);
    read<SiteNumbers>(`so-do/${site}/`).then(
      found => numbers.set(site, found),
      () => numbers.delete(site),
    );
  }

  function paint(): void {
    const shown = tape.at(deck.position);
    deck.held = shown === null;
    if (shown) tell(looked, shown, tape.log(deck.position));
    measure(desk.table.peeked ?? desk.table.chosen);
    const scene = { ...desk.scene(), you: null };
    render(view(scene), root);
    keepInSight(scene.stage?.item?.id ?? '');
  }

  function view(scene: Scene): TemplateResult {
    const tiles = desk.page(scene);
    const sites = (site: string): string => shortName(nameOf(scene, site));
    return html`<div class="desk board replay" lang=${document.documentElement.lang}>
      ${head(desk, scene, about())} ${strip(desk, scene)}
      <div class="column column--script">${script(desk, scene)} ${panel(desk, scene)}</div>
      <div class="column column--middle">
        <section class="pictures">${frame(desk, scene, 'preview')} ${frame(desk, scene, 'program', picture())}</section>
        ${lanes(desk, scene, tiles)} ${mosaic(desk, scene, tiles)}
      </div>
      <div class="column column--floor">${floor(desk, scene)} ${messages(desk, scene)}</div>
      ${bar(deck, course.spans, sites, controls)}
      ${deck.held ? html`<p class="replay-wait" role="status">${say('loading')}</p>` : nothing}
    </div>`;
  }

  const about = (): TemplateResult => html`
    ${broken ? html`<em class="tag" role="status">${say('film_broken')}</em>` : nothing}
    <span class="badge badge--replay" title=${say('replay_hint')}>${say('replay')}</span>
    <a class="btn" href=${data['home'] ?? '/'}>${say('to_dossier')}</a>
  `;

  /** The recording in the program's place, where there is one. */
  const picture = (): TemplateResult | undefined =>
    film && !broken && !deck.unrecorded ? html`${film.video}` : undefined;

  let inSight = '';

  /** The running item scrolls into view once, when it begins. */
  function keepInSight(item: string): void {
    if (item === inSight) return;
    inSight = item;
    root.querySelector('.line--running')?.scrollIntoView({ block: 'center' });
  }

  const KEYS: Record<ReplayKey, () => void> = {
    toggle: controls.toggle,
    back: () => controls.seek(deck.position - JUMP),
    forward: () => controls.seek(deck.position + JUMP),
    next: () => controls.skip('next'),
    previous: () => controls.skip('previous'),
    slower: () => controls.faster(-1),
    faster: () => controls.faster(1),
  };

  function press(event: KeyboardEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const key = keyOf(event, { field: isField(event.target), tiles: target?.closest('.mosaic') != null });
    if (key) {
      event.preventDefault();
      KEYS[key]();
    } else if (LOOKS.has(event.code) || /^(?:Digit|Numpad)\d$/.test(event.code)) desk.press(event);
  }

  addEventListener('keydown', press);
  addEventListener('keyup', event => {
    if (event.code === 'Space' && event.target instanceof HTMLButtonElement) event.preventDefault();
  });

  if (course.recording) {
    film = new VideoFilm(course.recording.playlist, say('film'), () => {
      broken = true;
      deck.film = null;
      draw();
    });
    deck.film = film;
    void film.load();
  }

  let before = -1;

  function turn(now: number): void {
    deck.step();
    if (deck.position !== before) due = true;
    if (due && now - drawnAt >= DRAWN_EVERY) {
      due = false;
      drawnAt = now;
      before = deck.position;
      paint();
    }
    requestAnimationFrame(turn);
  }

  requestAnimationFrame(turn);
}

plain(say('loading'), 'status');
read<Course>('dien-bien/').then(replay, () => plain(say('unread'), 'alert'));
