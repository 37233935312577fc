import type { Measure, Stats } from './protocol.js';

/** The few fields of a WebRTC report that we read. */
export interface Report {
  id: string;
  type: string;
  kind?: string;
  packetsLost?: number;
  packetsSent?: number;
  packetsReceived?: number;
  bytesSent?: number;
  bytesReceived?: number;
  jitter?: number;
  roundTripTime?: number;
  fractionLost?: number;
  currentRoundTripTime?: number;
  nominated?: boolean;
  state?: string;
  audioLevel?: number;
}

/** How loud the sent microphone is, 0..1, as the sender itself counts it. */
export function levelOf(reports: Report[]): number | null {
  const levels = reports.filter(report => report.type === 'media-source' && report.audioLevel !== undefined);
  return levels.length > 0 ? Math.min(Math.max(...levels.map(report => report.audioLevel!)), 1) : null;
}

type Totals = { lost: number; packets: number; bytes: number; jitter: number | null; rtt: number | null };
const NOTHING: Measure = { loss: null, jitter: null, rtt: null, kbps: null };

/** One-second differences of the connections' counters. */
export class Meter {
  private before: { at: number; up: Totals | null; down: Totals | null } | null = null;

  /** `level`: of the microphone that is sent; null while none is. */
  measure(at: number, up: Report[], down: Report[], level: number | null): Stats {
    const now = { at, up: sent(up), down: received(down) };
    const before = this.before;
    this.before = now;
    const seconds = before ? (at - before.at) / 1000 : 0;
    return {
      up: difference(before?.up ?? null, now.up, seconds),
      down: difference(before?.down ?? null, now.down, seconds),
      level,
    };
  }

  forget(): void {
    this.before = null;
  }
}

/** What we send, as the other side reports it back. */
function sent(reports: Report[]): Totals | null {
  const out = reports.filter(report => report.type === 'outbound-rtp');
  if (out.length === 0) return null;
  const back = reports.filter(report => report.type === 'remote-inbound-rtp');
  return {
    lost: sum(back, report => report.packetsLost),
    packets: sum(out, report => report.packetsSent),
    bytes: sum(out, report => report.bytesSent),
    jitter: seconds(most(back, report => report.jitter)),
    rtt: seconds(most(back, report => report.roundTripTime) ?? pairTime(reports)),
  };
}

function received(reports: Report[]): Totals | null {
  const inn = reports.filter(report => report.type === 'inbound-rtp');
  if (inn.length === 0) return null;
  return {
    lost: sum(inn, report => report.packetsLost),
    packets: sum(inn, report => report.packetsReceived),
    bytes: sum(inn, report => report.bytesReceived),
    jitter: seconds(most(inn, report => report.jitter)),
    rtt: seconds(pairTime(reports)),
  };
}

function difference(before: Totals | null, now: Totals | null, seconds: number): Measure {
  if (!before || !now || seconds <= 0) return NOTHING;
  const packets = now.packets - before.packets;
  const bytes = now.bytes - before.bytes;
  if (packets <= 0 || bytes < 0) return { ...NOTHING, rtt: now.rtt }; // nothing flowed, or the counters began anew
  const lost = Math.max(now.lost - before.lost, 0);
  return {
    loss: round(Math.min((100 * lost) / (packets + lost), 100)),
    jitter: now.jitter,
    rtt: now.rtt,
    kbps: Math.round((bytes * 8) / 1000 / seconds),
  };
}

function pairTime(reports: Report[]): number | null {
  const pair = reports.find(r => r.type === 'candidate-pair' && r.nominated && r.state === 'succeeded');
  return pair?.currentRoundTripTime ?? null;
}

const sum = (reports: Report[], of: (report: Report) => number | undefined): number =>
  reports.reduce((total, report) => total + (of(report) ?? 0), 0);

function most(reports: Report[], of: (report: Report) => number | undefined): number | null {
  const known = reports.map(of).filter((value): value is number => value !== undefined);
  return known.length > 0 ? Math.max(...known) : null;
}

const seconds = (value: number | null): number | null => (value === null ? null : round(value * 1000));
const round = (value: number): number => Math.round(value * 10) / 10;
