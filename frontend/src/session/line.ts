import type { As, Beat, Bye, ServerMessage } from './protocol.js';
import { FINAL_CLOSE } from './protocol.js';
import { Value } from './value.js';

export const BEAT_EVERY = 1000;
/** No answer to a beat for this long: the line counts as dead, whatever the socket says. */
export const DEAD_AFTER = 3000;
const OPEN_WITHIN = 6000;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4000;

export interface LineState {
  up: boolean;
  /** When it last changed between up and down (local clock, ms). */
  since: number;
  /** Tries since the line was last up. */
  attempt: number;
  /** Milliseconds of the latest beat's round trip. */
  roundTrip: number | null;
  /** Why the server closed for good; then only `again()` tries once more. */
  bye: Bye | null;
  /** The final close code (see FINAL_CLOSE), else null. */
  closed: number | null;
}

export interface Timers {
  now(): number;
  set(work: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

export const browserTimers: Timers = {
  now: () => performance.now(),
  set: (work, ms) => setTimeout(work, ms),
  clear: timer => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

export interface LineOptions {
  session: string;
  as: As;
  site?: string | null;
  device?: string | null;
  /** `wss://host`, the page's own origin. */
  origin: string;
  /** Where to go on from. */
  since: () => number;
  hear: (message: ServerMessage, roundTrip: number | null) => void;
  /** What goes with the next beat. */
  report?: () => Pick<Beat, 'stats' | 'media'>;
  open?: (url: string) => WebSocket;
  timers?: Timers;
  random?: () => number;
}

/** One WebSocket, for ever: beats every second, notices a dead line itself, comes back and goes on where it was. */
export class Line {
  readonly state: Value<LineState>;
  private socket: WebSocket | null = null;
  private readonly timers: Timers;
  private readonly asked = new Map<number, number>();
  private beat = 0;
  private heardAt = 0;
  private beatTimer: unknown = null;
  private retryTimer: unknown = null;
  private running = false;

  constructor(private readonly options: LineOptions) {
    this.timers = options.timers ?? browserTimers;
    this.state = new Value<LineState>({
      up: false,
      since: this.timers.now(),
      attempt: 0,
      roundTrip: null,
      bye: null,
      closed: null,
    });
  }

  start(): void {
    this.running = true;
    this.connect();
  }

  stop(): void {
    this.running = false;
    this.forget();
  }

  /** The network came back, or a person asked: try at once. */
  again(): void {
    if (!this.running) return;
    this.change({ bye: null, closed: null });
    if (!this.state.get().up) this.connect();
  }

  private url(): string {
    const { session, as, site, device, origin, since } = this.options;
    const query = new URLSearchParams({ as, since: String(since()) });
    if (site) query.set('site', site);
    if (device) query.set('device', device);
    return `${origin.replace(/^http/, 'ws')}/live/${encodeURIComponent(session)}/line?${query}`;
  }

  private connect(): void {
    this.forget();
    this.change({ attempt: this.state.get().attempt + 1 });
    const socket = (this.options.open ?? (url => new WebSocket(url)))(this.url());
    this.socket = socket;
    this.heardAt = this.timers.now() + OPEN_WITHIN - DEAD_AFTER;
    socket.onmessage = event => this.receive(socket, String(event.data));
    socket.onclose = event => this.closed(socket, event.code, event.reason);
    this.beatTimer = this.timers.set(() => this.tick(socket), BEAT_EVERY);
  }

  private forget(): void {
    this.timers.clear(this.beatTimer);
    this.timers.clear(this.retryTimer);
    this.asked.clear();
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private receive(socket: WebSocket, text: string): void {
    if (socket !== this.socket) return;
    this.heardAt = this.timers.now();
    const message = JSON.parse(text) as ServerMessage;
    if (message.t === 'welcome') {
      this.raise();
      this.sendBeat(socket);
    }
    if (message.t === 'bye') this.change({ bye: message });
    this.options.hear(message, message.t === 'beat' ? this.answered(message.n) : null);
  }

  private answered(n: number): number | null {
    const at = this.asked.get(n);
    for (const older of [...this.asked.keys()]) if (older <= n) this.asked.delete(older);
    if (at === undefined) return null;
    const roundTrip = this.timers.now() - at;
    this.change({ roundTrip });
    return roundTrip;
  }

  private tick(socket: WebSocket): void {
    if (socket !== this.socket) return;
    if (this.timers.now() - this.heardAt > DEAD_AFTER) {
      this.forget();
      this.fall();
      return;
    }
    if (this.state.get().up) this.sendBeat(socket);
    this.beatTimer = this.timers.set(() => this.tick(socket), BEAT_EVERY);
  }

  private sendBeat(socket: WebSocket): void {
    if (socket.readyState !== 1) return;
    this.beat += 1;
    this.asked.set(this.beat, this.timers.now());
    const beat: Beat = { t: 'beat', n: this.beat, ...this.options.report?.() };
    socket.send(JSON.stringify(beat));
  }

  private closed(socket: WebSocket, code: number, reason: string): void {
    if (socket !== this.socket) return;
    this.forget();
    if (FINAL_CLOSE.has(code)) {
      this.change({ closed: code, bye: this.state.get().bye ?? { t: 'bye', code, says: reason } });
    }
    this.fall(FINAL_CLOSE.has(code));
  }

  private raise(): void {
    const since = this.state.get().up ? this.state.get().since : this.timers.now();
    this.change({ up: true, since, attempt: 0, bye: null, closed: null });
  }

  private fall(forGood = false): void {
    if (this.state.get().up) this.change({ up: false, since: this.timers.now(), roundTrip: null });
    if (!this.running || forGood) return;
    this.retryTimer = this.timers.set(() => this.connect(), this.pause());
  }

  private pause(): number {
    const attempt = this.state.get().attempt;
    const random = this.options.random ?? Math.random;
    return Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE) * (0.75 + random() / 2);
  }

  private change(part: Partial<LineState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}
