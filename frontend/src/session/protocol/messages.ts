/** What goes over the line, and the tickets and refusals beside it. */

import type { Role, Time } from './values.js';
import type { Board, Cell, LogLine, Mine, Stage } from './views.js';

/** Percent, ms, ms, kbit/s over the last second; null where nothing was measured. */
export interface Measure {
  loss: number | null;
  jitter: number | null;
  rtt: number | null;
  kbps: number | null;
}

export interface Stats {
  up: Measure;
  down: Measure;
  level: number | null;
}

export interface MediaReport {
  up: boolean;
  camera: boolean;
  microphone: boolean;
  sharing: boolean;
}

export interface Numbers {
  up?: Measure | null;
  down?: Measure | null;
  level?: number | null;
  age?: number;
}

export type As = 'site' | 'screen' | 'operator';

export interface You {
  as: As;
  name: string;
  role: Role;
  site: string | null;
  powers: string[];
}

export interface Welcome {
  t: 'welcome';
  now: Time;
  seq: number;
  you: You;
  stage: Stage | null;
  mine: Mine | null;
  board: Board | null;
  cells: Record<string, Cell>;
  log: LogLine[];
}

export interface Bye {
  t: 'bye';
  code: number | string;
  says: string;
}

export type ServerMessage =
  | Welcome
  | { t: 'stage'; seq: number; stage: Stage }
  | { t: 'mine'; seq: number; mine: Mine }
  | {
      t: 'board';
      seq: number;
      board: Partial<Board>;
      cells: Record<string, Partial<Cell>>;
      log: LogLine[];
    }
  | { t: 'numbers'; cells: Record<string, Numbers> }
  | { t: 'knocking'; sites: Record<string, string[]> }
  | { t: 'onward'; session: string }
  | { t: 'beat'; n: number; now: Time }
  | { t: 'engine'; up: boolean }
  | Bye;

export interface Beat {
  t: 'beat';
  n: number;
  stats?: Stats | null;
  media?: MediaReport | null;
}

/** A command as it is sent: the act's name and its fields (see the server's commands). */
export interface Command {
  act: string;
  [field: string]: unknown;
}

export interface Refusal {
  code: string;
  says: string;
  article?: string;
}

export type Slot = 'room' | 'display' | 'operator' | 'check' | 'talkback';

export interface Ticket {
  url: string;
  room: string;
  identity: string;
  token: string;
}

export interface CheckTickets {
  url: string;
  room: string;
  tickets: [Ticket | string, Ticket | string];
}

/** Close codes of the line after which trying again is useless until a person acts. */
export const FINAL_CLOSE: ReadonlySet<number> = new Set([4401, 4403, 4404, 4409]);
