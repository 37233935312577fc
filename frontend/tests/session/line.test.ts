import { describe, expect, it } from 'vitest';
import { Line } from '../../src/session/line.js';
import type { ServerMessage } from '../../src/session/protocol.js';
import { Hand, Wire } from './fakes.js';

const WELCOME = { t: 'welcome', now: '2026-11-23T01:00:00Z', seq: 7, you: {}, cells: {}, log: [] };

function world(more: Partial<ConstructorParameters<typeof Line>[0]> = {}) {
  const hand = new Hand();
  const wires: Wire[] = [];
  const heard: [ServerMessage, number | null][] = [];
  const line = new Line({
    session: 's1',
    as: 'site',
    site: 'bim-son',
    device: 'd1',
    origin: 'https://cau.example',
    since: () => 7,
    hear: (message, roundTrip) => heard.push([message, roundTrip]),
    open: url => {
      const wire = new Wire(url);
      wires.push(wire);
      return wire as unknown as WebSocket;
    },
    timers: hand,
    random: () => 0.5,
    ...more,
  });
  const welcome = () => {
    wires.at(-1)!.open();
    wires.at(-1)!.say(WELCOME);
  };
  return { hand, wires, heard, line, welcome, wire: () => wires.at(-1)! };
}

describe('the line', () => {
  it('opens at its own origin, as who it is, from where it was', () => {
    const { line, wire } = world();
    line.start();
    const url = new URL(wire().url);
    expect(url.protocol).toBe('wss:');
    expect(url.pathname).toBe('/live/s1/line');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      as: 'site',
      site: 'bim-son',
      device: 'd1',
      since: '7',
    });
  });

  it('is up from the welcome on, not from the open socket', () => {
    const { line, wire, welcome } = world();
    line.start();
    wire().open();
    expect(line.state.get().up).toBe(false);
    welcome();
    expect(line.state.get().up).toBe(true);
  });

  it('beats at once and then every second, with what the page reports', () => {
    const media = { up: true, camera: true, microphone: false, sharing: false };
    const { line, hand, wire, welcome } = world({ report: () => ({ media }) });
    line.start();
    welcome();
    for (let n = 0; n < 3; n++) {
      hand.pass(1000);
      wire().say({ t: 'beat', n: n + 1, now: '2026-11-23T01:00:01Z' });
    }
    expect(wire().sent.map(beat => beat['n'])).toEqual([1, 2, 3, 4]);
    expect(wire().sent[0]).toEqual({ t: 'beat', n: 1, media });
  });

  it('measures the round trip of its beats', () => {
    const { line, hand, heard, wire, welcome } = world();
    line.start();
    welcome();
    hand.pass(80);
    wire().say({ t: 'beat', n: 1, now: '2026-11-23T01:00:01Z' });
    expect(line.state.get().roundTrip).toBe(80);
    expect(heard.at(-1)?.[1]).toBe(80);
  });

  it('counts as dead when three seconds bring no answer, though the socket is open', () => {
    const { line, hand, wires, welcome } = world();
    line.start();
    welcome();
    hand.pass(3000);
    expect(line.state.get().up).toBe(true);
    hand.pass(1000);
    expect(line.state.get().up).toBe(false);
    expect(wires[0]!.closed).toBe(true);
  });

  it('comes back by itself, again and again, at most some seconds apart', () => {
    const { line, hand, wires, wire, welcome } = world();
    line.start();
    welcome();
    for (let n = 0; n < 50; n++) {
      wire().drop();
      hand.pass(5000);
    }
    expect(wires.length).toBe(51);
    welcome();
    expect(line.state.get()).toMatchObject({ up: true, attempt: 0 });
  });

  it('gives up a socket that never opens', () => {
    const { line, hand, wires } = world();
    line.start();
    hand.pass(30_000);
    expect(wires.length).toBeGreaterThan(2);
    expect(wires[0]!.closed).toBe(true);
  });

  it('tries at once when the network is back', () => {
    const { line, hand, wires, wire, welcome } = world();
    line.start();
    welcome();
    wire().drop();
    hand.pass(1);
    expect(wires.length).toBe(1);
    line.again();
    expect(wires.length).toBe(2);
  });

  it('leaves a living line alone when told to try', () => {
    const { line, wires, welcome } = world();
    line.start();
    welcome();
    line.again();
    expect(wires.length).toBe(1);
  });

  it.each([4401, 4403, 4404, 4409])('stays away after %i until a person asks', code => {
    const { line, hand, wires, wire, welcome } = world();
    line.start();
    welcome();
    wire().say({ t: 'bye', code, says: 'Vì sao' });
    wire().drop(code);
    hand.pass(60_000);
    expect(wires.length).toBe(1);
    expect(line.state.get()).toMatchObject({ up: false, closed: code, bye: { says: 'Vì sao' } });
    line.again();
    expect(wires.length).toBe(2);
    expect(line.state.get().closed).toBeNull();
  });

  it('comes back after "too slow"', () => {
    const { line, hand, wires, wire, welcome } = world();
    line.start();
    welcome();
    wire().drop(4429);
    hand.pass(5000);
    expect(wires.length).toBe(2);
  });

  it('hears nothing any more once stopped', () => {
    const { line, hand, heard, wires, wire, welcome } = world();
    line.start();
    welcome();
    const old = wire();
    line.stop();
    old.say(WELCOME);
    hand.pass(60_000);
    expect(heard.length).toBe(1);
    expect(wires.length).toBe(1);
  });
});
