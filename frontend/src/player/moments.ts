// Seconds of the recording <-> moments of the wall clock; the moment that a shared link names.
import { timeOfDay } from '../ui/time.js';
import type { Run } from './facts.js';

/** Where a moment lies; what was not recorded maps to where it goes on. */
export function secondsAt(runs: readonly Run[], at: number): number {
  for (const run of runs) {
    const into = (at - run.at) / 1000;
    if (into < run.seconds) return run.start + Math.max(into, 0);
  }
  const last = runs.at(-1);
  return last ? last.start + last.seconds : 0;
}

export function momentAt(runs: readonly Run[], seconds: number): number | null {
  const run = runs.findLast(one => one.start <= seconds) ?? runs[0];
  return run ? run.at + Math.min(Math.max(seconds - run.start, 0), run.seconds) * 1000 : null;
}

const DAY = 24 * 3600;

function secondOfDay(text: string): number | null {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3] ?? 0) : null;
}

/** `?t=95`, `?t=95.5` seconds of the recording, or `?t=08:41:07` by the clock on the wall; null: neither. */
export function askedFor(query: string, runs: readonly Run[]): number | null {
  const text = new URLSearchParams(query).get('t')?.trim() ?? '';
  if (/^\d{1,6}(\.\d{1,3})?$/.test(text)) return Number(text);
  const wanted = secondOfDay(text);
  const first = runs[0];
  if (wanted === null || !first) return null;
  const began = secondOfDay(timeOfDay(first.at, true)) ?? 0;
  const later = (((wanted - began) % DAY) + DAY) % DAY;
  const away = later > DAY / 2 ? later - DAY : later; // shortly before the beginning is the beginning
  return secondsAt(runs, first.at + away * 1000);
}

export function linkTo(address: string, seconds: number): string {
  const url = new URL(address);
  url.search = '';
  url.hash = '';
  url.searchParams.set('t', String(Math.floor(seconds)));
  return url.href;
}
