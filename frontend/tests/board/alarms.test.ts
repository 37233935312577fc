import { expect, it } from 'vitest';
import { alarmText, groupText } from '../../src/board/alarms.js';
import { grouped, membersOf } from '../../src/board/crowd.js';
import type { Scene } from '../../src/board/scene.js';
import type { Alarm, Cell } from '../../src/session/protocol.js';
import { cell } from './cast.js';

const lost = (site: string, second = 0): Alarm =>
  ({
    id: site,
    kind: 'lost',
    site,
    at: new Date(Date.UTC(2026, 10, 24, 0, 0, second)).toISOString(),
  }) as Alarm;
const sites = ['a', 'b', 'c', 'd', 'e'];
const engine = (second: number): Alarm =>
  ({
    ...lost('x', second),
    kind: 'fault',
    site: null,
    text: 'Máy chủ hình và tiếng không trả lời; các điểm cầu sẽ tự kết nối lại.',
  }) as Alarm;

function sceneOf(lane: Cell['lane']): Scene {
  const cells = new Map(sites.map(site => [site, cell(site, 1, { lane })]));
  return { cells, now: 0 } as unknown as Scene;
}

const told = (alarms: Alarm[], scene: Scene): string[] =>
  grouped(alarms, scene).map(group => groupText(group, scene));

it('many lines lost at once are told in one sentence', () => {
  const alarms = sites.map((site, at) => lost(site, at));
  expect(told(alarms, sceneOf('lost'))).toEqual(['5 điểm cầu cùng mất kết nối']);
});

it('and in another one when all are back', () => {
  expect(told(sites.map(lost), sceneOf('connected'))).toEqual(['5 điểm cầu vừa mất kết nối, đã nối lại']);
});

it('a few lost lines keep their names', () => {
  expect(grouped(sites.slice(1).map(lost), sceneOf('lost')).map(group => group.kind)).toEqual(
    Array(4).fill('single'),
  );
});

it('nor do lines that were lost one after the other in the course of the session make a crowd', () => {
  const alarms = sites.map((site, at) => lost(site, at * 30));
  expect(grouped(alarms, sceneOf('lost')).length).toBe(5);
});

it('the engine comes first, and has under it what was lost with it', () => {
  const scene = sceneOf('lost');
  const groups = grouped([lost('a', 1), engine(2), lost('b', 50), lost('c', 3)], scene);
  expect(groups.map(group => group.kind)).toEqual(['engine', 'single']);
  expect(membersOf(groups[0]!).map(one => one.site)).toEqual([null, 'a', 'c']);
  expect(groupText(groups[0]!, scene)).toBe(
    'Máy chủ hình và tiếng ngắt; các điểm cầu tự kết nối lại (2 điểm cầu mất theo)',
  );
});

it('no alarm is left out of the groups', () => {
  const alarms = [engine(0), ...sites.map((site, at) => lost(site, at * 3))];
  const all = grouped(alarms, sceneOf('lost')).flatMap(membersOf);
  expect(new Set(all)).toEqual(new Set(alarms));
  expect(all.length).toBe(alarms.length);
});

it('what the engine does is told without naming a site', () => {
  expect(alarmText(engine(0), sceneOf('lost'))).toBe(
    'Máy chủ hình và tiếng ngắt; các điểm cầu tự kết nối lại',
  );
});
