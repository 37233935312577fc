import { Acts } from './acts.js';
import { Clock } from './clock.js';
import { Line, type LineOptions } from './line.js';
import { Media } from './media.js';
import type { As, Beat, Slot } from './protocol.js';
import { Store } from './store.js';
import { type AskTicket, ticketsOf } from './tickets.js';
import { steadyTimers } from './timers.js';

export interface SessionOptions {
  session: string;
  as: As;
  site: string | null;
  /** This browser's own id: a slot belongs to one device. */
  device: string;
  origin: string;
  report?: () => Pick<Beat, 'stats' | 'media'>;
  line?: Partial<Pick<LineOptions, 'open' | 'timers' | 'random'>>;
}

const SLOT: Record<As, Slot> = { site: 'room', screen: 'display', operator: 'operator' };

/** Everything a live page has of one session, wired: the line feeds the store, and wakes acts and media. */
export class Session {
  readonly store = new Store();
  readonly clock = new Clock();
  readonly acts: Acts;
  readonly line: Line;
  readonly media: Media;
  readonly tickets: AskTicket;
  report: () => Pick<Beat, 'stats' | 'media'>;

  constructor(readonly options: SessionOptions) {
    const { session, as, site, device, origin } = options;
    this.report = options.report ?? (() => ({}));
    this.acts = new Acts({ session });
    this.tickets = ticketsOf(session);
    this.media = new Media({
      origin,
      ticket: () => this.tickets(SLOT[as] as 'room', site, device),
    });
    this.line = new Line({
      session,
      as,
      site,
      device,
      origin,
      since: () => this.store.seq,
      report: () => this.report(),
      hear: (message, roundTrip) => {
        if (message.t === 'beat') this.clock.hear(message.now, roundTrip ?? Number.POSITIVE_INFINITY);
        if (message.t === 'welcome') this.clock.hear(message.now, 50);
        this.store.apply(message);
      },
      timers: steadyTimers(),
      ...options.line,
    });
    this.wire();
  }

  start(): void {
    this.line.start();
  }

  stop(): void {
    this.line.stop();
    this.media.leave();
  }

  /** The browser says the network is back. */
  online(): void {
    this.line.again();
    this.media.kick();
  }

  private wire(): void {
    this.store.engine.watch(up => up && this.media.kick());
    this.line.state.watch((now, before) => {
      if (!now.up || before.up) return;
      this.media.lineBack();
      void this.acts.sendKept();
    });
  }
}
