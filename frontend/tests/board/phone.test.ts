import { expect, it } from 'vitest';
import { commandOf, prefill } from '../../src/board/phone.js';
import { at, board, cell, NOW } from './cast.js';

const speaker = { name: 'Ông Phạm Quốc Khánh', title: 'Phó Trưởng ban', unit: 'KKT Nghi Sơn' };
const item = { id: 'i3', title: 'Thu hút đầu tư', minutes: 7, site: 'nghi-son', speaker };
const line = { item, running: false, done: false, changed: false };
const site = cell('nghi-son', 31, { technician: 'Trịnh Xuân Bách' });

it('knows the speaker from the script and the caller from the network', () => {
  expect(prefill(board({ script: [line] }), site)).toEqual({
    speaker,
    item: 'i3',
    topic: 'Thu hút đầu tư',
    minutes: 7,
    caller: 'Trịnh Xuân Bách',
  });
});

it('does not offer a speech that is over or running', () => {
  for (const over of [{ done: true }, { running: true }]) {
    const filled = prefill(board({ script: [{ ...line, ...over }] }), site);
    expect(filled.speaker.name).toBe('');
    expect(filled.item).toBeNull();
  }
});

it('becomes a request on the leader’s behalf, with when it was called in', () => {
  const command = commandOf(
    {
      site: 'nghi-son',
      speaker,
      topic: '',
      item: 'i3',
      minutes: 7,
      channel: 'phone',
      caller: 'Trịnh Xuân Bách',
      readBack: true,
      pointOfOrder: false,
    },
    NOW,
  );
  expect(command).toMatchObject({
    act: 'floor.request',
    site: 'nghi-son',
    channel: 'phone',
    called_at: at(0),
    read_back: true,
    point_of_order: false,
  });
});
