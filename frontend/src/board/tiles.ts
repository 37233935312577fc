// Which tiles stand where, and what a tile says.

import type { Alarm, Cell, Grade, Lane } from '../session/protocol';
import { findSites } from './names';

export const PAGE = 32;

export type LaneFilter = 'all' | 'alarm' | Lane;

export interface Sieve {
  filter: LaneFilter;
  search: string;
  page: number;
}

export interface Page {
  tiles: Cell[];
  page: number;
  pages: number;
  found: number;
}

export type TileState = 'lost' | 'on_air' | 'preview' | Exclude<Lane, 'lost'>;

const byNumber = (a: Cell, b: Cell): number => a.number - b.number || a.site.localeCompare(b.site);

/** Sites somebody must look at now. */
export function troubled(cells: Iterable<Cell>, alarms: readonly Alarm[]): Set<string> {
  const sites = new Set(alarms.flatMap(alarm => (alarm.site ? [alarm.site] : [])));
  for (const cell of cells) if (cell.lane === 'lost') sites.add(cell.site);
  return sites;
}

function sift(cells: readonly Cell[], sieve: Sieve, trouble: ReadonlySet<string>): Cell[] {
  const inLane = cells.filter(
    cell =>
      sieve.filter === 'all' ||
      (sieve.filter === 'alarm' ? trouble.has(cell.site) : cell.lane === sieve.filter),
  );
  return sieve.search.trim() ? findSites(inLane, sieve.search) : inLane;
}

/** One page of tiles. Places are fixed while all fit on one page; beyond that, trouble floats to the first page. */
export function pageOf(cells: Iterable<Cell>, sieve: Sieve, trouble: ReadonlySet<string>): Page {
  const sorted = [...cells].sort(byNumber);
  let found = sift(sorted, sieve, trouble);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  if (pages > 1) {
    const first = found.filter(cell => trouble.has(cell.site));
    found = [...first, ...found.filter(cell => !trouble.has(cell.site))];
  }
  const page = Math.min(Math.max(0, sieve.page), pages - 1);
  return { tiles: found.slice(page * PAGE, (page + 1) * PAGE), page, pages, found: found.length };
}

/** What colours the frame: a lost line first, then the program, then the preview, then the lane. */
export function stateOf(cell: Cell): TileState {
  if (cell.lane === 'lost') return 'lost';
  if (cell.on_program) return 'on_air';
  return cell.in_preview ? 'preview' : cell.lane;
}

const BARS: Record<Grade, number> = { good: 4, fair: 3, poor: 2, bad: 1, no_data: 0 };

export const barsOf = (grade: Grade): number => BARS[grade];

export type Trouble =
  | { kind: 'lost'; what: string; since: string | null }
  | { kind: 'not_ready'; reason: string }
  | { kind: 'call_again' }
  | { kind: 'check'; what: ('camera' | 'microphone' | 'speaker' | 'line')[] }
  | { kind: 'voice'; picture: boolean; sound: boolean }
  | { kind: 'worse'; now: Grade; test: Grade }
  | { kind: 'reason'; reason: string };

type Reader = (cell: Cell) => Trouble | null;

const READERS: Reader[] = [
  cell => (cell.lane === 'lost' ? { kind: 'lost', what: cell.lost, since: cell.lost_since } : null),
  cell => (cell.call_again ? { kind: 'call_again' } : null),
  cell =>
    cell.readiness && !cell.readiness.ready
      ? { kind: 'not_ready', reason: cell.readiness.reason ?? '' }
      : null,
  cell => failedCheck(cell),
  cell =>
    cell.voice && !(cell.voice.picture_clear && cell.voice.sound_clear)
      ? { kind: 'voice', picture: cell.voice.picture_clear, sound: cell.voice.sound_clear }
      : null,
  cell =>
    cell.worse && cell.reference ? { kind: 'worse', now: cell.grade, test: cell.reference.grade } : null,
  cell => (cell.reason ? { kind: 'reason', reason: cell.reason } : null),
];

function failedCheck(cell: Cell): Trouble | null {
  if (!cell.check || cell.lane !== 'waiting') return null;
  const parts = ['camera', 'microphone', 'speaker', 'line'] as const;
  const what = parts.filter(part => !cell.check?.[part]);
  return what.length ? { kind: 'check', what } : null;
}

/** The one line under a tile that says what is wrong, the gravest first. */
export function troubleOf(cell: Cell): Trouble | null {
  for (const read of READERS) {
    const found = read(cell);
    if (found) return found;
  }
  return null;
}

export const LANES: Lane[] = ['expected', 'waiting', 'connected', 'lost', 'dropped', 'left', 'absent'];

export function countLanes(cells: Iterable<Cell>): Record<Lane, number> {
  const counts = Object.fromEntries(LANES.map(lane => [lane, 0])) as Record<Lane, number>;
  for (const cell of cells) counts[cell.lane] += 1;
  return counts;
}

/** The tile `steps` further on the page, in reading order (arrow keys). */
export function neighbour(tiles: readonly Cell[], from: string | null, steps: number): string | null {
  const at = tiles.findIndex(cell => cell.site === from);
  if (at < 0) return tiles[0]?.site ?? null;
  return tiles[Math.min(Math.max(0, at + steps), tiles.length - 1)]?.site ?? null;
}
