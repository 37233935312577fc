// Alarms that have one cause stand under one head: the engine, or a piece of the network with many sites behind it.
import type { Alarm } from '../session/protocol.js';
import { isOver, type Scene, topAlarms } from './scene.js';

export interface Group {
  /** What is told. Of a crowd: one of them. */
  head: Alarm;
  /** Told with it, opened on demand. */
  under: Alarm[];
  kind: 'engine' | 'crowd' | 'single';
}

/** So many lines lost within SOON (ms) of each other are one event. */
export const CROWD = 5;
export const SOON = 5000;

const isEngine = (alarm: Alarm): boolean => alarm.kind === 'fault' && !alarm.site;

const near = (a: Alarm, b: Alarm): boolean => Math.abs(Date.parse(a.at) - Date.parse(b.at)) <= SOON;

/** The lines come back one after the other when the engine does. */
const SETTLES = 30_000;

function goesWith(lost: Alarm, engine: Alarm): boolean {
  const after = Date.parse(lost.at) - Date.parse(engine.at);
  return after >= -SOON && after <= SETTLES;
}

/** The gravest first. Every alarm is in one group. */
export function grouped(alarms: readonly Alarm[], scene: Scene): Group[] {
  let left = topAlarms(alarms, scene.cells);
  const take = (test: (alarm: Alarm) => boolean): Alarm[] => {
    const taken = left.filter(test);
    left = left.filter(alarm => !taken.includes(alarm));
    return taken;
  };
  const engines = take(isEngine).map((head): Group => {
    return { head, under: take(one => one.kind === 'lost' && goesWith(one, head)), kind: 'engine' };
  });
  const rest: Group[] = [];
  while (left.length > 0) rest.push(next(left, scene, take));
  return [...engines, ...rest];
}

function next(
  left: readonly Alarm[],
  scene: Scene,
  take: (test: (alarm: Alarm) => boolean) => Alarm[],
): Group {
  const head = left[0]!;
  const over = isOver(head, scene.cells);
  const like = (one: Alarm): boolean =>
    one.kind === 'lost' && isOver(one, scene.cells) === over && near(one, head);
  const crowd = head.kind === 'lost' && left.filter(like).length >= CROWD;
  const members = take(one => one === head || (crowd && like(one)));
  return { head, under: members.filter(one => one !== head), kind: crowd ? 'crowd' : 'single' };
}

export const membersOf = (group: Group): Alarm[] => [group.head, ...group.under];
