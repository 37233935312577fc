// What the server says of a recording: written into the page, and asked again while it runs.

/** `closing`: the session is over, the one file is being made. */
export type State =
  | 'finished'
  | 'closing'
  | 'running'
  | 'waiting'
  | 'declined'
  | 'discarded'
  | 'removed'
  | 'absent';

/** A stretch recorded without a break: it begins at `start` of the recording and at `at` (ms) of the wall clock. */
export interface Run {
  start: number;
  at: number;
  seconds: number;
}

/** What the session did meanwhile, and the recording has nothing of. */
export interface Missing {
  kind: 'pause' | 'gap';
  since: number;
  until: number;
  reason: string;
}

export type Kind = 'speaker' | 'item' | 'lost' | 'grade' | 'pause' | 'gap' | 'engine';

/** A stretch of the session's event stream; `start`, `end`: in the recording, so a break is as long as nothing. */
export interface Span {
  kind: Kind;
  title: string;
  detail: string;
  site: string;
  start: number;
  end: number;
  at: number;
  until: number | null;
}

export interface Facts {
  state: State;
  now: number;
  reason: string;
  seconds: number;
  runs: Run[];
  missing: Missing[];
  spans: Span[];
  playlist: string | null;
  file: string | null;
  download: boolean;
  /** Watched from outside while it runs: only the program and who speaks, no course of events. */
  outside: boolean;
  phase: string;
}

/** Nothing to see, and why: said in words instead of a black picture. */
export const playable = (facts: Facts): boolean => Boolean(facts.file ?? facts.playlist);
