/** The things of a session: sites, requests, notes, pictures, the running order. */

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
  /** The uploaded file behind it. */
  file?: string;
  seconds?: number;
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
  paused_seconds?: number;
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

export interface Verdict {
  accepted: boolean;
  at: Time;
  reason?: string;
}

/** The worst 20 seconds of a site's line in a test session. */
export interface Reference {
  at: Time;
  grade: Grade;
  loss?: number | null;
  jitter?: number | null;
  round_trip?: number | null;
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
