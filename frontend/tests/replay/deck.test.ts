import { beforeEach, describe, expect, it } from 'vitest';
import { Deck, type Film } from '../../src/replay/deck.js';
import type { Run } from '../../src/player/facts.js';
import { START } from './cast.js';

const ms = (seconds: number): number => START + seconds * 1000;
/** Recorded from the 10th to the 40th second and from the 60th to the 90th: nothing in between. */
const RUNS: Run[] = [
  { start: 0, at: ms(10), seconds: 30 },
  { start: 30, at: ms(60), seconds: 30 },
];

let local = 0;

class SeekingFilm implements Film {
  rate = 1;
  paused = true;
  ready = true;
  seeks = 0;
  private stands = 0;

  get time(): number {
    return this.stands;
  }
  set time(seconds: number) {
    this.stands = seconds;
    this.seeks += 1;
  }
  goes(seconds: number): void {
    this.stands += seconds;
  }
  play(): void {
    this.paused = false;
  }
  pause(): void {
    this.paused = true;
  }
}

const deck = (runs: Run[] = []): Deck => new Deck(ms(0), ms(100), runs, () => local);

/** So many seconds go by on the wall; the film plays along with its rate. */
function pass(one: Deck, seconds: number, film?: SeekingFilm): void {
  for (let step = 0; step < seconds * 10; step++) {
    local += 100;
    if (film && !film.paused && film.ready) film.goes(0.1 * film.rate);
    one.step();
  }
}

const second = (one: Deck): number => Math.round((one.position - START) / 100) / 10;

beforeEach(() => {
  local = 1000;
});

describe('by itself', () => {
  it('stands until it is played, and runs at its speed', () => {
    const one = deck();
    pass(one, 5);
    expect(second(one)).toBe(0);
    one.play();
    pass(one, 5);
    expect(second(one)).toBe(5);
    one.setSpeed(8);
    pass(one, 2);
    expect(second(one)).toBe(21);
    one.pause();
    pass(one, 5);
    expect(second(one)).toBe(21);
  });

  it('goes from half to sixty times as fast, no further', () => {
    const one = deck();
    for (let times = 0; times < 20; times++) one.faster(1);
    expect(one.speed).toBe(60);
    for (let times = 0; times < 20; times++) one.faster(-1);
    expect(one.speed).toBe(0.5);
    one.faster(1);
    expect(one.speed).toBe(1);
  });

  it('stays within the session, stops at its end and begins again from there', () => {
    const one = deck();
    one.seek(ms(-50));
    expect(second(one)).toBe(0);
    one.seek(ms(95));
    one.play();
    pass(one, 10);
    expect([second(one), one.playing]).toEqual([100, false]);
    one.toggle();
    expect([second(one), one.playing]).toEqual([0, true]);
    one.toggle();
    expect(one.playing).toBe(false);
  });

  it('waits while the board of the moment is not here', () => {
    const one = deck();
    one.play();
    one.held = true;
    pass(one, 5);
    expect(second(one)).toBe(0);
    one.held = false;
    pass(one, 5);
    expect(second(one)).toBe(5);
  });
});

describe('beside the recording', () => {
  const together = (): { one: Deck; film: SeekingFilm } => {
    const one = deck(RUNS);
    const film = new SeekingFilm();
    one.film = film;
    return { one, film };
  };

  it('is led by the film, at its rate', () => {
    const { one, film } = together();
    one.seek(ms(15));
    one.setSpeed(2);
    one.play();
    pass(one, 5, film);
    expect(film.rate).toBe(2);
    expect(film.time).toBeCloseTo(5 + 9.8, 0);
    expect(one.position).toBe(ms(10 + film.time));
    expect(film.seeks).toBe(1);
  });

  it('waits for a film that waits', () => {
    const { one, film } = together();
    one.seek(ms(15));
    one.play();
    pass(one, 1, film);
    film.ready = false;
    const before = one.position;
    pass(one, 5, film);
    expect(one.position).toBe(before);
    film.ready = true;
    pass(one, 1, film);
    expect(one.position).toBeGreaterThan(before);
  });

  it('runs alone where nothing was recorded, and takes the film up again after it', () => {
    const { one, film } = together();
    one.seek(ms(38));
    one.play();
    pass(one, 5, film);
    expect([one.unrecorded, film.paused]).toEqual([true, true]);
    expect(second(one)).toBeCloseTo(43, 0);
    pass(one, 20, film);
    expect([one.unrecorded, film.paused]).toEqual([false, false]);
    expect(second(one)).toBeCloseTo(63, 0);
    expect(film.time).toBeCloseTo(33, 0);
  });

  it('a film that somebody stopped goes on', () => {
    const { one, film } = together();
    one.seek(ms(15));
    one.play();
    pass(one, 1, film);
    film.pause();
    pass(one, 1, film);
    expect(film.paused).toBe(false);
  });

  it('takes back a film that was put elsewhere, and follows one that went on unseen', () => {
    const { one, film } = together();
    one.seek(ms(15));
    one.play();
    pass(one, 1, film);
    film.goes(20); // by its own will, within one step
    pass(one, 0.2, film);
    expect(second(one)).toBeLessThan(17);
    expect(film.time).toBeLessThan(7);
    local += 15_000; // nothing is drawn while the page is hidden; the film plays
    film.goes(15);
    one.step();
    expect(second(one)).toBeGreaterThan(30);
    expect(one.position).toBeCloseTo(ms(10 + film.time), -1);
  });

  it('shows the moment on a film that stands', () => {
    const { one, film } = together();
    one.seek(ms(70));
    pass(one, 0.2, film);
    expect(film.time).toBeCloseTo(40);
    one.seek(ms(20));
    pass(one, 0.2, film);
    expect([film.time, film.paused]).toEqual([10, true]);
  });

  it('leads itself above what a browser plays, with stills now and then', () => {
    const { one, film } = together();
    one.seek(ms(10));
    one.setSpeed(30);
    one.play();
    const before = film.seeks;
    pass(one, 0.9, film);
    expect(second(one)).toBe(37);
    expect(film.paused).toBe(true);
    expect(film.seeks - before).toBeLessThanOrEqual(3);
    expect(film.seeks - before).toBeGreaterThan(0);
  });

  it('stands with the film at the end of the session', () => {
    const { one, film } = together();
    one.seek(ms(88));
    one.play();
    pass(one, 20, film);
    expect([second(one), one.playing, film.paused]).toEqual([100, false, true]);
  });
});
