import type { Frame, Part } from '../../src/replay/course.js';
import type { Board, Stage } from '../../src/session/protocol.js';
import { board, cell } from '../board/cast.js';

export const START = Date.parse('2026-11-24T01:00:00Z');
export const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

export const frame = (seq: number, seconds: number, more: Partial<Frame> = {}): Frame => ({
  seq,
  at: at(seconds),
  stage: {},
  board: {},
  cells: {},
  line: null,
  engine: null,
  ...more,
});

export const told = (seq: number, seconds: number, more: Partial<Frame> = {}): Frame =>
  frame(seq, seconds, { line: { seq, at: at(seconds), text: `Việc ${seq}` }, ...more });

export const part = (seq: number, head: Partial<Board>, ...frames: Frame[]): Part => ({
  snapshot: {
    seq,
    board: board(head),
    stage: { version: seq, preview: {}, program: {}, names: {} } as unknown as Stage,
    cells: { 'bim-son': cell('bim-son', 6), 'ha-trung': cell('ha-trung', 15) },
    engine: true,
  },
  frames,
});
