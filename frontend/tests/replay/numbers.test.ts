import { expect, it } from 'vitest';
import { numbersAt } from '../../src/replay/numbers.js';
import { at, START } from './cast.js';

it('gives the window of the moment, and nothing where nothing was measured', () => {
  const site = {
    up: [
      [at(0), 1.5, 4, 20, 900],
      [at(20), 2.5, null, 30, 800],
    ],
    down: [],
  } as never;
  const up = (seconds: number) => numbersAt(site, START + seconds * 1000).up;
  expect(up(-1)).toBeNull();
  expect(up(19)).toEqual({ loss: 1.5, jitter: 4, rtt: 20, kbps: 900 });
  expect(up(20)).toEqual({ loss: 2.5, jitter: null, rtt: 30, kbps: 800 });
  expect(up(40)).toBeNull();
  expect(numbersAt(site, START).down).toBeNull();
});
