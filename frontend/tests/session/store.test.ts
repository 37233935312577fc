import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/session/clock.js';
import { audience, parseIdentity } from '../../src/session/identity.js';
import type { Board, Cell, ServerMessage } from '../../src/session/protocol.js';
import { Store } from '../../src/session/store.js';
import { Value } from '../../src/session/value.js';

const cell = (site: string, more: Partial<Cell> = {}) => ({ site, number: 1, name: site, ...more }) as Cell;
const line = (seq: number) => ({ seq, at: '2026-11-23T01:00:00Z' });

function welcomed(): Store {
  const store = new Store();
  store.apply({
    t: 'welcome',
    now: '2026-11-23T01:00:00Z',
    seq: 10,
    you: { as: 'operator', name: 'Lê Văn Hùng', role: 'central_technician', site: null, powers: [] },
    stage: null,
    mine: null,
    board: { title: 'Giao ban', phase: 'open', lanes: { waiting: 1 } } as unknown as Board,
    cells: { a: cell('a'), b: cell('b') },
    log: [line(9), line(10)],
  });
  return store;
}

const delta = (more: object): ServerMessage =>
  ({ t: 'board', seq: 11, board: {}, cells: {}, log: [], ...more }) as never;

describe('the store', () => {
  it('takes over the welcome', () => {
    const store = welcomed();
    expect(store.seq).toBe(10);
    expect(store.board.get()?.title).toBe('Giao ban');
    expect([...store.cells.get().keys()]).toEqual(['a', 'b']);
  });

  it('changes only the cells that changed', () => {
    const store = welcomed();
    const untouched = store.cells.get().get('b');
    store.apply(delta({ cells: { a: { lane: 'connected' } } }));
    expect(store.cells.get().get('a')).toMatchObject({ name: 'a', lane: 'connected' });
    expect(store.cells.get().get('b')).toBe(untouched);
  });

  it('changes only the keys of the board that came', () => {
    const store = welcomed();
    store.apply(delta({ board: { phase: 'live' } }));
    expect(store.board.get()).toMatchObject({ title: 'Giao ban', phase: 'live' });
    expect(store.seq).toBe(11);
  });

  it('adds each line of the log once', () => {
    const store = welcomed();
    store.apply(delta({ log: [line(10), line(11)] }));
    expect(store.log.get().map(entry => entry.seq)).toEqual([9, 10, 11]);
  });

  it('tells nobody about a board that did not change', () => {
    const store = welcomed();
    let told = 0;
    store.board.watch(() => told++);
    store.apply(delta({ cells: { a: { lane: 'lost' } } }));
    expect(told).toBe(0);
  });

  it('keeps the latest numbers of each site', () => {
    const store = welcomed();
    store.apply({ t: 'numbers', cells: { a: { level: 0.1 } } });
    store.apply({ t: 'numbers', cells: { b: { level: 0.2 } } });
    expect([...store.numbers.get().keys()]).toEqual(['a', 'b']);
  });

  it('forgets the stage when a welcome brings none', () => {
    const store = welcomed();
    store.apply({ t: 'stage', seq: 11, stage: { version: 1 } as never });
    store.apply({ t: 'welcome', seq: 12, cells: {}, log: [], stage: null } as never);
    expect(store.stage.get()).toBeNull();
  });
});

describe('a value', () => {
  it('tells its watchers of changes only, until they stop', () => {
    const value = new Value(1);
    const told: number[] = [];
    const stop = value.watch(now => told.push(now));
    value.set(1);
    value.set(2);
    stop();
    value.set(3);
    expect(told).toEqual([2]);
  });
});

describe('the clock', () => {
  it('knows the server’s time to half a round trip', () => {
    let local = 1_000_000;
    const clock = new Clock(() => local);
    clock.hear(new Date(5_000_000).toISOString(), 100);
    expect(clock.now()).toBe(5_000_050);
    local += 10_000;
    expect(clock.now()).toBe(5_010_050);
  });

  it('believes the quick answer, not the slow one after it', () => {
    const clock = new Clock(() => 0);
    clock.hear(new Date(5_000_000).toISOString(), 20);
    clock.hear(new Date(5_000_900).toISOString(), 1800);
    expect(clock.now()).toBe(5_000_010);
  });

  it('counts since and until', () => {
    const clock = new Clock(() => Date.parse('2026-11-23T01:00:00Z'));
    expect(clock.since('2026-11-23T00:59:30Z')).toBe(30);
    expect(clock.until('2026-11-23T01:05:00Z')).toBe(300);
    expect(clock.since(null)).toBeNull();
  });
});

describe('identities', () => {
  it('are read as the server writes them', () => {
    expect(parseIdentity('bim-son~room~3')).toEqual({ slot: 'room', site: 'bim-son', epoch: 3 });
    expect(parseIdentity('bim-son~display~12')).toEqual({ slot: 'display', site: 'bim-son', epoch: 12 });
    expect(parseIdentity('op~7~d1')).toEqual({ slot: 'operator', account: '7', device: 'd1' });
  });

  it.each(['', 'bim-son', 'bim-son~room', 'bim-son~room~x', 'bim-son~other~1', '~room~1', 'a~room~1~2'])(
    'refuses %j',
    text => {
      expect(parseIdentity(text)).toBeNull();
    },
  );
});

describe('who may fetch what a site sends', () => {
  const others = ['op~1~board', 'nghi-son~room~1', 'bim-son~display~2'];

  it('operators only, as long as nothing is open', () => {
    expect(audience(others, false, [])).toEqual({
      everybody: false,
      permits: [{ participantIdentity: 'op~1~board', allowAll: true }],
    });
  });

  it('everybody its sound, operators everything', () => {
    const { permits } = audience(others, false, ['TR_mic']);
    expect(permits).toContainEqual({ participantIdentity: 'op~1~board', allowAll: true });
    expect(permits).toContainEqual({
      participantIdentity: 'nghi-son~room~1',
      allowAll: false,
      allowedTrackSids: ['TR_mic'],
    });
  });

  it("the chair's own room and its display everything, and nobody whose name only looks like it", () => {
    const { permits } = audience(
      ['tinh-uy~room~1', 'tinh-uy~display~1', 'tinh-uy-2~room~1'],
      false,
      [],
      'tinh-uy',
    );
    expect(permits).toEqual([
      { participantIdentity: 'tinh-uy~room~1', allowAll: true },
      { participantIdentity: 'tinh-uy~display~1', allowAll: true },
    ]);
  });

  it('everybody everything while it is shown', () => {
    expect(audience(others, true, [])).toEqual({ everybody: true, permits: [] });
  });
});
