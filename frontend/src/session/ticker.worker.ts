/** Timers of a page that nobody looks at run late; those of its worker do not. */
interface Ask {
  id: number;
  /** null: not any more. */
  ms: number | null;
}

const running = new Map<number, ReturnType<typeof setTimeout>>();

self.onmessage = (event: MessageEvent<Ask>) => {
  const { id, ms } = event.data;
  clearTimeout(running.get(id));
  running.delete(id);
  if (ms === null) return;
  const ring = () => {
    running.delete(id);
    self.postMessage(id);
  };
  running.set(id, setTimeout(ring, ms));
};
