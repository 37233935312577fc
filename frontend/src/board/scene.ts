// All that the board's views are a function of: what the line said, and what the operator has on the table.
import type {
  Alarm,
  Board,
  Cell,
  Command,
  LogLine,
  Numbers,
  Request,
  Stage,
  You,
} from '../session/protocol.js';
import { say } from './say.js';
import type { LaneFilter } from './tiles.js';
import { type Remaining, remaining } from './times.js';

export interface Scene {
  you: You | null;
  stage: Stage | null;
  board: Board | null;
  cells: ReadonlyMap<string, Cell>;
  numbers: ReadonlyMap<string, Numbers>;
  knocking: ReadonlyMap<string, readonly string[]>;
  log: readonly LogLine[];
  engineUp: boolean;
  lineUp: boolean;
  now: number;
  /** Names of sites that the script names and that have no seat. */
  outside: Readonly<Record<string, string>>;
  /** Of a session that is played again: everything is shown, nothing can be done. */
  replay: boolean;
}

/** A question before an act that hurts, or one that needs a reason. */
export interface Ask {
  title: string;
  confirm: string;
  danger: boolean;
  reason: 'none' | 'optional' | 'required';
  /** What the field is called, when it is not the reason. */
  label?: string;
  command: (reason: string) => Command;
}

export type Sheet =
  | { kind: 'phone'; site: string | null }
  | { kind: 'note'; to: string | null }
  | { kind: 'keys' }
  | { kind: 'ask'; ask: Ask };

/** What a key or a button leads to. */
export type Step = { give: Command } | { sheet: Sheet } | null;

export interface Toast {
  id: number;
  says: string;
  article: string;
}

export interface Table {
  chosen: string | null;
  peeked: string | null;
  typed: string;
  filter: LaneFilter;
  search: string;
  page: number;
  side: 'log' | 'notes';
  sheet: Sheet | null;
  onWord: boolean;
  /** The alarms one by one, below the strip. */
  alarmsOpen: boolean;
  toasts: readonly Toast[];
}

export const CLEAN_TABLE: Table = {
  chosen: null,
  peeked: null,
  typed: '',
  filter: 'all',
  search: '',
  page: 0,
  side: 'log',
  sheet: null,
  onWord: false,
  alarmsOpen: false,
  toasts: [],
};

export const nameOf = (scene: Scene, site: string | null | undefined): string =>
  (site && (scene.cells.get(site)?.name ?? scene.stage?.names[site] ?? outsider(scene, site))) || site || '';

const outsider = ({ outside }: Scene, site: string): string =>
  outside[site] ? say('not_invited', { name: outside[site] }) : '';

export const hasEnded = (scene: Scene): boolean => scene.board?.phase === 'ended';

/** Something can be done here: it is neither over nor played again. */
export const acting = (scene: Scene): boolean => !scene.replay && !hasEnded(scene);

export const isPaused = (scene: Scene): boolean => scene.board?.phase === 'paused';

/** The speakers' clock: it stands still during a pause. */
export function speechTime(scene: Scene, one: Request): Remaining {
  const at = isPaused(scene) && scene.stage?.paused_at ? Date.parse(scene.stage.paused_at) : scene.now;
  return remaining(one.granted_at, one.deadline, at, one.paused_seconds);
}

export const may = (scene: Scene, power: string): boolean => scene.you?.powers.includes(power) ?? false;

/** Everyone with a claim on the floor, the nearest first. */
export const claims = (board: Board): Request[] => [...board.speaking, ...board.queue, ...board.pending];

const GRAVITY = ['lost', 'speaker_yielded', 'fault', 'not_ready', 'poor'];

/** A lost line that is back: to be seen all the same, but after what still stands. */
export const isOver = (alarm: Alarm, cells: ReadonlyMap<string, Cell>): boolean =>
  alarm.kind === 'lost' && alarm.site !== null && cells.get(alarm.site)?.lane !== 'lost';

/** What still stands first, the gravest kind before the others, the oldest before the newer. */
export function topAlarms(alarms: readonly Alarm[], cells: ReadonlyMap<string, Cell>): Alarm[] {
  const rank = (alarm: Alarm): number => {
    const kind = GRAVITY.indexOf(alarm.kind);
    return (kind < 0 ? GRAVITY.length : kind) + (isOver(alarm, cells) ? 10 : 0);
  };
  return [...alarms].sort((a, b) => rank(a) - rank(b) || a.at.localeCompare(b.at));
}
