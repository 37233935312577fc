// The clock of the replay: of itself, or led by the recording where there is one.
import type { Run } from '../player/facts.js';
import { endOf, momentIn, runAt, secondsIn } from './runs.js';

/** What the deck needs of a video element. */
export interface Film {
  time: number;
  set rate(rate: number);
  readonly paused: boolean;
  /** It stands on a frame of the wanted place, and can go on from there. */
  readonly ready: boolean;
  play(): void;
  pause(): void;
}

export const SPEEDS = [0.5, 1, 2, 4, 8, 16, 30, 60] as const;
/** Browsers play no faster; beyond, the clock leads and the recording shows stills. */
const FASTEST_FILM = 16;
const STILL_EVERY = 400;
/** Seconds by which a film that stands may be off. */
const NEAR = 0.1;
/** Milliseconds by which a film that plays may be off before it is taken for one that was put elsewhere (a playlist
 * that still grows begins at its end). */
const STRAYED = 1500;

export class Deck {
  playing = false;
  speed = 1;
  film: Film | null = null;
  /** The board of this moment is not here yet: everything waits. */
  held = false;
  private last: number;
  /** The stretch that the film plays now, and so leads the clock. */
  private leading: Run | null = null;
  private stillAt = Number.NEGATIVE_INFINITY;

  /** `position`, `since`, `until`: ms of the session. */
  constructor(
    readonly since: number,
    readonly until: number,
    private readonly runs: readonly Run[] = [],
    private readonly local: () => number = () => performance.now(),
    public position = since,
  ) {
    this.last = local();
  }

  play(): void {
    if (this.position >= this.until) this.seek(this.since);
    this.playing = true;
    this.loosen();
  }

  pause(): void {
    this.playing = false;
    this.loosen();
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  seek(at: number): void {
    this.position = Math.min(Math.max(at, this.since), this.until);
    this.loosen();
  }

  /** The next speed in this direction, as far as there is one. */
  faster(steps: 1 | -1): void {
    const at = SPEEDS.indexOf(this.speed as (typeof SPEEDS)[number]) + steps;
    this.setSpeed(SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)]!);
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.loosen();
  }

  /** True where the recording has nothing to show for this moment. */
  get unrecorded(): boolean {
    return this.runs.length > 0 && runAt(this.runs, this.position) === undefined;
  }

  /** Called as often as something is drawn. */
  step(): void {
    const now = this.local();
    const passed = now - this.last;
    this.last = now;
    const run = runAt(this.runs, this.position);
    if (this.film && run) this.withFilm(this.film, run, passed, now);
    else this.byItself(passed);
    if (this.position < this.until) return;
    this.position = this.until;
    this.pause();
    this.film?.pause();
  }

  private byItself(passed: number): void {
    this.leading = null;
    this.film?.pause();
    if (this.playing && !this.held) this.position += passed * this.speed;
  }

  private withFilm(film: Film, run: Run, passed: number, now: number): void {
    if (this.playing && !this.held && this.speed <= FASTEST_FILM) {
      this.led(film, run, passed);
      return;
    }
    this.byItself(passed);
    this.still(film, run, now);
  }

  /** The film stands; it shows the moment, not at every step while the clock runs. */
  private still(film: Film, run: Run, now: number): void {
    const place = secondsIn(run, Math.min(this.position, endOf(run)));
    if (Math.abs(film.time - place) < NEAR || now - this.stillAt < (this.playing ? STILL_EVERY : 0)) return;
    this.stillAt = now;
    film.time = place;
  }

  /** The film plays: its time is the time. Where its stretch ends, the clock goes on alone. */
  private led(film: Film, run: Run, passed: number): void {
    if (this.leading !== run) {
      this.leading = run;
      this.bring(film, run);
      film.rate = this.speed;
      film.play();
      return;
    }
    if (!film.ready) return;
    if (film.paused) film.play();
    const off = Math.abs(momentIn(run, film.time) - this.position) / this.speed;
    if (off > passed + STRAYED) this.bring(film, run);
    else this.position = Math.max(this.position, Math.min(momentIn(run, film.time), endOf(run)));
    if (film.time >= run.start + run.seconds - NEAR / 2) this.position = endOf(run);
  }

  private bring(film: Film, run: Run): void {
    const place = secondsIn(run, this.position);
    if (Math.abs(film.time - place) > NEAR) film.time = place;
  }

  private loosen(): void {
    this.leading = null;
    this.last = this.local();
  }
}
