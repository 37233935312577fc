import { describe, expect, it } from 'vitest';
import { type Checkpoint, LastCheckpoint } from '../../src/site/checkpoint.js';

const MARK: Checkpoint = {
  site: 'bim-son',
  session: 's-1',
  number: 7,
  hash: 'abcd1234ef',
  at: '2026-11-24T04:00:00+00:00',
  key: '00',
  signature: 'x',
};

const missing = () => new Response('', { status: 404 });
const there = () => new Response(JSON.stringify(MARK));

function browser(...answers: (() => Response)[]) {
  const store = new Map<string, string>();
  const asked: string[] = [];
  const pauses: number[] = [];
  const keep = {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
  };
  const get = async (url: string): Promise<Response> => {
    asked.push(url);
    const answer = answers.shift();
    if (!answer) throw new TypeError('no network');
    return answer();
  };
  const pause = async (ms: number) => void pauses.push(ms);
  const opened = () => new LastCheckpoint({ session: 's-1', site: 'bim-son', get, pause, keep });
  return { opened, asked, pauses, store };
}

describe('the checkpoint of a session that has ended', () => {
  it('is asked for again until the books are marked', async () => {
    const { opened, asked, pauses } = browser(missing, missing, there);
    const last = opened();
    await last.ask();
    expect(last.found.get()).toEqual(MARK);
    expect(asked).toEqual(Array(3).fill('/phien/s-1/moc-so/bim-son/'));
    expect(pauses[0]).toBe(6000);
  });

  it('stays in the browser: after a reload nobody is asked', async () => {
    const { opened, asked } = browser(there);
    await opened().ask();
    const again = opened();
    expect(again.found.get()).toEqual(MARK);
    await again.ask();
    expect(asked).toHaveLength(1);
  });

  it('is asked for once, however often the page is drawn', async () => {
    const { opened, asked } = browser(there);
    const last = opened();
    await Promise.all([last.ask(), last.ask()]);
    expect(asked).toHaveLength(1);
  });

  it('is given up after a while, and may be asked for again', async () => {
    const { opened, asked } = browser();
    const last = opened();
    await last.ask();
    expect(last.found.get()).toBeNull();
    expect(asked).toHaveLength(5);
    await last.ask();
    expect(asked).toHaveLength(10);
  });

  it('is shown though it cannot be kept; what is kept may be broken', async () => {
    const full = () => {
      throw new Error('full');
    };
    const get = async () => there();
    const options = { session: 's-1', site: 'bim-son', get, pause: async () => undefined };
    const last = new LastCheckpoint({ ...options, keep: { getItem: () => '{', setItem: full } });
    await last.ask();
    expect(last.found.get()).toEqual(MARK);
  });
});
