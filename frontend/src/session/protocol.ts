/**
 * What goes over the line and comes back from an act: the mirror of the server's structs.
 * A struct that leaves out its defaults has optional fields here.
 */

export type Phase = 'planned' | 'open' | 'live' | 'paused' | 'ended';
export type SessionKind = 'test' | 'official';
export type Lane = 'expected' | 'waiting' | 'connected' | 'lost' | 'dropped' | 'left' | 'absent';
export type Grade = 'good' | 'fair' | 'poor' | 'bad' | 'no_data';
export type SiteRole = 'central' | 'chair' | 'invited' | 'end';
export type Channel = 'system' | 'phone' | 'paper';
export type Source = 'camera' | 'microphone' | 'screen' | 'screen_sound';
export type Layout = 'holding' | 'one' | 'chair_speaker' | 'two' | 'four' | 'mosaic' | 'shared';
export type RequestState =
  | 'pending'
  | 'accepted'
  | 'granted'
  | 'released'
  | 'revoked'
  | 'denied'
  | 'cancelled'
  | 'skipped';
export type Role =
  | 'administrator'
  | 'central_technician'
  | 'chair'
  | 'chair_technician'
  | 'site_technician'
  | 'room_screen'
  | 'host_officer'
  | 'machine';

/** ISO 8601, UTC. */
export type Time = string;

export interface Actor {
  role: Role;
  id: string;
  name: string;
  site?: string | null;
}

export interface Speaker {
  name: string;
  title?: string;
  unit?: string;
}

export interface Caption {
  name?: string;
  title?: string;
  unit?: string;
}

export interface Picture {
  layout?: Layout;
  sites?: string[];
  caption?: Caption | null;
}

export interface Cue {
  picture: Picture;
  microphone?: string | null;
  clip?: string;
}

export interface Item {
  id: string;
  title: string;
  minutes: number;
  starts?: string;
  speaker?: Speaker | null;
  site?: string | null;
  cue?: Cue | null;
}

export interface Script {
  version?: number;
  items?: Item[];
  changed?: string[];
}

export interface Request {
  id: string;
  site: string;
  speaker: Speaker;
  channel: Channel;
  by: Actor;
  at: Time;
  state?: RequestState;
  topic?: string;
  item?: string | null;
  minutes?: number;
  point_of_order?: boolean;
  caller?: string;
  called_at?: Time | null;
  read_back?: boolean;
  reason?: string;
  granted_at?: Time | null;
  deadline?: Time | null;
  ended_at?: Time | null;
}

export interface Note {
  id: string;
  at: Time;
  by: Actor;
  text: string;
  to?: string | null;
  instruction?: boolean;
  acknowledged?: string[];
  /** The site it comes from; then it is for the centre only. */
  sender?: string | null;
}

export interface Alarm {
  id: string;
  at: Time;
  kind: string;
  site: string | null;
  text?: string;
}

export interface Readiness {
  ready: boolean;
  at: Time;
  reason?: string;
  head_count?: number;
  local_chair?: string;
}

export interface VoiceMark {
  picture_clear: boolean;
  sound_clear: boolean;
  at: Time;
  remark?: string;
}

export interface CheckResult {
  at: Time;
  camera: boolean;
  microphone: boolean;
  speaker: boolean;
  line: boolean;
  loss_percent?: number;
  jitter_ms?: number;
  round_trip_ms?: number;
  remark?: string;
}

export interface OnFloor {
  request: string;
  site: string;
  speaker: Speaker;
  granted_at: Time;
  deadline?: Time | null;
}

export interface ItemLine {
  id: string;
  title: string;
  minutes: number;
  starts?: string;
  since?: Time | null;
  /** The file that its cue asks for. */
  clip?: string;
}

export interface Stage {
  version: number;
  session: string;
  title: string;
  kind: SessionKind;
  phase: Phase;
  program: Picture;
  preview: Picture;
  floor: OnFloor[];
  microphones: string[];
  names: Record<string, string>;
  item: ItemLine | null;
  next: ItemLine | null;
  live_at: Time | null;
  paused_at: Time | null;
  behind_seconds: number | null;
  notice: string;
  recording: boolean;
  recording_since: Time | null;
  all_closed: boolean;
}

export interface MyItem {
  id: string;
  title: string;
  starts: string;
  minutes: number;
  speaker?: string;
  mine?: boolean;
  done?: boolean;
  running?: boolean;
  changed?: boolean;
}

export interface Mine {
  site: string;
  name: string;
  title: string;
  kind: SessionKind;
  phase: Phase;
  planned_start: Time | null;
  lane: Lane;
  since: Time | null;
  epoch: number;
  device: string;
  reason: string;
  call_again: boolean;
  check: CheckResult | null;
  readiness: Readiness | null;
  roll_call_at: Time | null;
  may_publish: Source[];
  everybody_sees_me: boolean;
  on_program: boolean;
  in_preview: boolean;
  voice_check: boolean;
  sharing_allowed: boolean;
  talkback: boolean;
  place: number | null;
  requests: Request[];
  notes: Note[];
  script: MyItem[];
  script_version: number;
  script_seen: number;
  central_name: string;
  central_phone: string;
  recording: boolean;
}

export interface Cell {
  site: string;
  number: number;
  name: string;
  role: SiteRole;
  technician: string;
  phone: string;
  lane: Lane;
  since: Time | null;
  lost: '' | 'line' | 'media' | 'both';
  lost_since: Time | null;
  losses: number;
  lost_seconds: number;
  reason: string;
  call_again: boolean;
  check: CheckResult | null;
  readiness: Readiness | null;
  voice: VoiceMark | null;
  camera_on: boolean;
  microphone_on: boolean;
  speaking: boolean;
  on_program: boolean;
  in_preview: boolean;
  place: number | null;
  sharing_allowed: boolean;
  sharing: boolean;
  grade: Grade;
  script_seen: number;
  identity: string;
}

export interface RollSummary {
  started_at: Time | null;
  sites: number;
  answered: number;
  ready: number;
  not_ready: string[];
  silent: string[];
  people: number;
  sentence: string;
}

export interface ScriptLine {
  item: Item;
  running: boolean;
  done: boolean;
  changed: boolean;
}

export interface Board {
  title: string;
  kind: SessionKind;
  phase: Phase;
  planned_start: Time | null;
  opened_at: Time | null;
  ended_at: Time | null;
  token: Actor | null;
  program_version: number;
  talkback: string | null;
  voice_at: string | null;
  lanes: Record<string, number>;
  pending: Request[];
  queue: Request[];
  speaking: Request[];
  proposed: string | null;
  script: ScriptLine[];
  script_version: number;
  notes: Note[];
  alarms: Alarm[];
  roll: RollSummary;
}

/** One sentence of the session's log. */
export interface LogLine {
  seq: number;
  at: Time;
  kind?: string;
  site?: string | null;
  by?: string;
  text?: string;
  [more: string]: unknown;
}

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
