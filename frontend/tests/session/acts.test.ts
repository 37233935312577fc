import { describe, expect, it } from 'vitest';
import { Acts, uuid } from '../../src/session/acts.js';
import { Drawer } from './fakes.js';

type Answer = Response | 'cut';

function world(answers: Answer[], drawer = new Drawer()) {
  const posted: { id: string; command: Record<string, unknown>; on_word: boolean }[] = [];
  let made = 0;
  const acts = new Acts({
    session: 's1',
    post: async (_, body) => {
      posted.push(JSON.parse(body));
      const answer = answers.shift() ?? 'cut';
      if (answer === 'cut') throw new TypeError('network');
      return answer;
    },
    newId: () => `id-${++made}`,
    pause: async () => undefined,
    keep: drawer,
    now: () => new Date('2026-11-23T01:02:03Z'),
  });
  return { acts, posted, drawer };
}

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });

describe('an act', () => {
  it('is done with its sequence number', async () => {
    const { acts, posted } = world([json({ seq: 12 })]);
    expect(await acts.give({ act: 'floor.next' }, true)).toEqual({ done: true, seq: 12 });
    expect(posted).toEqual([{ id: 'id-1', command: { act: 'floor.next' }, on_word: true }]);
  });

  it('is sent again with the same id when the network fails', async () => {
    const { acts, posted } = world(['cut', json({}, 503), json({ seq: 3 })]);
    expect(await acts.give({ act: 'picture.take' })).toEqual({ done: true, seq: 3 });
    expect(posted.map(order => order.id)).toEqual(['id-1', 'id-1', 'id-1']);
  });

  it('is not sent again when it was refused', async () => {
    const refused = { code: 'floor.empty', says: 'Danh sách trống.', article: '6.3' };
    const { acts, posted } = world([json({ refused }, 409)]);
    expect(await acts.give({ act: 'floor.next' })).toEqual({ done: false, refused });
    expect(posted.length).toBe(1);
  });

  it('says so when a refusal has no words', async () => {
    const { acts } = world([new Response('nothing', { status: 404 })]);
    expect(await acts.give({ act: 'floor.next' })).toEqual({
      done: false,
      refused: { code: '404', says: '' },
    });
  });

  it('gives up in the end, without a refusal', async () => {
    const { acts, posted } = world([]);
    expect(await acts.give({ act: 'floor.next' })).toEqual({ done: false, refused: null });
    expect(posted.length).toBe(5);
  });
});

describe('a fault report', () => {
  it('is kept with its time when nobody answers, and sent later with the same id', async () => {
    const answers: Answer[] = [];
    const { acts, posted, drawer } = world(answers);
    await acts.report({ act: 'fault.report', site: 'bim-son', fault_kind: 'line' });
    expect(acts.kept.get()).toBe(1);
    expect([...drawer.papers.values()][0]).toContain('2026-11-23T01:02:03.000Z');
    answers.push(json({ seq: 1 }));
    await acts.sendKept();
    expect(acts.kept.get()).toBe(0);
    expect(new Set(posted.map(order => order.id))).toEqual(new Set(['id-1']));
    expect(posted.at(-1)?.command).toEqual({
      act: 'fault.report',
      site: 'bim-son',
      fault_kind: 'line',
      happened_at: '2026-11-23T01:02:03.000Z',
    });
  });

  it('outlives the page', async () => {
    const { acts, drawer } = world([]);
    await acts.report({ act: 'fault.report', fault_kind: 'power' });
    const later = world([json({ seq: 2 })], drawer);
    expect(later.acts.kept.get()).toBe(1);
    await later.acts.sendKept();
    expect(later.posted.length).toBe(1);
    expect(later.acts.kept.get()).toBe(0);
  });

  it('stays kept when sending fails again, and the others behind it wait', async () => {
    const { acts, posted } = world([]);
    await acts.report({ act: 'fault.report', fault_kind: 'power' });
    await acts.report({ act: 'fault.report', fault_kind: 'line' });
    const before = posted.length;
    await acts.sendKept();
    expect(posted.length).toBe(before + 1);
    expect(acts.kept.get()).toBe(2);
  });

  it('is let go when the server refuses it', async () => {
    const answers: Answer[] = [];
    const { acts } = world(answers);
    await acts.report({ act: 'fault.report', fault_kind: 'power' });
    answers.push(json({ refused: { code: 'x', says: 'Không' } }, 409));
    await acts.sendKept();
    expect(acts.kept.get()).toBe(0);
  });

  it('is told with its refusal when it is refused at once', async () => {
    const { acts } = world([json({ refused: { code: 'x', says: 'Không' } }, 409)]);
    const outcome = await acts.report({ act: 'fault.report', fault_kind: '' });
    expect(outcome).toEqual({ done: false, refused: { code: 'x', says: 'Không' } });
    expect(acts.kept.get()).toBe(0);
  });

  it('does not fall over spoilt storage', () => {
    const drawer = new Drawer();
    drawer.setItem('diemcau.kept.s1', '{not json');
    expect(world([], drawer).acts.kept.get()).toBe(0);
  });
});

it('ids are UUIDs', () => {
  expect(uuid()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
