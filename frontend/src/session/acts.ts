import type { Command, Refusal } from './protocol.js';
import { Value } from './value.js';

export type Outcome =
  | { done: true; seq: number }
  | { done: false; refused: Refusal }
  /** Nobody answered, for as long as we tried. */
  | { done: false; refused: null };

export interface Keep {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

interface Order {
  id: string;
  command: Command;
  on_word: boolean;
}

export interface ActsOptions {
  session: string;
  post?: (url: string, body: string) => Promise<Response>;
  newId?: () => string;
  pause?: (ms: number) => Promise<void>;
  keep?: Keep | null;
  now?: () => Date;
}

const PAUSES = [0, 300, 800, 1500, 2500];
const UNREACHED: ReadonlySet<number> = new Set([502, 503, 504]);

/** Gives orders. The id is made once: however often it has to be sent, it counts once. */
export class Acts {
  /** Fault reports kept while the line was down. */
  readonly kept: Value<number>;
  private readonly url: string;
  private readonly key: string;
  private flushing = false;

  constructor(private readonly options: ActsOptions) {
    this.url = `/live/${encodeURIComponent(options.session)}/acts`;
    this.key = `diemcau.kept.${options.session}`;
    this.kept = new Value(this.load().length);
  }

  /** `onWord`: on the chair's word. */
  give(command: Command, onWord = false): Promise<Outcome> {
    return this.deliver({ id: this.newId(), command, on_word: onWord }, PAUSES);
  }

  /** A fault report: tried at once, kept with its time when nobody answers, sent by `sendKept` later. */
  async report(command: Command): Promise<Outcome> {
    const happened = (this.options.now?.() ?? new Date()).toISOString();
    const order = { id: this.newId(), command: { ...command, happened_at: happened }, on_word: false };
    const outcome = await this.deliver(order, PAUSES.slice(0, 2));
    if (!outcome.done && outcome.refused === null) this.save([...this.load(), order]);
    return outcome;
  }

  /** The line is back: send what was kept, oldest first. A refused one is dropped, it would stay refused. */
  async sendKept(): Promise<void> {
    if (this.flushing) return;
    this.flushing = true;
    try {
      for (const order of this.load()) {
        const outcome = await this.deliver(order, [0]);
        if (!outcome.done && outcome.refused === null) return;
        this.save(this.load().filter(other => other.id !== order.id));
      }
    } finally {
      this.flushing = false;
    }
  }

  private async deliver(order: Order, pauses: number[]): Promise<Outcome> {
    for (const pause of pauses) {
      if (pause) await this.wait(pause);
      const outcome = await this.once(order);
      if (outcome) return outcome;
    }
    return { done: false, refused: null };
  }

  private async once(order: Order): Promise<Outcome | null> {
    try {
      const answer = await this.post(JSON.stringify(order));
      if (UNREACHED.has(answer.status)) return null;
      const body = (await answer.json().catch(() => ({}))) as { seq?: number; refused?: Refusal };
      if (answer.ok) return { done: true, seq: body.seq ?? 0 };
      return { done: false, refused: body.refused ?? { code: String(answer.status), says: '' } };
    } catch {
      return null;
    }
  }

  private post(body: string): Promise<Response> {
    if (this.options.post) return this.options.post(this.url, body);
    return fetch(this.url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      signal: AbortSignal.timeout(5000),
    });
  }

  private wait(ms: number): Promise<void> {
    return this.options.pause ? this.options.pause(ms) : new Promise(done => setTimeout(done, ms));
  }

  private newId(): string {
    return this.options.newId ? this.options.newId() : uuid();
  }

  private load(): Order[] {
    try {
      const text = this.keep()?.getItem(this.key);
      return text ? (JSON.parse(text) as Order[]) : [];
    } catch {
      return [];
    }
  }

  private save(orders: Order[]): void {
    try {
      this.keep()?.setItem(this.key, JSON.stringify(orders));
    } catch {
      // Storage full or forbidden: the report stays on the screen as not sent.
    }
    this.kept.set(orders.length);
  }

  private keep(): Keep | null {
    if (this.options.keep !== undefined) return this.options.keep;
    return typeof localStorage === 'undefined' ? null : localStorage;
  }
}

/** `crypto.randomUUID` exists on secure pages only. */
export function uuid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}
