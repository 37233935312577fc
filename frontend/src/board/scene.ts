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
import type { Word } from './say.js';
import type { LaneFilter } from './tiles.js';

export interface Scene {
  you: You | null;
  stage: Stage | null;
  board: Board | null;
  cells: ReadonlyMap<string, Cell>;
  numbers: ReadonlyMap<string, Numbers>;
  log: readonly LogLine[];
  engineUp: boolean;
  lineUp: boolean;
  now: number;
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
  toasts: [],
};

export const nameOf = (scene: Scene, site: string | null | undefined): string =>
  (site && (scene.cells.get(site)?.name ?? scene.stage?.names[site])) || site || '';

export const may = (scene: Scene, power: string): boolean => scene.you?.powers.includes(power) ?? false;

/** Everyone with a claim on the floor, the nearest first. */
export const claims = (board: Board): Request[] => [...board.speaking, ...board.queue, ...board.pending];

/** Alarms, the gravest kind first, then the oldest. */
export function topAlarms(alarms: readonly Alarm[]): Alarm[] {
  const order = ['speaker_yielded', 'lost', 'fault', 'not_ready', 'poor'];
  const rank = (alarm: Alarm): number => (order.indexOf(alarm.kind) + order.length + 1) % (order.length + 1);
  return [...alarms].sort((a, b) => rank(a) - rank(b) || a.at.localeCompare(b.at));
}

export type WordOf<Prefix extends string> = Extract<Word, `${Prefix}${string}`>;
