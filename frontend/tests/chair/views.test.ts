// @vitest-environment jsdom
import { render } from 'lit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Desk } from '../../src/board/desk.js';
import { below, buttons, floor, nextUp } from '../../src/chair/views.js';
import type { Board } from '../../src/session/protocol.js';
import { at, board, cell, request, scene } from '../board/cast.js';

const CELLS = [
  cell('bim-son', 6, { name: 'Thị xã Bỉm Sơn' }),
  cell('ha-trung', 15, { name: 'Huyện Hà Trung' }),
];

function draw(head: Partial<Board>): {
  does: ReturnType<typeof vi.fn>;
  choose: ReturnType<typeof vi.fn>;
  words: string[];
} {
  const does = vi.fn();
  const choose = vi.fn();
  render(buttons({ do: does } as unknown as Desk, scene(CELLS, head), { choose }), document.body);
  const words = [...document.querySelectorAll('.chair-big b, .chair-open b, nav p')].map(
    one => one.textContent ?? '',
  );
  return { does, choose, words };
}
const press = (words: string): void =>
  [...document.querySelectorAll('button')].find(one => one.textContent?.includes(words))?.click();

afterEach(() => render(null, document.body));

describe('the five buttons', () => {
  it.each<[Board['phase'], string[]]>([
    ['planned', ['Kỹ thuật trung tâm chưa mở phiên.']],
    ['open', ['KHAI MẠC']],
    ['live', ['Mời phát biểu', 'Kết thúc phát biểu', 'Mục tiếp theo', 'Tạm dừng', 'Bế mạc']],
    ['paused', ['Mời phát biểu', 'Kết thúc phát biểu', 'Mục tiếp theo', 'Tiếp tục', 'Bế mạc']],
    ['ended', ['Phiên họp đã bế mạc.']],
  ])('%s', (phase, words) => expect(draw({ phase }).words).toEqual(words));

  it('after the end says when, by whom and where to go, with no alarm and no clock', () => {
    const by = { role: 'chair', id: '9', name: 'Ông Lê Văn Sơn' } as const;
    const lost = cell('ha-trung', 15, { lane: 'lost' });
    const over = scene([lost], { phase: 'ended', ended_at: at(0), ended_by: by });
    render([floor({} as Desk, over, '/hoi-nghi/5/'), below({ ...over, lineUp: false })], document.body);
    expect(document.body.textContent).toContain('Bế mạc lúc 08:41:07, người thực hiện: Ông Lê Văn Sơn');
    expect(document.querySelector('a')?.getAttribute('href')).toBe('/hoi-nghi/5/');
    expect(document.querySelectorAll('.chair-alarm, .chair-speaks, .chair-next')).toHaveLength(0);
  });
  it('in a pause the speaker is not said to speak, and his clock stands', () => {
    const one = request('q1', 'bim-son', { granted_at: at(-100), deadline: at(-10) });
    const paused = scene(CELLS, { phase: 'paused', speaking: [one] }, { paused_at: at(-60) });
    render(floor({} as Desk, paused), document.body);
    const words = document.querySelector('.chair-speaks')?.textContent ?? '';
    expect(words).toContain('Hội nghị tạm dừng');
    expect(words).not.toContain('Đang phát biểu');
    expect(document.querySelector('.chair-time b')?.textContent).toBe('00:50');
  });
  it('calls the next speaker', () => {
    const { does } = draw({ queue: [request('q1', 'bim-son')] });
    press('Mời phát biểu');
    expect(does).toHaveBeenCalledWith({ give: { act: 'floor.next', after: null } });
  });
  it('opens the list when nobody is next', () => {
    const { does, choose } = draw({});
    press('Mời phát biểu');
    expect(choose).toHaveBeenCalled();
    expect(does).not.toHaveBeenCalled();
  });
  it('ends the speech of who speaks', () => {
    const { does } = draw({ speaking: [request('q1', 'bim-son', { granted_at: at(-10) })] });
    press('Kết thúc phát biểu');
    expect(does).toHaveBeenCalledWith({ give: { act: 'floor.yield', request: 'q1' } });
  });
  it('asks before it closes the session', () => {
    const { does } = draw({});
    press('Bế mạc');
    expect(does).toHaveBeenCalledWith({ sheet: expect.objectContaining({ kind: 'ask' }) });
  });
});

it('puts the proposed one before the head of the queue', () => {
  const queue = [request('q1', 'bim-son'), request('q2', 'ha-trung')];
  expect(nextUp(board({ queue, proposed: 'q2' }))?.id).toBe('q2');
  expect(nextUp(board({ queue }))?.id).toBe('q1');
  expect(nextUp(board())).toBeUndefined();
});

it('shows the speaker, what is left, and three who follow', () => {
  const queue = ['1', '2', '3', '4'].map(n =>
    request(n, 'ha-trung', { speaker: { name: `Người thứ ${n}` } }),
  );
  const speaking = [request('g', 'bim-son', { granted_at: at(-60), deadline: at(133) })];
  render(floor({} as Desk, scene(CELLS, { queue, speaking })), document.body);
  expect(document.querySelector('.chair-time b')?.textContent).toBe('02:13');
  expect(document.querySelector('.chair-name')?.textContent).toBe('Bà Mai Thị Lan');
  expect(document.querySelectorAll('.chair-next li')).toHaveLength(3);
});
