// The board at any moment: from the nearest snapshot before it, with what changed since. The part that is wanted is
// fetched at once, the others after it, the nearest first: so that later jumps ask nobody.
import type { Board, Cell, LogLine, Stage } from '../session/protocol.js';
import type { Frame, Part, Snapshot } from './course.js';

export interface Shown {
  seq: number;
  stage: Stage;
  board: Board;
  cells: ReadonlyMap<string, Cell>;
  engine: boolean;
}

/** Of the largest sessions the farthest parts are let go. */
const PARTS_KEPT = 120;
/** So many parts ahead and behind are fetched without a rest: to play on fast, and for the log. */
const NEAR = 2;
const REST = 300;

interface Loaded {
  shown: Shown;
  frames: readonly Frame[];
  times: readonly number[];
}

interface Cursor {
  part: number;
  /** So many frames of the part are in `shown`. */
  done: number;
  shown: Shown;
}

export class Tape {
  private readonly loaded = new Map<number, Loaded>();
  private readonly asked = new Map<number, Promise<void>>();
  private cursor: Cursor | null = null;
  private here = 0;
  private filling = false;

  /** `starts`: when each part begins (ms). `changed`: a part has come. */
  constructor(
    private readonly starts: readonly number[],
    private readonly fetchPart: (number: number) => Promise<Part>,
    private readonly changed: () => void = () => undefined,
  ) {}

  /** The last part that has begun by then. */
  partAt(at: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The board at this moment; null while the part it stands in is on its way. */
  at(at: number): Shown | null {
    const part = this.partAt(at);
    this.want(part);
    const loaded = this.loaded.get(part);
    if (!loaded) return null;
    const until = upTo(loaded.times, at);
    let from = this.cursor;
    if (!from || from.part !== part || from.done > until) from = { part, done: 0, shown: loaded.shown };
    const shown = played(from.shown, loaded.frames.slice(from.done, until));
    this.cursor = { part, done: until, shown };
    return shown;
  }

  /** The sentences up to this moment, as far back as parts are here. */
  log(at: number): LogLine[] {
    const here = this.partAt(at);
    const lines: LogLine[][] = [];
    for (let part = here; part >= here - 2; part--) {
      const loaded = this.loaded.get(part);
      if (!loaded) break;
      const frames = loaded.frames.slice(0, part === here ? upTo(loaded.times, at) : undefined);
      lines.unshift(frames.flatMap(frame => frame.line ?? []));
    }
    return lines.flat();
  }

  /** When the next thing happened that the log tells; null: nothing more. */
  async next(at: number): Promise<number | null> {
    for (let part = this.partAt(at); part < this.starts.length; part++) {
      const found = tolds(await this.have(part)).find(time => time > at);
      if (found !== undefined) return found;
    }
    return null;
  }

  async previous(at: number): Promise<number | null> {
    for (let part = this.partAt(at); part >= 0; part--) {
      const found = tolds(await this.have(part)).findLast(time => time < at);
      if (found !== undefined) return found;
    }
    return null;
  }

  private want(part: number): void {
    this.here = part;
    void this.ask(part);
    if (!this.filling) void this.fill();
  }

  /** One after the other, and always after the one that is wanted. */
  private async fill(): Promise<void> {
    this.filling = true;
    for (let part = this.missing(); part !== null; part = this.missing()) {
      await this.ask(this.here);
      await this.ask(part);
      if (Math.abs(part - this.here) > NEAR) await new Promise(done => setTimeout(done, REST));
    }
    this.filling = false;
  }

  /** The nearest part that is neither here nor on its way. */
  private missing(): number | null {
    for (let away = 0; away < this.starts.length && away < PARTS_KEPT / 2; away++)
      for (const part of [this.here + away, this.here - away])
        if (this.starts[part] !== undefined && !this.loaded.has(part) && !this.asked.has(part)) return part;
    return null;
  }

  private async have(part: number): Promise<Loaded> {
    await this.ask(part);
    const loaded = this.loaded.get(part);
    if (!loaded) throw new Error(`part ${part} did not come`);
    return loaded;
  }

  private ask(part: number): Promise<void> {
    const known = this.loaded.get(part);
    if (known) return Promise.resolve();
    const asked = this.asked.get(part) ?? this.load(part);
    this.asked.set(part, asked);
    return asked;
  }

  /** What does not come is asked for again when it is wanted again, not at once. */
  private async load(part: number): Promise<void> {
    try {
      const { snapshot, frames } = await this.fetchPart(part);
      const times = frames.map(frame => Date.parse(frame.at));
      this.loaded.set(part, { shown: start(snapshot), frames, times });
      this.forget();
      this.asked.delete(part);
      this.changed();
    } catch {
      setTimeout(() => this.asked.delete(part), 2000);
    }
  }

  private forget(): void {
    const away = (part: number): number => Math.abs(part - this.here);
    const far = [...this.loaded.keys()].sort((a, b) => away(b) - away(a));
    for (const one of far.slice(0, Math.max(0, far.length - PARTS_KEPT))) this.loaded.delete(one);
  }
}

const start = (snapshot: Snapshot): Shown => ({
  ...snapshot,
  cells: new Map(Object.entries(snapshot.cells)),
});

/** How many of these moments have come by then. */
function upTo(times: readonly number[], at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const tolds = ({ frames, times }: Loaded): number[] => times.filter((_, at) => frames[at]!.line !== null);

/** Nothing that did not change is made anew: a tile draws itself again only when its own cell did. */
export function played(before: Shown, frames: readonly Frame[]): Shown {
  if (frames.length === 0) return before;
  const after = { ...before };
  let cells: Map<string, Cell> | null = null;
  for (const frame of frames) {
    after.seq = frame.seq;
    if (!isEmpty(frame.stage)) after.stage = { ...after.stage, ...frame.stage };
    if (!isEmpty(frame.board)) after.board = { ...after.board, ...frame.board };
    if (frame.engine !== null) after.engine = frame.engine;
    for (const [site, part] of Object.entries(frame.cells)) {
      cells ??= new Map(after.cells);
      cells.set(site, { ...cells.get(site), ...part } as Cell);
    }
  }
  return cells ? { ...after, cells } : after;
}

function isEmpty(changes: object): boolean {
  for (const _ in changes) return false;
  return true;
}
