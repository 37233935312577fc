// The operator's desk: the scene as the line tells it, the table before him, and the acts he gives.
import type { Acts } from '../session/acts.js';
import type { Clock } from '../session/clock.js';
import type { LineState } from '../session/line.js';
import type { Media } from '../session/media.js';
import type { Alarm, Command, LogLine, Stage } from '../session/protocol.js';
import type { Store } from '../session/store.js';
import type { Value } from '../session/value.js';
import { wanted } from '../session/wanted.js';
import { clipStep } from './clipbar.js';
import { grouped, membersOf } from './crowd.js';
import { actOf, digitOf, isField, type KeyAct, type Place } from './keys.js';
import { seeAlarm, stepOf } from './orders.js';
import { say } from './say.js';
import { CLEAN_TABLE, hasEnded, type Scene, type Step, type Table } from './scene.js';
import { neighbour, type Page, pageOf, troubled } from './tiles.js';

const TALKING = 'diemcau.talking';
const TYPED_FOR = 1500;
const TOAST_FOR = 8000;
export const COLUMNS = 8;

/** What a desk looks at: a session on its line, or one that is played again and has no acts. */
export interface Looked {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly line: { readonly state: Pick<Value<Pick<LineState, 'up'>>, 'get'> };
  readonly media: Pick<Media, 'pictures' | 'blocked' | 'show'>;
  readonly acts: Pick<Acts, 'give'> | null;
}

export class Desk {
  table: Table = CLEAN_TABLE;
  private toasts = 0;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private watched: { stage: Stage | null; sites: string } = { stage: null, sites: '' };
  /** The site this desk called; another operator's talkback is not ours to join. Kept over a reload. */
  private talking: string | null = sessionStorage.getItem(TALKING);

  /** `changed`: draw again, with the next frame or at once. `outside`: names of sites without a seat. */
  constructor(
    readonly session: Looked,
    private readonly changed: (atOnce?: boolean) => void,
    private readonly outside: Readonly<Record<string, string>> = {},
  ) {}

  scene(): Scene {
    const { store, line, clock } = this.session;
    return {
      you: store.you.get(),
      stage: store.stage.get(),
      board: store.board.get(),
      cells: store.cells.get(),
      numbers: store.numbers.get(),
      knocking: store.knocking.get(),
      log: store.log.get(),
      engineUp: store.engine.get(),
      lineUp: line.state.get().up,
      now: clock.now(),
      outside: this.outside,
      replay: this.session.acts === null,
    };
  }

  set(part: Partial<Table>): void {
    this.table = { ...this.table, ...part };
    this.changed('sheet' in part); // a form takes the very next key
  }

  page(scene: Scene): Page {
    const { filter, search, page } = this.table;
    const trouble = troubled(scene.cells.values(), scene.board?.alarms ?? []);
    return pageOf(scene.cells.values(), { filter, search, page }, trouble);
  }

  /** Fetches what the stage needs and the small pictures of this page, nothing else. */
  watch(page: readonly string[]): void {
    const stage = this.session.store.stage.get();
    const sites = page.join();
    if (stage === this.watched.stage && sites === this.watched.sites) return;
    this.watched = { stage, sites };
    this.session.media.show(wanted(stage, { as: 'operator', site: null, profile: 'full', page }));
  }

  // --- acts

  async do(step: Step): Promise<boolean> {
    const { acts } = this.session;
    if (!step || !acts) return false;
    if ('sheet' in step) {
      this.set({ sheet: step.sheet });
      return false;
    }
    const outcome = await acts.give(step.give, this.table.onWord);
    if (outcome.done) return this.given(step.give);
    const refused = outcome.refused;
    this.toast(
      refused ? refused.says || say('refused_title') : say('refused_network'),
      refused?.article ?? '',
    );
    return false;
  }

  private given(command: Command): boolean {
    if (command.act === 'talkback.start') {
      this.talking = String(command['site']);
      sessionStorage.setItem(TALKING, this.talking);
    }
    this.changed();
    return true;
  }

  /** Whom this desk's headset talks with. */
  talkingWith(): string | null {
    const site = this.session.store.board.get()?.talkback ?? null;
    return site === this.talking ? site : null;
  }

  toast(says: string, article = ''): void {
    this.toasts += 1;
    const id = this.toasts;
    this.set({ toasts: [...this.table.toasts, { id, says, article }].slice(-4) });
    setTimeout(() => this.dismiss(id), TOAST_FOR);
  }

  dismiss(id: number): void {
    this.set({ toasts: this.table.toasts.filter(toast => toast.id !== id) });
  }

  choose(site: string | null): void {
    this.set({ chosen: site, peeked: null });
  }

  /** A line of the log: the site it is about. */
  follow(line: LogLine): void {
    if (line.site) this.choose(line.site);
  }

  // --- keys

  press(event: KeyboardEvent): void {
    if (this.table.sheet === null && hasEnded(this.scene())) return;
    const place: Place = { field: isField(event.target), dialog: this.table.sheet !== null };
    const digit = digitOf(event, place);
    if (digit !== null) {
      event.preventDefault();
      this.type(digit);
      return;
    }
    if (event.code === 'Enter' && this.enter(event, place)) return;
    const act = actOf(event, place);
    if (!act || (act === 'escape' && place.dialog)) return;
    event.preventDefault();
    this.act(act, event.target);
  }

  /** Enter after a number goes to its tile; on the chosen tile, to what can be done with it. */
  private enter(event: KeyboardEvent, place: Place): boolean {
    if (place.field || place.dialog || !this.table.chosen) return false;
    const onTile = event.target instanceof HTMLElement && event.target.dataset['tile'] === this.table.chosen;
    if (!this.table.typed && !onTile) return false;
    event.preventDefault();
    if (this.table.typed) this.focusTile(this.table.chosen);
    else document.querySelector<HTMLElement>('.panel .acts button')?.focus();
    this.set({ typed: '' });
    return true;
  }

  private act(act: KeyAct, target: EventTarget | null): void {
    const move = MOVES[act];
    const work = move ? () => this.move(move) : this.own(act, target);
    if (work) work();
    else void this.do(act === 'clip' ? clipStep(this.scene()) : stepOf(act, this.scene(), this.table));
    if (this.table.typed) this.set({ typed: '' });
  }

  private own(act: KeyAct, target: EventTarget | null): (() => void) | null {
    switch (act) {
      case 'search':
        return () => document.querySelector<HTMLInputElement>('.lanes-search input')?.focus();
      case 'on_word':
        return () => this.set({ onWord: !this.table.onWord });
      case 'seen':
        return () => this.seeFirst();
      case 'seen_all':
        return () => this.seeAll();
      case 'page_next':
        return () => this.turn(1);
      case 'page_previous':
        return () => this.turn(-1);
      case 'escape':
        return () => this.escape(target);
      default:
        return null;
    }
  }

  see(alarms: readonly Alarm[]): void {
    for (const alarm of alarms) void this.do(seeAlarm(alarm.id));
  }

  /** Every alarm that stands on the board now; those that come meanwhile stay. */
  seeAll(): void {
    this.see(this.scene().board?.alarms ?? []);
    this.set({ alarmsOpen: false });
  }

  /** The one told first, with all that has the same cause. */
  private seeFirst(): void {
    const scene = this.scene();
    const first = grouped(scene.board?.alarms ?? [], scene)[0];
    if (first) this.see(membersOf(first));
  }

  turn(by: number): void {
    const page = this.page(this.scene());
    this.set({ page: Math.min(Math.max(0, page.page + by), page.pages - 1) });
  }

  private escape(target: EventTarget | null): void {
    if (target instanceof HTMLElement && isField(target)) target.blur();
    this.set({ typed: '', chosen: null, search: '', filter: 'all', alarmsOpen: false });
  }

  private move(by: number): void {
    const { tiles } = this.page(this.scene());
    const site = neighbour(tiles, this.table.chosen, by);
    this.choose(site);
    this.focusTile(site);
  }

  private type(digit: string): void {
    const typed = `${this.table.typed}${digit}`.slice(-3);
    const cell = [...this.scene().cells.values()].find(one => String(one.number) === typed);
    this.set({ typed, ...(cell ? { chosen: cell.site, peeked: null } : {}) });
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.set({ typed: '' }), TYPED_FOR);
    if (cell) this.reveal(cell.site);
  }

  /** Turns to the page the chosen site stands on. */
  private reveal(site: string): void {
    const scene = this.scene();
    if (this.page(scene).tiles.some(cell => cell.site === site)) return;
    this.table = { ...this.table, filter: 'all', search: '' };
    const { pages } = this.page(scene);
    for (let page = 0; page < pages; page++) {
      this.table = { ...this.table, page };
      if (this.page(scene).tiles.some(cell => cell.site === site)) break;
    }
    this.changed();
  }

  focusTile(site: string | null): void {
    const tiles = document.querySelectorAll<HTMLElement>('[data-tile]');
    [...tiles].find(tile => tile.dataset['tile'] === site)?.focus();
  }
}

const MOVES: Partial<Record<KeyAct, number>> = { left: -1, right: 1, up: -COLUMNS, down: COLUMNS };
