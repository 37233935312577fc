// The board's desk over a recorded line: it looks, it does not act.
import { Desk, type Looked } from '../board/desk.js';
import type { LogLine } from '../session/protocol.js';
import { Store } from '../session/store.js';
import { Value } from '../session/value.js';
import type { Shown } from './tape.js';

type Pictures = ReturnType<Looked['media']['pictures']['get']>;

/** A session on a tape: the store that the board draws from, and the clock of the deck. */
export function onTape(now: () => number): Looked {
  return {
    store: new Store(),
    clock: { now },
    line: { state: new Value({ up: true }) },
    media: { pictures: new Value<Pictures>(new Map()), blocked: new Value(false), show: () => undefined },
    acts: null,
  };
}

export function tell({ store }: Looked, shown: Shown, log: readonly LogLine[]): void {
  store.board.set(shown.board);
  store.cells.set(shown.cells);
  store.stage.set(shown.stage);
  store.engine.set(shown.engine);
  store.log.set(log);
}

export class ReplayDesk extends Desk {
  /** To a moment of the session. */
  goTo: (at: number) => void = () => undefined;

  override follow(line: LogLine): void {
    this.goTo(Date.parse(line.at));
    super.follow(line);
  }
}
