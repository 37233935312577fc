// The stored numbers of a site's line, at a moment of the session.
import type { Measure, Numbers } from '../session/protocol.js';
import type { SiteNumbers, Window } from './course.js';

const WINDOW = 20_000;

export function numbersAt(site: SiteNumbers, at: number): Numbers {
  return { up: measureAt(site.up, at), down: measureAt(site.down, at) };
}

function measureAt(windows: readonly Window[], at: number): Measure | null {
  const found = windows.findLast(([since]) => Date.parse(since) <= at);
  if (!found || at >= Date.parse(found[0]) + WINDOW) return null;
  const [, loss, jitter, rtt, kbps] = found;
  return { loss, jitter, rtt, kbps };
}
