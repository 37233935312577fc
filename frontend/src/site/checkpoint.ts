import type { Keep } from '../session/acts.js';
import { Value } from '../session/value.js';

/** Where this site's log book stood when the session ended, signed by the server (Art. 4.1). */
export interface Checkpoint {
  site: string;
  session: string;
  number: number;
  hash: string;
  at: string;
  key: string;
  signature: string;
}

export interface CheckpointOptions {
  session: string;
  site: string;
  get?: (url: string) => Promise<Response>;
  pause?: (ms: number) => Promise<void>;
  keep?: Keep | null;
}

/** The server marks the books some seconds after the end, when the last numbers of the lines have come. */
const PAUSES = [6000, 3000, 5000, 10_000, 30_000];

/** Fetches the checkpoint once and keeps it in this browser: a book that is changed later does not meet it. */
export class LastCheckpoint {
  readonly found: Value<Checkpoint | null>;
  private readonly key: string;
  private asking = false;

  constructor(private readonly options: CheckpointOptions) {
    this.key = `diemcau.checkpoint.${options.session}.${options.site}`;
    this.found = new Value(this.kept());
  }

  /** Safe to call at any time once the session has ended. */
  async ask(): Promise<void> {
    if (this.asking || this.found.get()) return;
    this.asking = true;
    for (const wait of PAUSES) {
      await this.pause(wait);
      const mark = await this.fetched();
      if (!mark) continue;
      this.store(mark);
      this.found.set(mark);
      return;
    }
    this.asking = false;
  }

  private async fetched(): Promise<Checkpoint | null> {
    const { session, site } = this.options;
    const url = `/phien/${encodeURIComponent(session)}/moc-so/${encodeURIComponent(site)}/`;
    const get = this.options.get ?? (address => fetch(address, { headers: { Accept: 'application/json' } }));
    try {
      const answer = await get(url);
      return answer.ok ? ((await answer.json()) as Checkpoint) : null;
    } catch {
      return null;
    }
  }

  private pause(ms: number): Promise<void> {
    return this.options.pause?.(ms) ?? new Promise(resolve => setTimeout(resolve, ms));
  }

  private kept(): Checkpoint | null {
    try {
      return JSON.parse(this.keep()?.getItem(this.key) ?? 'null');
    } catch {
      return null;
    }
  }

  private store(mark: Checkpoint): void {
    try {
      this.keep()?.setItem(this.key, JSON.stringify(mark));
    } catch {
      // Storage full or forbidden: it is shown, and can be downloaded.
    }
  }

  private keep(): Keep | null {
    if (this.options.keep !== undefined) return this.options.keep;
    return typeof localStorage === 'undefined' ? null : localStorage;
  }
}

/** As a file of its own, also when the server is away. */
export function download(mark: Checkpoint): void {
  const file = document.createElement('a');
  file.href = URL.createObjectURL(new Blob([JSON.stringify(mark, null, 1)], { type: 'application/json' }));
  file.download = `moc-so-${mark.site}-${mark.number}.json`;
  file.click();
  URL.revokeObjectURL(file.href);
}
