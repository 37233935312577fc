import { describe, expect, it } from 'vitest';
import { good, isDark, light, loudness, whole } from '../../src/session/checks.js';
import { Meter, type Report } from '../../src/session/stats.js';

const sent = (bytes: number, packets: number, lost = 0): Report[] => [
  { id: 'o', type: 'outbound-rtp', bytesSent: bytes, packetsSent: packets },
  { id: 'r', type: 'remote-inbound-rtp', packetsLost: lost, jitter: 0.004, roundTripTime: 0.032 },
];
const received = (bytes: number, packets: number, lost = 0): Report[] => [
  {
    id: 'i',
    type: 'inbound-rtp',
    bytesReceived: bytes,
    packetsReceived: packets,
    packetsLost: lost,
    jitter: 0.01,
  },
  { id: 'p', type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.05 },
];
const NOTHING = { loss: null, jitter: null, rtt: null, kbps: null };

describe('measuring', () => {
  it('says nothing before there are two readings', () => {
    expect(new Meter().measure(0, sent(1, 1), [], null).up).toEqual(NOTHING);
  });

  it('gives the differences of a second', () => {
    const meter = new Meter();
    meter.measure(0, sent(0, 0), received(0, 0), null);
    const stats = meter.measure(1000, sent(125_000, 98, 2), received(250_000, 200), 0.4);
    expect(stats.up).toEqual({ loss: 2, jitter: 4, rtt: 32, kbps: 1000 });
    expect(stats.down).toEqual({ loss: 0, jitter: 10, rtt: 50, kbps: 2000 });
    expect(stats.level).toBe(0.4);
  });

  it('divides by the time that really passed', () => {
    const meter = new Meter();
    meter.measure(0, sent(0, 0), [], null);
    expect(meter.measure(2000, sent(125_000, 100), [], null).up.kbps).toBe(500);
  });

  it('has no loss where nothing was sent: a muted track is not a perfect one', () => {
    const meter = new Meter();
    meter.measure(0, sent(1000, 10), [], null);
    const { up } = meter.measure(1000, sent(1000, 10), [], null);
    expect(up).toEqual({ loss: null, jitter: null, rtt: 32, kbps: null });
  });

  it('is silent when the counters begin anew', () => {
    const meter = new Meter();
    meter.measure(0, sent(900_000, 900), [], null);
    expect(meter.measure(1000, sent(100, 1), [], null).up.kbps).toBeNull();
  });

  it('does not count lost packets that came after all', () => {
    const meter = new Meter();
    meter.measure(0, [], received(0, 0, 5), null);
    expect(meter.measure(1000, [], received(1000, 10, 3), null).down.loss).toBe(0);
  });
});

describe('the line check', () => {
  const measure = { loss: 0.5, jitter: 5, rtt: 30, kbps: 900 };

  it('passes within the limits', () => {
    expect(good(measure)).toBe(true);
  });

  it.each([{ loss: 6 }, { jitter: 80 }, { rtt: 500 }, { kbps: null }, { loss: null }])(
    'fails with %j',
    part => {
      expect(good({ ...measure, ...part })).toBe(false);
    },
  );

  it('averages what was measured and leaves out what was not', () => {
    expect(whole([NOTHING, { ...measure, loss: 1 }, { ...measure, loss: 2 }])).toEqual({
      ...measure,
      loss: 1.5,
    });
    expect(whole([NOTHING])).toEqual(NOTHING);
  });
});

describe('the camera check', () => {
  const picture = (of: (n: number) => number) =>
    new Uint8ClampedArray(Array.from({ length: 400 }, (_, n) => (n % 4 === 3 ? 255 : of(n))));

  it('a black picture is dark', () => {
    expect(isDark(light(picture(() => 3)))).toBe(true);
  });

  it('a grey one is not', () => {
    expect(isDark(light(picture(() => 90)))).toBe(false);
  });

  it('a dark room with a lamp is not a covered lens', () => {
    expect(isDark(light(picture(n => (n < 20 ? 255 : 2))))).toBe(false);
  });

  it('no picture at all is dark', () => {
    expect(isDark(light(new Uint8ClampedArray()))).toBe(true);
  });
});

it('silence has no loudness, a full wave has', () => {
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(64).fill(0.5))).toBe(0.5);
});
