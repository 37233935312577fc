/** What is made of a session for those who look: stage, a site’s own view, the board, the log. */

import type {
  Actor,
  Alarm,
  CheckResult,
  Grade,
  Item,
  Lane,
  Note,
  Phase,
  Picture,
  Readiness,
  Reference,
  Request,
  SessionKind,
  SiteRole,
  Source,
  Speaker,
  Time,
  Verdict,
  VoiceMark,
} from './values.js';

export interface OnFloor {
  request: string;
  site: string;
  speaker: Speaker;
  granted_at: Time;
  deadline?: Time | null;
  /** How long the session was paused since then. */
  paused_seconds?: number;
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

/** An uploaded file that plays: at second `at` when it was `since`. `running` false: it is held there. */
export interface Playing {
  site: string;
  item: string;
  title: string;
  seconds: number;
  at: number;
  since: Time;
  running?: boolean;
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
  /** In the program or the preview, with a whole line and without a camera. */
  cameras_off?: string[];
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
  clip?: Playing | null;
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
  /** The site that chairs. */
  chair: string;
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
  /** In a test session: accepted by the centre, or not and why. */
  verdict: Verdict | null;
  /** In an official session: its line at the test that was accepted. */
  reference: Reference | null;
  /** Its line is worse than that. */
  worse: boolean;
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
  ended_by: Actor | null;
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
  tape: TapeLine;
}

/** The recording. `on`: the notice stands; `fault`: nothing is written just now, and why. */
export interface TapeLine {
  on: boolean;
  since: Time | null;
  wanted: boolean;
  fault: string;
  declined: string;
  /** Connected sites whose page has not confirmed the notice yet. */
  unseen: string[];
  finished: boolean;
  discarded: boolean;
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
