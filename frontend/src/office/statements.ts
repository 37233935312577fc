// What is being written beside the proposals of a log book is kept while it is typed. Nothing is in the book
// before it is signed; a page that is closed by accident loses no word.

const REST = 800; // milliseconds without a key

type Answer = { version?: number; says?: string };

export function startStatements(form: HTMLFormElement): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-save]'))
    watch(form, field);
}

function watch(form: HTMLFormElement, field: HTMLTextAreaElement): void {
  let timer = 0;
  let sending: Promise<void> = Promise.resolve();
  field.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      sending = sending.then(() => keep(form, field)); // one after the other: each needs the last one's version
    }, REST);
  });
}

async function keep(form: HTMLFormElement, field: HTMLTextAreaElement): Promise<void> {
  const version = versionOf(field);
  const body = new FormData();
  body.set('csrfmiddlewaretoken', new FormData(form).get('csrfmiddlewaretoken') ?? '');
  body.set('statement', field.value);
  body.set('version', version?.value ?? '');
  say(field, form.dataset['saving']);
  try {
    const answer = await fetch(field.dataset['save'] ?? '', { method: 'POST', body });
    const told = (await answer.json()) as Answer;
    if (answer.ok && version && told.version) version.value = String(told.version);
    say(field, answer.ok ? form.dataset['saved'] : told.says);
  } catch {
    say(field, form.dataset['unsaved']);
  }
}

function versionOf(field: HTMLTextAreaElement): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>(
    `input[name="${field.name.replace('statement', 'version')}"]`,
  );
}

function say(field: HTMLTextAreaElement, words: string | undefined): void {
  const state = field.parentElement?.querySelector<HTMLElement>('[data-state]');
  if (state) state.textContent = words ?? '';
}
