// A long table shortened to the rows whose words one types.
import { plain } from './ticks';

export function watchRows(root: ParentNode): void {
  for (const filter of root.querySelectorAll<HTMLInputElement>('input[data-rows]')) {
    filter.hidden = false; // without this script it would do nothing
    filter.addEventListener('input', () => narrow(filter));
  }
}

function narrow(filter: HTMLInputElement): void {
  const wanted = plain(filter.value.trim());
  const table = document.getElementById(filter.dataset['rows'] ?? '');
  for (const row of table?.querySelectorAll<HTMLElement>('tbody tr') ?? [])
    row.hidden = !plain(row.textContent ?? '').includes(wanted);
}
