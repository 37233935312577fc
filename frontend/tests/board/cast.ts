import { CLEAN_TABLE, type Scene, type Table } from '../../src/board/scene.js';
import type { Board, Cell, Request, Stage } from '../../src/session/protocol.js';

export const NOW = Date.parse('2026-11-24T01:41:07Z');
export const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

export const cell = (site: string, number: number, more: Partial<Cell> = {}): Cell => ({
  site,
  number,
  name: site,
  role: 'end',
  technician: '',
  phone: '',
  lane: 'connected',
  since: null,
  lost: '',
  lost_since: null,
  losses: 0,
  lost_seconds: 0,
  reason: '',
  call_again: false,
  check: null,
  readiness: null,
  voice: null,
  camera_on: true,
  microphone_on: false,
  speaking: false,
  on_program: false,
  in_preview: false,
  place: null,
  sharing_allowed: false,
  sharing: false,
  grade: 'good',
  script_seen: 0,
  identity: '',
  verdict: null,
  reference: null,
  worse: false,
  ...more,
});

const TECHNICIAN = { role: 'central_technician', id: '1', name: 'Nguyễn Hữu Thắng' } as const;

export const request = (id: string, site: string, more: Partial<Request> = {}): Request => ({
  id,
  site,
  speaker: { name: 'Bà Mai Thị Lan', title: 'Chủ tịch UBND thị xã' },
  channel: 'phone',
  by: TECHNICIAN,
  at: at(-60),
  ...more,
});

export const board = (more: Partial<Board> = {}): Board => ({
  title: 'Giao ban trực tuyến tháng 11',
  kind: 'official',
  phase: 'live',
  planned_start: null,
  opened_at: null,
  ended_at: null,
  ended_by: null,
  token: null,
  program_version: 7,
  talkback: null,
  voice_at: null,
  lanes: {},
  pending: [],
  queue: [],
  speaking: [],
  proposed: null,
  script: [],
  script_version: 1,
  notes: [],
  alarms: [],
  roll: {
    started_at: null,
    sites: 0,
    answered: 0,
    ready: 0,
    not_ready: [],
    silent: [],
    people: 0,
    sentence: '',
  },
  tape: {
    on: false,
    since: null,
    wanted: false,
    fault: '',
    declined: '',
    unseen: [],
    finished: false,
    discarded: false,
  },
  ...more,
});

export const scene = (cells: Cell[], head: Partial<Board> = {}, stage: Partial<Stage> = {}): Scene => ({
  you: {
    as: 'operator',
    name: TECHNICIAN.name,
    role: TECHNICIAN.role,
    site: null,
    powers: ['sites.admit', 'session.preside', 'session.open'],
  },
  stage: {
    preview: {},
    program: {},
    names: {},
    floor: [],
    microphones: [],
    all_closed: false,
    ...stage,
  } as Stage,
  board: board(head),
  cells: new Map(cells.map(one => [one.site, one])),
  numbers: new Map(),
  knocking: new Map(),
  log: [],
  engineUp: true,
  lineUp: true,
  now: NOW,
  outside: {},
  replay: false,
});

export const table = (more: Partial<Table> = {}): Table => ({ ...CLEAN_TABLE, ...more });
