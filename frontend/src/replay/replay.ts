// A session played again: its tape, its clock, the desk that looks at it, and the recording beside it.
import { isField } from '../board/keys.js';
import type { Scene } from '../board/scene.js';
import { askedFor } from '../player/moments.js';
import type { Controls } from './bar.js';
import type { Course, Part, SiteNumbers } from './course.js';
import { Deck } from './deck.js';
import { onTape, ReplayDesk, tell } from './desk.js';
import { VideoFilm } from './film.js';
import { keyOf, LOOKS, type ReplayKey } from './keys.js';
import { numbersAt } from './numbers.js';
import { say } from './say.js';
import { Tape } from './tape.js';

const JUMP = 10_000;

/** `?t=` as in the player: seconds, or a time of day; else the beginning. */
const asked = (since: number, until: number): number =>
  askedFor(location.search, [{ start: 0, at: since, seconds: (until - since) / 1000 }]) ?? 0;

export type Read = <T>(path: string) => Promise<T>;

export class Replay implements Controls {
  readonly deck: Deck;
  readonly desk: ReplayDesk;
  readonly film: VideoFilm | null;
  /** The recording cannot be played just now. */
  broken = false;
  private readonly looked = onTape(() => this.deck.position);
  private readonly tape: Tape;
  private readonly numbers = new Map<string, SiteNumbers | null>();

  constructor(
    readonly course: Course,
    outside: Readonly<Record<string, string>>,
    private readonly read: Read,
    private readonly changed: () => void,
  ) {
    const { recording } = course;
    const [since, until] = [Date.parse(course.since), Date.parse(course.until)];
    this.deck = new Deck(since, until, recording?.runs);
    this.deck.seek(since + asked(since, until) * 1000);
    this.desk = new ReplayDesk(this.looked, changed, outside);
    this.desk.goTo = this.seek;
    const starts = course.parts.map(at => Date.parse(at));
    this.tape = new Tape(starts, number => read<Part>(`doan/${number}/`), changed);
    this.film = recording && new VideoFilm(recording, say('film'), trouble => this.told(trouble !== null));
    this.deck.film = this.film;
  }

  private told(broken: boolean): void {
    this.broken = broken;
    this.deck.film = broken ? null : this.film;
    this.changed();
  }

  // --- what can be done here: all of it moves the moment that is looked at

  readonly seek = (at: number): void => {
    this.deck.seek(at);
    this.changed();
  };

  readonly toggle = (): void => {
    this.deck.toggle();
    this.changed();
  };

  readonly faster = (steps: 1 | -1): void => {
    this.deck.faster(steps);
    this.changed();
  };

  get muted(): boolean | null {
    return this.film && !this.broken ? this.film.muted : null;
  }

  readonly mute = (): void => {
    if (this.film) this.film.muted = !this.film.muted;
    this.changed();
  };

  readonly skip = async (to: 'next' | 'previous'): Promise<void> => {
    const at = await this.tape[to](this.deck.position).catch(() => null);
    if (at !== null) this.seek(at);
  };

  press(event: KeyboardEvent): void {
    const tiles = event.target instanceof Element && event.target.closest('.mosaic') !== null;
    const key = keyOf(event, { field: isField(event.target), tiles });
    if (key) {
      event.preventDefault();
      this.KEYS[key]();
    } else if (LOOKS.has(event.code) || /^(?:Digit|Numpad)\d$/.test(event.code)) this.desk.press(event);
  }

  private readonly KEYS: Readonly<Record<ReplayKey, () => void>> = {
    toggle: this.toggle,
    back: () => this.seek(this.deck.position - JUMP),
    forward: () => this.seek(this.deck.position + JUMP),
    next: () => void this.skip('next'),
    previous: () => void this.skip('previous'),
    slower: () => this.faster(-1),
    faster: () => this.faster(1),
  };

  // --- the moment, as the board draws it

  scene(): Scene {
    const at = this.deck.position;
    const shown = this.tape.at(at);
    this.deck.held = shown === null;
    if (shown) tell(this.looked, shown, this.tape.log(at));
    this.measure(this.desk.table.peeked ?? this.desk.table.chosen, at);
    return this.desk.scene();
  }

  /** The stored numbers of the site that is looked at. */
  private measure(site: string | null, at: number): void {
    if (!site) return;
    const known = this.numbers.get(site);
    if (known) this.looked.store.numbers.set(new Map([[site, numbersAt(known, at)]]));
    if (known === undefined) void this.fetchNumbers(site);
  }

  private async fetchNumbers(site: string): Promise<void> {
    this.numbers.set(site, null);
    try {
      this.numbers.set(site, await this.read<SiteNumbers>(`so-do/${site}/`));
      this.changed();
    } catch {
      this.numbers.delete(site);
    }
  }
}
