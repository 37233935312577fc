// @vitest-environment jsdom
import { afterEach, expect, it } from 'vitest';
import '../../src/ui/program.js';

afterEach(() => document.body.replaceChildren());

async function shown(off: string[]): Promise<HTMLElement> {
  const program = document.createElement('dc-program');
  program.picture = { layout: 'two', sites: ['bim-son', 'ha-trung'] };
  program.names = { 'bim-son': 'Thị xã Bỉm Sơn', 'ha-trung': 'Huyện Hà Trung' };
  program.off = off;
  document.body.append(program);
  await program.updateComplete;
  return program;
}

it('a camera that is off on purpose shows its site’s card and waits for nothing', async () => {
  const program = await shown(['bim-son']);
  const place = program.querySelector('[data-site="bim-son"]');
  expect(place?.querySelector('.camera-off')?.textContent).toBe('Thị xã Bỉm SơnCamera đang tắt');
  expect(place?.querySelectorAll('.again, .waiting')).toHaveLength(0);
});

it('a picture that is only late or lost says so', async () => {
  const program = await shown(['bim-son']);
  const place = program.querySelector('[data-site="ha-trung"]');
  expect(place?.querySelector('.again')?.textContent).toBe('Đang nối lại');
  expect(place?.querySelectorAll('.camera-off')).toHaveLength(0);
});
