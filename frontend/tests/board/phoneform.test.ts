// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import type { DcPhone } from '../../src/board/phone.js';
import '../../src/board/phone.js';
import { board, cell, NOW } from './cast.js';

const speaker = { name: 'Mai Xuân Lộc', title: 'Chủ tịch UBND thị xã', unit: 'UBND thị xã Bỉm Sơn' };
const script = [
  {
    item: { id: 'i3', title: 'Tham luận', minutes: 7, site: 'bim-son', speaker },
    running: false,
    done: false,
    changed: false,
  },
];
const cells = [
  cell('bim-son', 6, { name: 'Thị xã Bỉm Sơn', technician: 'Lê Quang Khải' }),
  cell('ha-trung', 15, { name: 'Huyện Hà Trung' }),
];

async function open(site: string | null = null): Promise<{ form: DcPhone; save: ReturnType<typeof vi.fn> }> {
  const save = vi.fn();
  const form = document.createElement('dc-phone') as DcPhone;
  Object.assign(form, { cells, board: board({ script }), calledAt: NOW, save, site });
  document.body.append(form);
  await form.updateComplete;
  await form.updateComplete;
  return { form, save };
}

const field = (form: DcPhone, name: string): HTMLInputElement =>
  form.querySelector<HTMLInputElement>(`[name="${name}"]`)!;

async function type(form: DcPhone, text: string, key: string): Promise<void> {
  const input = field(form, 'site');
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await form.updateComplete;
  input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await form.updateComplete;
  await form.updateComplete;
}

afterEach(() => document.body.replaceChildren());

it.each([
  ['6', 'Enter'],
  ['bs', 'Tab'],
])('takes %s and %s, fills in what is known, and goes on to the read-back', async (text, key) => {
  const { form, save } = await open();
  await type(form, text, key);
  expect(field(form, 'speaker').value).toBe('Mai Xuân Lộc');
  expect(field(form, 'caller').value).toBe('Lê Quang Khải');
  expect(document.activeElement).toBe(field(form, 'read_back'));
  field(form, 'read_back').click();
  form.querySelector('form')!.requestSubmit();
  expect(save).toHaveBeenCalledWith(
    expect.objectContaining({ act: 'floor.request', site: 'bim-son', speaker, item: 'i3', read_back: true }),
  );
});

it('asks for the speaker where the script knows none', async () => {
  const { form, save } = await open();
  await type(form, '15', 'Enter');
  expect(document.activeElement).toBe(field(form, 'speaker'));
  form.querySelector('form')!.requestSubmit();
  await form.updateComplete;
  expect(save).not.toHaveBeenCalled();
  expect(form.querySelector('.error')?.textContent).toBe('Chưa ghi tên người phát biểu');
});

it('does not send without a site', async () => {
  const { form, save } = await open();
  form.querySelector('form')!.requestSubmit();
  await form.updateComplete;
  expect(save).not.toHaveBeenCalled();
  expect(form.querySelector('.error')?.textContent).toBe('Chưa chọn điểm cầu');
});

it('starts at the read-back for a site already chosen', async () => {
  const { form } = await open('bim-son');
  expect(field(form, 'speaker').value).toBe('Mai Xuân Lộc');
  expect(document.activeElement).toBe(field(form, 'read_back'));
});
