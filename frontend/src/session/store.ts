import type { Board, Cell, LogLine, Mine, Numbers, ServerMessage, Stage, Welcome, You } from './protocol.js';
import { Value } from './value.js';

const LOG_KEPT = 500;

/** What the page knows of the session: the server's views, folded from the line's messages. */
export class Store {
  readonly you = new Value<You | null>(null);
  readonly stage = new Value<Stage | null>(null);
  readonly mine = new Value<Mine | null>(null);
  readonly board = new Value<Board | null>(null);
  readonly cells = new Value<ReadonlyMap<string, Cell>>(new Map());
  readonly numbers = new Value<ReadonlyMap<string, Numbers>>(new Map());
  readonly log = new Value<readonly LogLine[]>([]);
  /** Devices that wait before a slot which another one holds, by site. */
  readonly knocking = new Value<ReadonlyMap<string, readonly string[]>>(new Map());
  readonly engine = new Value<boolean>(true);
  /** Another session of the conference that runs, while this one does not. */
  readonly onward = new Value<string | null>(null);
  seq = 0;

  apply(message: ServerMessage): void {
    switch (message.t) {
      case 'welcome':
        this.welcome(message);
        break;
      case 'stage':
        this.saw(message.seq);
        this.stage.set(message.stage);
        break;
      case 'mine':
        this.saw(message.seq);
        this.mine.set(message.mine);
        break;
      case 'board':
        this.saw(message.seq);
        this.change(message.board, message.cells, message.log);
        break;
      case 'numbers':
        this.numbers.set(new Map([...this.numbers.get(), ...Object.entries(message.cells)]));
        break;
      case 'knocking':
        this.knocking.set(new Map(Object.entries(message.sites)));
        break;
      case 'onward':
        this.onward.set(message.session);
        break;
      case 'engine':
        this.engine.set(message.up);
        break;
    }
  }

  private saw(seq: number): void {
    if (seq > this.seq) this.seq = seq;
  }

  private welcome(message: Welcome): void {
    this.seq = message.seq;
    this.you.set(message.you);
    this.cells.set(new Map(Object.entries(message.cells ?? {})));
    this.knocking.set(new Map());
    this.addLog(message.log ?? []);
    this.board.set(message.board);
    this.mine.set(message.mine);
    this.stage.set(message.stage);
  }

  private change(board: Partial<Board>, cells: Record<string, Partial<Cell>>, log: LogLine[]): void {
    if (Object.keys(cells ?? {}).length > 0) this.cells.set(merged(this.cells.get(), cells));
    if (log?.length) this.addLog(log);
    const before = this.board.get();
    if (before && Object.keys(board ?? {}).length > 0) this.board.set({ ...before, ...board });
  }

  private addLog(lines: LogLine[]): void {
    const last = this.log.get().at(-1)?.seq ?? -1;
    const fresh = lines.filter(line => line.seq > last);
    if (fresh.length > 0) this.log.set([...this.log.get(), ...fresh].slice(-LOG_KEPT));
  }
}

function merged(
  before: ReadonlyMap<string, Cell>,
  changes: Record<string, Partial<Cell>>,
): Map<string, Cell> {
  const after = new Map(before);
  for (const [site, change] of Object.entries(changes)) {
    after.set(site, { ...after.get(site), ...change } as Cell);
  }
  return after;
}
