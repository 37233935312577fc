// Where a moment of the session lies in its recording, and the other way round.
import type { Run } from '../player/facts.js';

/** The stretch of the recording that shows this moment; undefined: it was not recorded. */
export const runAt = (runs: readonly Run[], at: number): Run | undefined =>
  runs.find(run => run.at <= at && at < endOf(run));

export const secondsIn = (run: Run, at: number): number => run.start + (at - run.at) / 1000;

export const momentIn = (run: Run, seconds: number): number => run.at + (seconds - run.start) * 1000;

export const endOf = (run: Run): number => run.at + run.seconds * 1000;
