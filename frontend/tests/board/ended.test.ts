// @vitest-environment jsdom
import { render } from 'lit';
import { afterEach, expect, it } from 'vitest';
import { strip } from '../../src/board/alarms.js';
import type { Desk } from '../../src/board/desk.js';
import { ended } from '../../src/board/ended.js';
import { head } from '../../src/board/head.js';
import { messages } from '../../src/board/log.js';
import { hasEnded, nameOf, speechTime } from '../../src/board/scene.js';
import { script } from '../../src/board/script.js';
import { at, cell, NOW, request, scene, table } from './cast.js';

afterEach(() => render(null, document.body));

const item = { id: 'm1', title: 'Khai mạc', minutes: 5, site: 'nghi-son-kkt' };
const line = { item, running: true, done: false, changed: false };
const by = { role: 'central_technician', id: '1', name: 'Nguyễn Hữu Thắng' } as const;
const over = scene([cell('bim-son', 6)], { phase: 'ended', ended_at: at(0), ended_by: by, script: [line] });
const desk = { table: table(), do: () => undefined, session: {} } as unknown as Desk;

it('after the end nothing is left to be done, and the board says when, by whom and where to go', () => {
  const away = { ...over, engineUp: false, lineUp: false };
  render(
    [
      head(desk, over),
      strip(desk, away),
      script(desk, over),
      messages(desk, over),
      ended(over, '/hoi-nghi/5/'),
    ],
    document.body,
  );
  expect(hasEnded(over)).toBe(true);
  expect(document.querySelector('.ended')?.textContent).toContain('người thực hiện: Nguyễn Hữu Thắng');
  const ways = [...document.querySelectorAll('.ended a')].map(one => one.getAttribute('href'));
  expect(ways).toEqual(['/hoi-nghi/5/', '../xem-lai/']);
  const buttons = [...document.querySelectorAll('button')].map(one => one.className);
  expect(buttons.filter(one => one.includes('btn'))).toEqual([]);
  expect(document.querySelectorAll('.strip-down, .line--running')).toHaveLength(0);
});

it('names a site that the script names and that is not invited', () => {
  const outside = { 'nghi-son-kkt': 'Ban Quản lý Khu kinh tế Nghi Sơn' };
  expect(nameOf({ ...over, outside }, 'nghi-son-kkt')).toBe('Ban Quản lý Khu kinh tế Nghi Sơn (không mời)');
});

it('a speech without a limit does not count the pauses either', () => {
  const one = request('q1', 'bim-son', { granted_at: at(-100), paused_seconds: 40 });
  expect(speechTime(scene([]), one).text).toBe('01:00');
  const paused = { ...scene([], { phase: 'paused' }, { paused_at: at(-30) }), now: NOW + 60_000 };
  expect(speechTime(paused, one).text).toBe('00:30');
});
