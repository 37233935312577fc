import type { Timers } from '../../src/session/line.js';

/** Time that passes only when a test says so. */
export class Hand implements Timers {
  private time = 0;
  private next = 1;
  private readonly waiting = new Map<number, { at: number; work: () => void }>();

  now(): number {
    return this.time;
  }

  set(work: () => void, ms: number): number {
    this.waiting.set(this.next, { at: this.time + ms, work });
    return this.next++;
  }

  clear(timer: unknown): void {
    this.waiting.delete(timer as number);
  }

  /** Lets `ms` pass, running what falls due in its order. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.waiting].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.waiting.delete(due[0]);
      this.time = due[1].at;
      due[1].work();
    }
    this.time = end;
  }
}

/** A WebSocket that says and hears what a test wants. */
export class Wire {
  readyState = 0;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  constructor(readonly url: string) {}

  open(): void {
    this.readyState = 1;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  drop(code = 1006, reason = ''): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}

/** localStorage of one test. */
export class Drawer {
  readonly papers = new Map<string, string>();

  getItem(key: string): string | null {
    return this.papers.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.papers.set(key, value);
  }
}
