import { expect, it } from 'vitest';
import { crowdText } from '../../src/board/alarms.js';
import type { Scene } from '../../src/board/scene.js';
import type { Alarm, Cell } from '../../src/session/protocol.js';
import { cell } from './cast.js';

const lost = (site: string): Alarm => ({ id: site, kind: 'lost', site, at: '2026-11-24T00:00:00Z' }) as Alarm;
const sites = ['a', 'b', 'c', 'd', 'e'];

function sceneOf(lane: Cell['lane']): Scene {
  const cells = new Map(sites.map(site => [site, cell(site, 1, { lane })]));
  return { cells } as unknown as Scene;
}

it('many lines lost at once are told in one sentence', () => {
  expect(crowdText(sites.map(lost), sceneOf('lost'))).toBe('5 điểm cầu cùng mất kết nối');
});

it('and in another one when all are back', () => {
  expect(crowdText(sites.map(lost), sceneOf('connected'))).toBe('5 điểm cầu vừa mất kết nối, đã nối lại');
});

it('a few lost lines keep their names', () => {
  expect(crowdText(sites.slice(1).map(lost), sceneOf('lost'))).toBeNull();
});
