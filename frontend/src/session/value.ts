/** A value that tells when it changes: all the state management the pages need. */
export class Value<T> {
  private readonly watchers = new Set<(now: T, before: T) => void>();

  constructor(private current: T) {}

  get(): T {
    return this.current;
  }

  set(next: T): void {
    const before = this.current;
    if (Object.is(before, next)) return;
    this.current = next;
    for (const watcher of [...this.watchers]) watcher(next, before);
  }

  /** Returns how to stop watching. Is not called for the present value. */
  watch(watcher: (now: T, before: T) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }
}
