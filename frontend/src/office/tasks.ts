// Conclusions and tasks beside the minutes: their part of the page is drawn anew, the text being written stays.
import { setVersion } from './minutes';
import { addPickers } from './picker';

export function watchTasks(root: Document): void {
  root.addEventListener('submit', event => {
    const form = (event.target as Element).closest<HTMLFormElement>('form[data-task-form]');
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    void sendTask(form);
  });
}

export async function sendTask(form: HTMLFormElement): Promise<void> {
  const part = document.querySelector<HTMLElement>('[data-tasks]');
  const headers = { 'X-Requested-With': 'XMLHttpRequest' };
  try {
    const response = await fetch(form.action, { method: 'POST', body: new FormData(form), headers });
    const html = await response.text();
    if (part && html.includes('data-tasks')) draw(part, html);
    else form.submit(); // signed out, or another answer: the page tells
  } catch {
    form.submit();
  }
}

function draw(part: HTMLElement, html: string): void {
  const holder = document.createElement('template');
  holder.innerHTML = html; // our own server's markup
  const drawn = holder.content.querySelector<HTMLElement>('[data-tasks]');
  if (!drawn) return;
  part.replaceWith(drawn);
  addPickers(drawn);
  setVersion(Number(drawn.dataset['version']));
  drawn.querySelector<HTMLElement>('[data-focus]')?.focus();
}
