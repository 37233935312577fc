// Times as text. Everybody on the network lives by one clock: that of Viet Nam.

const clock = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** "08:41:07" */
export const timeOfDay = (ms: number): string => clock.format(ms);

/** "08:41" */
export const hourOf = (ms: number): string => timeOfDay(ms).slice(0, 5);

const two = (n: number): string => String(n).padStart(2, '0');

/** Seconds as "02:13", or "1:02:13" from an hour on. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  const tail = `${two(minutes % 60)}:${two(whole % 60)}`;
  return minutes >= 60 ? `${Math.floor(minutes / 60)}:${tail}` : tail;
}

/** How long since `at`. */
export const since = (at: string, now: number): string => span((now - Date.parse(at)) / 1000);

export type Hurry = 'none' | 'calm' | 'soon' | 'over';

export interface Remaining {
  text: string;
  hurry: Hurry;
}

const SOON_SECONDS = 60;

/** What is left until the deadline ("+00:12" when it is over), or how long it has run when there is no limit. */
export function remaining(
  grantedAt: string | null | undefined,
  deadline: string | null | undefined,
  now: number,
  pausedSeconds = 0,
): Remaining {
  if (!deadline)
    return { text: grantedAt ? since(grantedAt, now - pausedSeconds * 1000) : '', hurry: 'none' };
  const left = Math.ceil((Date.parse(deadline) - now) / 1000);
  if (left < 0) return { text: `+${span(-left)}`, hurry: 'over' };
  return { text: span(left), hurry: left <= SOON_SECONDS ? 'soon' : 'calm' };
}

/** Whole minutes behind (positive) or ahead (negative) of the script; under a minute counts as on time. */
export function behindMinutes(seconds: number | null | undefined): number | null {
  if (seconds === null || seconds === undefined) return null;
  return Math.trunc(seconds / 60) + 0; // -0 is not a number of minutes
}
