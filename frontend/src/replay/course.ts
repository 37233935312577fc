// What the server tells of a session that is played again.

import type { Run } from '../player/facts.js';
import type { Time } from '../session/protocol/values.js';
import type { Board, Cell, LogLine, Stage } from '../session/protocol.js';

export type Kind = 'speaker' | 'item' | 'lost' | 'pause' | 'gap' | 'engine';

/** A stretch of the session. `until` is missing while it goes on. */
export interface Span {
  kind: Kind;
  seq: number;
  since: Time;
  until?: Time;
  title?: string;
  site?: string;
  detail?: string;
}

/** The one file when it is there, else the segments; `runs`: where in it the moments of the session lie. */
export interface Recording {
  playlist: string;
  file: string | null;
  runs: Run[];
}

export interface Course {
  seq: number;
  since: Time;
  until: Time;
  over: boolean;
  /** When each part of the stream begins. */
  parts: Time[];
  spans: Span[];
  recording: Recording | null;
}

export interface Snapshot {
  seq: number;
  stage: Stage;
  board: Board;
  cells: Record<string, Cell>;
  engine: boolean;
}

/** What was different from `at` on. */
export interface Frame {
  seq: number;
  at: Time;
  stage: Partial<Stage>;
  board: Partial<Board>;
  cells: Record<string, Partial<Cell>>;
  line: LogLine | null;
  engine: boolean | null;
}

export interface Part {
  snapshot: Snapshot;
  frames: Frame[];
}

/** Loss, jitter, round trip, kbit/s over the 20 seconds from its first value on. */
export type Window = [Time, number | null, number | null, number | null, number | null];

export interface SiteNumbers {
  up: Window[];
  down: Window[];
}

/** Under the page's own address. */
export async function read<T>(path: string): Promise<T> {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  return (await answer.json()) as T;
}
