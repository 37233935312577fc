// Small acts that stand on any page: copy, print, ask first, warn before what was typed is lost.
import { announce } from './announce';

export function watchActs(root: Document): void {
  root.addEventListener('click', event => {
    const pressed = (event.target as Element).closest<HTMLElement>('[data-copy],[data-print],[data-confirm]');
    if (!pressed) return;
    if (pressed.dataset['copy']) void copy(pressed, pressed.dataset['copy']);
    if ('print' in pressed.dataset) window.print();
    if (pressed.dataset['confirm'] && !window.confirm(pressed.dataset['confirm'])) event.preventDefault();
  });
  root.querySelector<HTMLElement>('[data-focus]')?.focus();
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-guard]')) guard(form);
}

async function copy(button: HTMLElement, id: string): Promise<void> {
  const field = document.getElementById(id) as HTMLInputElement | null;
  if (!field) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand('copy'); // pages without HTTPS have no clipboard object
  }
  const done = button.dataset['done'] ?? '';
  button.textContent = done;
  announce(done);
}

function guard(form: HTMLFormElement): void {
  let touched = false;
  form.addEventListener('input', () => {
    touched = true;
  });
  form.addEventListener('submit', () => {
    touched = false;
  });
  window.addEventListener('beforeunload', event => {
    if (touched) event.preventDefault();
  });
}
