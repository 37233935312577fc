/** The server's time, as well as the line's round trip lets us know it. */
export class Clock {
  private offset = 0;
  private best = Number.POSITIVE_INFINITY;

  constructor(private readonly local: () => number = () => Date.now()) {}

  /** The server said `now`; the question left `roundTrip` ms ago. The quickest answers count most. */
  hear(now: string, roundTrip: number): void {
    const server = Date.parse(now);
    if (Number.isNaN(server)) return;
    this.best = Math.min(this.best * 1.05 + 1, Math.max(roundTrip, 0));
    if (roundTrip > this.best) return;
    this.offset = server + roundTrip / 2 - this.local();
    this.best = roundTrip;
  }

  /** After a sleep of the machine nothing heard before counts. */
  forget(): void {
    this.best = Number.POSITIVE_INFINITY;
  }

  now(): number {
    return this.local() + this.offset;
  }

  /** Seconds from `time` until now; negative when it lies ahead. */
  since(time: string | null | undefined): number | null {
    return time ? (this.now() - Date.parse(time)) / 1000 : null;
  }

  until(time: string | null | undefined): number | null {
    const since = this.since(time);
    return since === null ? null : -since;
  }
}
