// The arithmetic of a running order.

/** "08:30" after these lengths: the start of each item, and the end. Past midnight it goes on from 00:00. */
export function times(
  starts: string,
  lengths: readonly number[],
): { starts: string[]; ends: string; total: number } {
  const [hours = 0, minutes = 0] = starts.split(':').map(Number);
  let at = hours * 60 + minutes;
  const each = lengths.map(length => {
    const shown = clock(at);
    at += length;
    return shown;
  });
  return { starts: each, ends: clock(at), total: lengths.reduce((sum, length) => sum + length, 0) };
}

function clock(minutes: number): string {
  const within = minutes % (24 * 60);
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

/** What was typed as a length; nothing sensible counts as 0. */
export function lengthOf(typed: string): number {
  const length = Number.parseInt(typed, 10);
  return Number.isFinite(length) && length > 0 ? Math.min(length, 600) : 0;
}
