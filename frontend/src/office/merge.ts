// Two people on the same minutes: what each changed since the text both began with. No DOM.

export type Texts = Record<string, string>;

export interface Merged {
  texts: Texts;
  /** Sections both changed, each differently: a person has to choose. `texts` has mine there. */
  conflicts: string[];
}

export function merge(base: Texts, mine: Texts, theirs: Texts): Merged {
  const texts: Texts = {};
  const conflicts: string[] = [];
  for (const name of Object.keys(mine)) {
    const [was, own, other] = [base[name] ?? '', mine[name] ?? '', theirs[name] ?? ''];
    texts[name] = own === was ? other : own;
    if (own !== was && other !== was && own !== other) conflicts.push(name);
  }
  return { texts, conflicts };
}

export function changed(one: Texts, other: Texts): boolean {
  return Object.keys(one).some(name => one[name] !== other[name]);
}

/** The line the caret stands in, or the selected lines; without the dash of a list. */
export function paragraphAt(text: string, from: number, to = from): string {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', to);
  const lines = text.slice(start, next < 0 ? text.length : next).split('\n');
  return lines
    .map(line => line.trim().replace(/^- /, ''))
    .filter(Boolean)
    .join('\n');
}

export function filled(words: string, values: Record<string, string | number>): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
