// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Desk } from '../../src/board/desk.js';
import type { Outcome } from '../../src/session/acts.js';
import type { Session } from '../../src/session/session.js';
import { Store } from '../../src/session/store.js';
import { Value } from '../../src/session/value.js';
import { board, cell, NOW, scene } from './cast.js';

let store: Store;
let give: ReturnType<typeof vi.fn>;
let show: ReturnType<typeof vi.fn>;
let desk: Desk;

beforeEach(() => {
  store = new Store();
  give = vi.fn<() => Promise<Outcome>>().mockResolvedValue({ done: true, seq: 1 });
  show = vi.fn();
  const session = {
    store,
    line: { state: new Value({ up: true }) },
    clock: { now: () => NOW },
    acts: { give },
    media: { show },
  } as unknown as Session;
  desk = new Desk(session, () => undefined);
  const { stage, cells } = scene(Array.from({ length: 40 }, (_, n) => cell(`s${n}`, n)));
  store.stage.set(stage);
  store.cells.set(cells);
  store.board.set(board());
});

const press = (code: string, more: KeyboardEventInit = {}, target: HTMLElement = document.body): void => {
  if (target !== document.body) document.body.append(target);
  target.addEventListener('keydown', event => desk.press(event), { once: true });
  target.dispatchEvent(new KeyboardEvent('keydown', { code, cancelable: true, ...more }));
};

describe('numbers', () => {
  it('choose a site as they are typed', () => {
    press('Digit1');
    expect(desk.table.chosen).toBe('s1');
    press('Digit2');
    expect(desk.table.chosen).toBe('s12');
    press('KeyA');
    expect(give).toHaveBeenCalledWith({ act: 'site.admit', site: 's12' }, false);
    expect(desk.table.typed).toBe('');
  });
  it('and Enter go to the tile, and once more to its acts', () => {
    document.body.innerHTML =
      '<button data-tile="s7"></button><div class="panel"><div class="acts"><button id="first"></button></div></div>';
    const tile = document.querySelector<HTMLElement>('[data-tile]')!;
    press('Digit7');
    press('Enter');
    expect(document.activeElement).toBe(tile);
    press('Enter', {}, tile);
    expect(document.activeElement?.id).toBe('first');
  });
  it('turn to the page on which the site stands', () => {
    press('Digit3');
    press('Digit9');
    expect(desk.table.page).toBe(1);
  });
});

describe('an act', () => {
  it('says so when it is done on the chair’s word', () => {
    press('KeyW');
    press('KeyE');
    press('KeyR');
    expect(give).toHaveBeenCalledExactlyOnceWith({ act: 'roll.start' }, true);
  });
  it('that is refused is told with its article', async () => {
    give.mockResolvedValue({ done: false, refused: { code: 'x', says: 'Chưa được', article: 'Điều 6' } });
    expect(await desk.do({ give: { act: 'roll.start' } })).toBe(false);
    expect(desk.table.toasts).toMatchObject([{ says: 'Chưa được', article: 'Điều 6' }]);
  });
  it('that reached nobody is told as not recorded', async () => {
    give.mockResolvedValue({ done: false, refused: null });
    await desk.do({ give: { act: 'roll.start' } });
    expect(desk.table.toasts[0]?.says).toContain('chưa được ghi nhận');
  });
  it('is not given by letters typed in a field', () => {
    press('KeyN', {}, document.createElement('textarea'));
    expect(give).not.toHaveBeenCalled();
  });
});

it('opens a form, and its keys are then its own', () => {
  press('KeyF');
  expect(desk.table.sheet).toEqual({ kind: 'phone', site: null });
  press('KeyN');
  expect(give).not.toHaveBeenCalled();
});

it('fetches the small pictures of the page, and again when the stage changes', () => {
  desk.watch(['s1', 's2']);
  desk.watch(['s1', 's2']);
  expect(show).toHaveBeenCalledTimes(1);
  expect([...show.mock.calls[0]![0].keys()]).toEqual(['s1/camera', 's2/camera']);
  store.stage.set({ ...store.stage.get()!, microphones: ['s7'] });
  desk.watch(['s1', 's2']);
  expect([...show.mock.calls[1]![0].keys()]).toContain('s7/microphone');
});

it('talks only with the site it called itself', async () => {
  store.board.set(board({ talkback: 's4' }));
  expect(desk.talkingWith()).toBeNull();
  await desk.do({ give: { act: 'talkback.start', site: 's4' } });
  expect(desk.talkingWith()).toBe('s4');
  store.board.set(board());
  expect(desk.talkingWith()).toBeNull();
});

it('sees every alarm that stands', () => {
  const alarms = ['a', 'b'].map(id => ({ id, at: '', kind: 'fault', site: null }));
  store.board.set(board({ alarms }));
  press('KeyZ', { shiftKey: true });
  expect(give.mock.calls.map(call => call[0].alarm)).toEqual(['a', 'b']);
});
