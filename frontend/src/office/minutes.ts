// The minutes' editor: saves by itself, says in words whether it has, keeps what could not be sent, and lets two
// people write without losing a word of either.
import { announce } from './announce';
import { changed, filled, merge, paragraphAt, type Texts } from './merge';
import { sendTask } from './tasks';

const PAUSE = 1500;
const RETRY = 5000;

interface Told {
  number: number;
  version: number;
  at: string;
  by: string;
  sections: Texts;
}

type Answer =
  | { kind: 'saved' | 'overtaken'; told: Told }
  | { kind: 'refused'; says: string }
  | { kind: 'unclean'; errors: Texts }
  | { kind: 'away' };

export function startMinutes(form: HTMLFormElement): void {
  new Editor(form).start();
}

class Editor {
  private known: Texts;
  private timer = 0;
  private running: Promise<boolean> = Promise.resolve(true);
  private conflicts: string[] = [];
  private theirs: Told | null = null;

  constructor(private readonly form: HTMLFormElement) {
    this.known = this.texts();
  }

  start(): void {
    this.restore();
    this.form.addEventListener('input', () => this.touched());
    this.form.addEventListener('submit', event => this.submitted(event));
    this.form.addEventListener('click', event => this.pressed(event));
    this.form.addEventListener('keydown', event => this.key(event));
    window.addEventListener('online', () => void this.save());
    window.addEventListener('beforeunload', event => {
      if (changed(this.texts(), this.known)) event.preventDefault();
    });
    for (const other of document.querySelectorAll<HTMLFormElement>('form[data-after-save]'))
      other.addEventListener('submit', event => void this.first(event, other));
  }

  // --- the text
  private areas(): HTMLTextAreaElement[] {
    return [...this.form.querySelectorAll<HTMLTextAreaElement>('textarea')];
  }

  private area(name: string): HTMLTextAreaElement | undefined {
    return this.areas().find(area => area.name === name);
  }

  private texts(): Texts {
    return Object.fromEntries(this.areas().map(area => [area.name, area.value]));
  }

  private write(texts: Texts): void {
    for (const area of this.areas()) {
      const words = texts[area.name];
      if (words !== undefined && words !== area.value) area.value = words;
    }
  }

  private get base(): HTMLInputElement {
    return this.form.elements.namedItem('base') as HTMLInputElement;
  }

  // --- kept in the page until the server has it
  private get place(): string {
    return `bien-ban-${this.form.dataset['minutes']}`;
  }

  private keep(): void {
    const kept = { base: this.base.value, known: this.known, texts: this.texts() };
    try {
      localStorage.setItem(this.place, JSON.stringify(kept));
    } catch {
      // a browser without room keeps it in the page alone
    }
  }

  private restore(): void {
    const kept = localStorage.getItem(this.place);
    if (!kept) return;
    const { known, texts } = JSON.parse(kept) as { known: Texts; texts: Texts };
    const { texts: both, conflicts } = merge(known, texts, this.known);
    if (!changed(both, this.known)) {
      localStorage.removeItem(this.place);
      return;
    }
    const told = { number: Number(this.base.value), version: 0, at: '', by: '', sections: this.known };
    this.write(both);
    this.say('kept');
    if (conflicts.length > 0) this.ask(conflicts, told);
    else void this.save();
  }

  // --- saving
  private touched(): void {
    this.keep();
    if (this.conflicts.length > 0) return;
    this.say('unsaved');
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE);
  }

  /** One after the other. True: the server has what stands in the page. */
  private save(deliberate = false): Promise<boolean> {
    window.clearTimeout(this.timer);
    this.running = this.running.then(() => this.once(deliberate));
    return this.running;
  }

  private async once(deliberate: boolean): Promise<boolean> {
    const sent = this.texts();
    if (this.conflicts.length > 0) return false;
    if (!deliberate && !changed(sent, this.known)) return true;
    this.say('saving');
    return this.answered(await this.send(sent, deliberate), sent);
  }

  private async send(sent: Texts, deliberate: boolean): Promise<Answer> {
    const body = new FormData(this.form);
    for (const [name, words] of Object.entries(sent)) body.set(name, words);
    if (deliberate) body.set('deliberate', '1');
    try {
      const headers = { 'X-Requested-With': 'XMLHttpRequest' };
      const response = await fetch(this.form.action, { method: 'POST', body, headers, redirect: 'manual' });
      const told = response.headers.get('Content-Type')?.includes('json') ? await response.json() : null;
      if (!told) return { kind: 'away' };
      if (response.ok) return { kind: 'saved', told };
      if (told.errors) return { kind: 'unclean', errors: told.errors };
      return told.refused ? { kind: 'refused', says: told.refused } : { kind: 'overtaken', told };
    } catch {
      return { kind: 'away' };
    }
  }

  private answered(answer: Answer, sent: Texts): boolean {
    this.faults(answer.kind === 'unclean' ? answer.errors : {});
    switch (answer.kind) {
      case 'saved':
        return this.saved(answer.told, sent);
      case 'overtaken':
        this.overtaken(answer.told, sent);
        return false;
      case 'refused':
        this.tell(answer.says, 'away');
        return false;
      case 'unclean':
        this.say('unsaved');
        return false;
      case 'away':
        this.say('away');
        this.timer = window.setTimeout(() => void this.save(), RETRY);
        return false;
    }
  }

  private saved(told: Told, sent: Texts): boolean {
    this.base.value = String(told.number);
    this.known = sent;
    setVersion(told.version);
    if (changed(this.texts(), sent)) {
      this.touched();
      return false;
    }
    localStorage.removeItem(this.place);
    this.say('saved', { number: told.number, at: told.at });
    return true;
  }

  // --- two at once
  private overtaken(told: Told, sent: Texts): void {
    const { texts, conflicts } = merge(this.known, { ...sent, ...this.texts() }, told.sections);
    this.write(texts);
    if (conflicts.length > 0) {
      this.ask(conflicts, told);
      return;
    }
    this.take(told);
    this.say('merged', { by: told.by, number: told.number });
    announce(filled(this.form.dataset['merged'] ?? '', { by: told.by, number: told.number }));
    void this.save();
  }

  private ask(conflicts: string[], told: Told): void {
    this.conflicts = conflicts;
    this.theirs = told;
    for (const name of conflicts) this.showOthers(name, told.sections[name] ?? '');
    this.keep();
    this.say('conflict', { by: told.by, number: told.number });
    const first = this.section(conflicts[0] ?? '');
    first?.scrollIntoView({ block: 'center' });
  }

  private take(told: Told): void {
    this.base.value = String(told.number);
    this.known = told.sections;
    if (told.version) setVersion(told.version);
    this.keep();
  }

  private choose(name: string, whose: string): void {
    const area = this.area(name);
    if (area && whose === 'theirs') area.value = this.theirs?.sections[name] ?? area.value;
    this.showOthers(name, null);
    this.conflicts = this.conflicts.filter(other => other !== name);
    if (this.conflicts.length > 0 || !this.theirs) return;
    this.take(this.theirs);
    this.theirs = null;
    void this.save().then(() => area?.focus());
  }

  private showOthers(name: string, words: string | null): void {
    const section = this.section(name);
    const place = section?.querySelector<HTMLElement>('[data-others]');
    const text = place?.querySelector<HTMLElement>('[data-others-words]');
    if (!section || !place || !text) return;
    section.classList.toggle('has-error', words !== null);
    place.hidden = words === null;
    text.textContent = words ?? '';
    for (const button of place.querySelectorAll<HTMLElement>('[data-choose]')) button.hidden = false;
  }

  private section(name: string): HTMLElement | null {
    return this.form.querySelector<HTMLElement>(`[data-section="${name}"]`);
  }

  // --- acts
  private submitted(event: SubmitEvent): void {
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    const name = button?.dataset['take'];
    if (name) this.takeStated(name);
    else void this.save(true);
  }

  private takeStated(name: string): void {
    const stated = this.section(name)?.querySelector('[data-stated]')?.textContent;
    const area = this.area(name);
    if (!area || stated === null || stated === undefined) return;
    area.value = stated;
    announce(this.form.dataset['taken'] ?? '');
    this.touched();
  }

  private pressed(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>('[data-mark],[data-choose]');
    const section = button?.closest<HTMLElement>('[data-section]')?.dataset['section'];
    if (!button || !section) return;
    if (button.dataset['choose']) this.choose(section, button.dataset['choose']);
    if (button.dataset['mark']) this.mark(section, button.dataset['mark']);
  }

  private key(event: KeyboardEvent): void {
    const area = event.target;
    const kind = event.code === 'KeyK' ? 'conclusion' : event.code === 'KeyN' ? 'task' : '';
    if (!(area instanceof HTMLTextAreaElement) || !kind || !event.altKey || event.ctrlKey) return;
    event.preventDefault();
    this.mark(area.name, kind);
  }

  private mark(name: string, kind: string): void {
    const area = this.area(name);
    const words = area ? paragraphAt(area.value, area.selectionStart, area.selectionEnd) : '';
    const form = document.querySelector<HTMLFormElement>('[data-new-task] form');
    if (!words || !form) {
      this.tell(this.form.dataset['mark'] ?? '', 'unsaved');
      return;
    }
    (form.elements.namedItem('words') as HTMLTextAreaElement).value = words;
    (form.elements.namedItem('kind') as HTMLSelectElement).value = kind;
    if (kind === 'conclusion') void sendTask(form);
    else open(form);
  }

  /** What was typed goes first, so that the chair gets what the secretary sees. */
  private async first(event: Event, other: HTMLFormElement): Promise<void> {
    event.preventDefault();
    if (await this.save()) other.submit();
  }

  // --- words
  private say(state: string, values: Record<string, string | number> = {}): void {
    this.tell(filled(this.form.dataset[state] ?? '', values), state);
  }

  private tell(words: string, state: string): void {
    const place = this.form.querySelector<HTMLElement>('[data-save-state]');
    if (!place) return;
    if (place.textContent !== words) place.textContent = words;
    place.dataset['saveState'] = state;
  }

  private faults(errors: Texts): void {
    for (const area of this.areas()) {
      const place = this.section(area.name)?.querySelector<HTMLElement>('[data-trouble]');
      if (!place) continue;
      place.textContent = errors[area.name] ?? '';
      place.hidden = !errors[area.name];
    }
  }
}

function open(form: HTMLFormElement): void {
  const details = form.closest('details');
  if (details) details.open = true;
  form.scrollIntoView({ block: 'center' });
  (form.elements.namedItem('unit') as HTMLSelectElement | null)?.focus();
}

/** A step names the version that its page has seen. */
export function setVersion(version: number): void {
  for (const field of document.querySelectorAll<HTMLInputElement>('[data-minutes-version]'))
    field.value = String(version);
}
