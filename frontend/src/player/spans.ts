// The event timeline: what stands in which lane, from where to where, and what is true at a second.
import type { Facts, Kind, Span } from './facts.js';

export interface Lane {
  name: 'item' | 'speaker' | 'lost' | 'grade' | 'break';
  spans: Span[];
}

const LANES: readonly [Lane['name'], readonly Kind[]][] = [
  ['item', ['item']],
  ['speaker', ['speaker']],
  ['lost', ['lost', 'engine']],
  ['grade', ['grade']],
  ['break', ['pause', 'gap']],
];

/** Always the same five, so that an empty one says that nothing of the kind happened. */
export const lanesOf = (spans: readonly Span[]): Lane[] =>
  LANES.map(([name, kinds]) => ({ name, spans: spans.filter(span => kinds.includes(span.kind)) }));

/** The one of these that runs at this second, the latest where several do. */
export const at = <T extends { start: number; end: number }>(
  these: readonly T[],
  second: number,
): T | undefined => these.findLast(one => one.start <= second && second < one.end);

/** The items of the script and who spoke: what leads through the recording. Not what fell into a break as a whole. */
export const chaptersOf = ({ spans }: Facts): Span[] =>
  spans.filter(one => (one.kind === 'item' || one.kind === 'speaker') && one.end > one.start);

/** Where "next" and "previous" lead among chapters; two seconds into one, "previous" is its own beginning. */
export function neighbour(chapters: readonly Span[], second: number, step: 1 | -1): number | null {
  const starts = [...new Set(chapters.map(one => one.start))].sort((a, b) => a - b);
  const found = step > 0 ? starts.find(one => one > second + 0.5) : starts.findLast(one => one < second - 2);
  return found ?? (step < 0 && starts.length > 0 ? 0 : null);
}

export interface Box {
  x: number;
  width: number;
}

const NARROWEST = 3;

/** In pixels of a lane that is `width` wide; never too narrow to be seen and hit. */
export function box(span: Span, seconds: number, width: number): Box {
  const scale = seconds > 0 ? width / seconds : 0;
  const wide = Math.max((span.end - span.start) * scale, NARROWEST);
  const x = Math.min(Math.max(span.start * scale, 0), Math.max(width - wide, 0));
  return { x: round(x), width: round(Math.min(wide, width)) };
}

const round = (value: number): number => Math.round(value * 10) / 10;

const STEPS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200];

/** Seconds at which the axis is marked: at most one mark in `apart` pixels. */
export function ticks(seconds: number, width: number, apart = 90): number[] {
  if (seconds <= 0 || width <= 0) return [];
  const most = Math.max(Math.floor(width / apart), 1);
  const step = STEPS.find(one => seconds / one <= most) ?? Math.ceil(seconds / most / 3600) * 3600;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, n) => n * step);
}

/** Chapters of the script, each with the speakers in it; speakers before the first item stand alone. */
export interface Entry {
  chapter: Span;
  speakers: Span[];
}

export function contents(chapters: readonly Span[]): Entry[] {
  const entries: Entry[] = [];
  const order = [...chapters].sort((a, b) => a.start - b.start || (a.kind === 'item' ? -1 : 1));
  for (const chapter of order) {
    const item = entries.at(-1);
    if (chapter.kind === 'speaker' && item?.chapter.kind === 'item') item.speakers.push(chapter);
    else entries.push({ chapter, speakers: [] });
  }
  return entries;
}

/** What the picture's own line says: the item, and who speaks. */
export function lineAt(facts: Facts, second: number): { item: string; speaker: string; detail: string } {
  const of = (kind: Kind) =>
    at(
      facts.spans.filter(span => span.kind === kind),
      second,
    );
  const speaker = of('speaker');
  return { item: of('item')?.title ?? '', speaker: speaker?.title ?? '', detail: speaker?.detail ?? '' };
}
