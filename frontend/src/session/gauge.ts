import type { Room } from 'livekit-client';
import type { Stats } from './protocol.js';
import { levelOf, Meter, type Report } from './stats.js';

/** The counters of a room's connections, sending and receiving (they may be one connection). */
export async function reportsOf(room: Room): Promise<{ up: Report[]; down: Report[] }> {
  const transports = room.engine?.pcManager;
  const [publisher, subscriber] = await Promise.all([
    transports?.publisher.getStats(),
    transports?.subscriber?.getStats(),
  ]);
  const up = list(publisher);
  return { up, down: subscriber ? list(subscriber) : up };
}

const list = (report: RTCStatsReport | undefined): Report[] =>
  report ? ([...report.values()] as Report[]) : [];

/** Measures a room once a second; `latest` goes with the next beat. */
export class Gauge {
  latest: Stats | null = null;
  private readonly meter = new Meter();
  private room: Room | null = null;

  /** `speaks`: the microphone is being sent, so that its loudness is worth telling. */
  async measure(room: Room | null, speaks: boolean, now = performance.now()): Promise<void> {
    if (room !== this.room) this.meter.forget();
    this.room = room;
    if (room?.state !== 'connected') {
      this.latest = null;
      return;
    }
    const { up, down } = await reportsOf(room);
    this.latest = this.meter.measure(now, up, down, speaks ? levelOf(up) : null);
  }
}
