import { describe, expect, it } from 'vitest';
import { clipStep } from '../../src/board/clipbar.js';
import { cued, placeOf } from '../../src/board/player.js';
import type { Scene } from '../../src/board/scene.js';
import type { Board, Playing, ScriptLine, Stage } from '../../src/session/protocol.js';

const AT = '2026-11-24T01:30:00Z';
const NOW = Date.parse(AT);
const playing = (part: Partial<Playing> = {}): Playing => ({
  site: 'trung-tam',
  item: 'phim',
  title: 'Quốc ca',
  seconds: 60,
  at: 5,
  since: AT,
  ...part,
});
const line = (id: string, file = ''): ScriptLine =>
  ({
    item: {
      id,
      title: id,
      minutes: 1,
      ...(file ? { cue: { picture: {}, clip: 'Quốc ca', file, seconds: 60 } } : {}),
    },
  }) as ScriptLine;
const board = {
  script: [line('khai-mac'), line('phim', 'tep-1'), line('nhac', 'tep-2')],
} as unknown as Board;
const stage = (part: object): Stage => ({ item: null, next: null, clip: null, ...part }) as unknown as Stage;
const scene = (now: object, powers = ['media.play']): Scene =>
  ({
    board,
    stage: stage(now),
    now: NOW + 2000,
    you: { powers },
    cells: new Map([['trung-tam', { site: 'trung-tam', role: 'central' }]]),
  }) as unknown as Scene;

describe('the clip of the script', () => {
  it('is the one that plays, else that of the running item, else that of the next', () => {
    expect(cued(board, stage({ item: { id: 'khai-mac' }, next: { id: 'phim' } }))?.item.id).toBe('phim');
    expect(cued(board, stage({ item: { id: 'phim' }, next: { id: 'nhac' } }))?.item.id).toBe('phim');
    expect(cued(board, stage({ item: { id: 'nhac' }, clip: playing() }))?.item.id).toBe('phim');
    expect(cued(board, stage({ item: { id: 'khai-mac' } }))).toBeNull();
    expect(cued(null, null)).toBeNull();
  });

  it('stands where everybody reckons it, never past its end', () => {
    expect(placeOf(playing(), NOW + 3000)).toBe(8);
    expect(placeOf(playing({ running: false }), NOW + 3000)).toBe(5);
    expect(placeOf(playing(), NOW + 600_000)).toBe(60);
  });

  it('is played, held and played on by one key', () => {
    const item = { item: { id: 'phim' } };
    const play = { act: 'clip.play', site: 'trung-tam', item: 'phim' };
    expect(clipStep(scene(item))).toEqual({ give: { ...play, at: 0 } });
    expect(clipStep(scene({ ...item, clip: playing() }))).toEqual({
      give: { act: 'clip.pause', site: 'trung-tam', at: 7 },
    });
    expect(clipStep(scene({ ...item, clip: playing({ running: false }) }))).toEqual({
      give: { ...play, at: 5 },
    });
    expect(clipStep(scene(item, []))).toBeNull();
    expect(clipStep(scene({ item: { id: 'khai-mac' } }))).toBeNull();
  });
});
