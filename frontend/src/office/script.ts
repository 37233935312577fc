// The script's editor: add, remove, reorder by drag and by keyboard; times follow as one types.
import { announce } from './announce';
import { lengthOf, times } from './order';

export function startScript(form: HTMLFormElement): void {
  const list = form.querySelector<HTMLElement>('[data-items]');
  const blank = form.querySelector<HTMLTemplateElement>('template[data-blank]');
  if (!list || !blank) return;
  const editor = new Editor(form, list, blank);
  form.addEventListener('click', event => editor.pressed(event));
  form.addEventListener('keydown', event => editor.key(event));
  form.addEventListener('input', () => editor.show());
  watchDrag(list, () => editor.changed());
  editor.show();
}

class Editor {
  constructor(
    private readonly form: HTMLFormElement,
    private readonly list: HTMLElement,
    private readonly blank: HTMLTemplateElement,
  ) {}

  private get items(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>(':scope > [data-item]')];
  }

  pressed(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>(
      '[data-add],[data-up],[data-down],[data-remove]',
    );
    if (!button) return;
    if ('add' in button.dataset) this.add();
    const item = button.closest<HTMLElement>('[data-item]');
    if (!item) return;
    if ('up' in button.dataset) this.move(item, -1);
    if ('down' in button.dataset) this.move(item, 1);
    if ('remove' in button.dataset) this.remove(item);
  }

  key(event: KeyboardEvent): void {
    const item = (event.target as Element).closest<HTMLElement>('[data-item]');
    const step = event.code === 'ArrowUp' ? -1 : event.code === 'ArrowDown' ? 1 : 0;
    if (!item || !step || !event.altKey) return;
    event.preventDefault();
    this.move(item, step);
  }

  private move(item: HTMLElement, step: number): void {
    const items = this.items;
    const to = items.indexOf(item) + step;
    const other = items[to];
    if (!other) return;
    const focused = document.activeElement as HTMLElement | null;
    if (step < 0) other.before(item);
    else other.after(item);
    focused?.focus();
    announce(`${this.form.dataset['moved'] ?? ''} ${to + 1}/${items.length}`);
    this.changed();
  }

  private add(): void {
    const key = `n${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
    const holder = document.createElement('template');
    holder.innerHTML = this.blank.innerHTML.replaceAll('__id__', key); // our own server's markup
    const item = holder.content.firstElementChild as HTMLElement;
    this.list.append(item);
    item.querySelector<HTMLInputElement>('.item-title input')?.focus();
    announce(this.form.dataset['added'] ?? '');
    this.changed();
  }

  private remove(item: HTMLElement): void {
    const title = item.querySelector<HTMLInputElement>('.item-title input')?.value ?? '';
    const next = (item.nextElementSibling ?? item.previousElementSibling) as HTMLElement | null;
    item.remove();
    (next ?? this.form.querySelector<HTMLElement>('[data-add]'))?.focus();
    announce(`${this.form.dataset['removed'] ?? ''} ${title}`);
    this.changed();
  }

  changed(): void {
    this.form.dispatchEvent(new Event('input'));
  }

  show(): void {
    const items = this.items;
    const lengths = items.map(item =>
      lengthOf(item.querySelector<HTMLInputElement>('.item-minutes input')?.value ?? ''),
    );
    const computed = times(this.form.dataset['starts'] ?? '00:00', lengths);
    items.forEach((item, at) => {
      const time = item.querySelector('[data-time]');
      if (time) time.textContent = computed.starts[at] ?? '';
    });
    this.write('[data-total]', String(computed.total));
    this.write('[data-ends]', computed.ends);
    const empty = this.form.querySelector<HTMLElement>('[data-empty]');
    if (empty) empty.hidden = items.length > 0;
  }

  private write(where: string, words: string): void {
    const place = this.form.querySelector(where);
    if (place) place.textContent = words;
  }
}

function watchDrag(list: HTMLElement, done: () => void): void {
  let dragged: HTMLElement | null = null;
  const over = (event: DragEvent) => (event.target as Element).closest<HTMLElement>('[data-item]');
  const clear = () => {
    for (const item of list.querySelectorAll('.is-target')) item.classList.remove('is-target');
  };
  list.addEventListener('dragstart', event => {
    dragged = (event.target as Element).closest('[data-handle]') ? over(event) : null;
    dragged?.classList.add('is-dragged');
    if (dragged) event.dataTransfer?.setDragImage(dragged, 10, 10);
  });
  list.addEventListener('dragover', event => {
    const target = over(event);
    if (!dragged || !target) return;
    event.preventDefault();
    clear();
    if (target !== dragged) target.classList.add('is-target');
  });
  list.addEventListener('drop', event => {
    const target = over(event);
    if (!dragged || !target || target === dragged) return;
    event.preventDefault();
    const below = dragged.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (below) target.after(dragged);
    else target.before(dragged);
    done();
  });
  list.addEventListener('dragend', () => {
    dragged?.classList.remove('is-dragged');
    dragged = null;
    clear();
  });
}
