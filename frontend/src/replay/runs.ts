// Where a moment of the session lies in its recording, and the other way round.
import type { Run } from './course.js';

export interface Stretch {
  /** Seconds in the recording. */
  from: number;
  /** When that was (ms). */
  at: number;
  seconds: number;
}

export const stretches = (runs: readonly Run[]): Stretch[] =>
  runs.map(run => ({ ...run, at: Date.parse(run.at) }));

/** The stretch of the recording that shows this moment; undefined: it was not recorded. */
export const stretchAt = (runs: readonly Stretch[], at: number): Stretch | undefined =>
  runs.find(run => run.at <= at && at < run.at + run.seconds * 1000);

export const secondsAt = (run: Stretch, at: number): number => run.from + (at - run.at) / 1000;

export const momentAt = (run: Stretch, seconds: number): number => run.at + (seconds - run.from) * 1000;

export const endOf = (run: Stretch): number => run.at + run.seconds * 1000;
