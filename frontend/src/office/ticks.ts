// The picker of invited sites: all by one click, filtered by name.

export function startTicks(form: HTMLFormElement): void {
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name="sites"]')];
  const count = form.querySelector('[data-count]');
  const show = () => {
    if (count) count.textContent = String(boxes.filter(box => box.checked).length);
  };
  form.addEventListener('click', event => {
    const which = (event.target as Element).closest<HTMLElement>('[data-tick]')?.dataset['tick'];
    if (!which) return;
    for (const box of boxes)
      box.checked = which === 'all' || (which === 'end' && box.dataset['role'] === 'end');
    form.dispatchEvent(new Event('input'));
    show();
  });
  form.addEventListener('change', show);
  const filter = form.querySelector<HTMLInputElement>('[data-filter]');
  filter?.addEventListener('input', event => {
    event.stopPropagation(); // looking is not changing
    for (const row of form.querySelectorAll<HTMLElement>('.tick')) row.hidden = !matches(row, filter.value);
  });
  filter?.addEventListener('keydown', event => {
    if (event.key === 'Enter') event.preventDefault();
  });
  show();
}

function matches(row: HTMLElement, words: string): boolean {
  return plain(row.dataset['words'] ?? '').includes(plain(words.trim()));
}

/** Without marks: "bim" finds "Bỉm". */
export function plain(words: string): string {
  return words.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
}
