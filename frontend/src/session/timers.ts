import { browserTimers, type Timers } from './line.js';

/** Timers that keep their time in a page at the back. Where no worker can be had, the page's own. */
export function steadyTimers(): Timers {
  if (typeof Worker === 'undefined') return browserTimers;
  const waiting = new Map<number, () => void>();
  let next = 1;
  const worker = new Worker(new URL('./ticker.worker.ts', import.meta.url), { type: 'module' });
  const ring = (id: number) => {
    const work = waiting.get(id);
    waiting.delete(id);
    work?.();
  };
  let broken = false;
  worker.onmessage = (event: MessageEvent<number>) => ring(event.data);
  worker.onerror = () => {
    broken = true;
    for (const id of [...waiting.keys()]) setTimeout(() => ring(id), 1000);
  };
  return {
    now: browserTimers.now,
    set(work, ms) {
      const id = next++;
      waiting.set(id, work);
      if (broken) setTimeout(() => ring(id), ms);
      else worker.postMessage({ id, ms });
      return id;
    },
    clear(timer) {
      if (waiting.delete(timer as number)) worker.postMessage({ id: timer, ms: null });
    },
  };
}
