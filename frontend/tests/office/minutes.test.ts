// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startMinutes } from '../../src/office/minutes';

const PAGE = `
  <div id="bao"></div>
  <form action="/luu/" data-minutes="7" data-saved="Đã lưu {number}" data-unsaved="Chưa lưu" data-saving="Đang lưu"
        data-away="Mất liên lạc" data-kept="Đã lấy lại" data-conflict="{by} lưu {number}" data-merged="{by} lưu {number}">
    <input name="base" value="1" />
    <section data-section="course"><div data-stated>Ghi nhận</div>
      <textarea name="course">a</textarea>
      <p data-trouble hidden></p>
      <button type="submit" data-take="course">Lấy lại</button>
      <div data-others hidden><div data-others-words></div>
        <button type="button" data-choose="theirs">Của người kia</button>
        <button type="button" data-choose="mine">Của tôi</button></div></section>
    <section data-section="place"><textarea name="place">b</textarea></section>
    <p data-save-state></p>
    <button type="submit" name="deliberate">Lưu</button>
  </form>
  <input data-minutes-version value="1" />`;

type Sent = Record<string, string>;
let sent: Sent[] = [];
let answers: (() => Response | Promise<never>)[] = [];

function json(status: number, body: object): () => Response {
  const headers = { 'Content-Type': 'application/json' };
  return () => new Response(JSON.stringify(body), { status, headers });
}

function told(number: number, course = '', place = 'b') {
  return { number, version: number + 1, at: '08:41:00', by: 'Ngân', sections: { course, place } };
}

const away = () => Promise.reject(new TypeError('offline'));

function open(): HTMLFormElement {
  document.body.innerHTML = PAGE;
  const form = document.querySelector('form') as HTMLFormElement;
  startMinutes(form);
  return form;
}

function field(name: string): HTMLTextAreaElement {
  return document.querySelector(`textarea[name=${name}]`) as HTMLTextAreaElement;
}

function type(name: string, words: string): void {
  field(name).value = words;
  field(name).dispatchEvent(new Event('input', { bubbles: true }));
}

const state = () => document.querySelector('[data-save-state]')?.textContent;
const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  Element.prototype.scrollIntoView = () => undefined;
  sent = [];
  answers = [];
  vi.stubGlobal('fetch', async (_url: string, options: RequestInit) => {
    sent.push(Object.fromEntries(options.body as FormData) as Sent);
    return (answers.shift() ?? away)();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('saving by itself', () => {
  test('what was typed goes after a pause, once, and the page says so', async () => {
    open();
    answers = [json(200, told(2))];
    type('course', 'x');
    expect(state()).toBe('Chưa lưu');
    type('course', 'xy');
    await passes(1500);
    expect(sent.map(one => [one['base'], one['course']])).toEqual([['1', 'xy']]);
    expect(state()).toBe('Đã lưu 2');
    expect(document.querySelector<HTMLInputElement>('[data-minutes-version]')?.value).toBe('3');
    expect(localStorage.length).toBe(0);
  });

  test('while the network is away it stays in the browser and goes when it is back', async () => {
    open();
    answers = [away, json(200, told(2))];
    type('course', 'x');
    await passes(1500);
    expect(state()).toBe('Mất liên lạc');
    expect(localStorage.getItem('bien-ban-7')).toContain('"course":"x"');
    await passes(5000);
    expect(state()).toBe('Đã lưu 2');
    expect(localStorage.length).toBe(0);
  });

  test('a page that was closed before it could send brings its text back', async () => {
    open();
    type('course', 'chưa gửi');
    answers = [json(200, told(2))];
    open();
    expect(field('course').value).toBe('chưa gửi');
    await passes(0);
    expect(sent.at(-1)?.['course']).toBe('chưa gửi');
  });

  test('what is wrong is said at its section and the text stays', async () => {
    open();
    answers = [json(422, { errors: { course: 'Ký tự lạ' } })];
    type('course', 'x');
    await passes(1500);
    expect(document.querySelector('[data-trouble]')?.textContent).toBe('Ký tự lạ');
    expect(field('course').value).toBe('x');
  });
});

describe('two secretaries', () => {
  test('what only the other changed comes in by itself', async () => {
    open();
    answers = [json(409, told(2, 'a', 'theirs')), json(200, told(3))];
    type('course', 'mine');
    await passes(1500);
    expect([field('course').value, field('place').value]).toEqual(['mine', 'theirs']);
    expect(sent[1]).toMatchObject({ base: '2', course: 'mine', place: 'theirs' });
  });

  test.each([
    ['mine', 'mine'],
    ['theirs', 'theirs'],
  ])('where both changed the same, %s is chosen by a person before anything is sent', async (whose, kept) => {
    open();
    answers = [json(409, told(2, 'theirs')), json(200, told(3))];
    type('course', 'mine');
    await passes(1500);
    expect(document.querySelector('[data-others-words]')?.textContent).toBe('theirs');
    await passes(60_000);
    expect(sent).toHaveLength(1);
    document.querySelector<HTMLElement>(`[data-choose=${whose}]`)?.click();
    await passes(0);
    expect(field('course').value).toBe(kept);
    expect(sent[1]?.['course'] ?? 'theirs').toBe(kept);
  });
});

test('the facts anew replace the text of one section', async () => {
  const form = open();
  answers = [json(200, told(2))];
  form.querySelector<HTMLElement>('[data-take]')?.click();
  await passes(1500);
  expect(sent[0]).toMatchObject({ course: 'Ghi nhận', place: 'b' });
});
