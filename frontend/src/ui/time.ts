/** 83 -> "01:23"; 3725 -> "1:02:05"; negative -> "-00:05" (over time). */
export function clockText(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = [Math.floor(whole / 60) % 60, whole % 60].map(part => String(part).padStart(2, '0')).join(':');
  return `${seconds <= -1 ? '-' : ''}${hours > 0 ? `${hours}:` : ''}${rest}`;
}

/** Time of day at the conference, whatever the machine's own zone is. */
export function timeOfDay(at: number | string, withSeconds = false): string {
  const time = typeof at === 'string' ? Date.parse(at) : at;
  return new Intl.DateTimeFormat('vi-VN', {
    timeZone: 'Asia/Ho_Chi_Minh',
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(time);
}

export function dayAndTime(at: string): string {
  return new Intl.DateTimeFormat('vi-VN', {
    timeZone: 'Asia/Ho_Chi_Minh',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(Date.parse(at));
}
