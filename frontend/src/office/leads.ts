// One choice that leads another: the template of a conference tells its kind, until somebody says otherwise.

export function watchLeads(root: ParentNode): void {
  for (const leader of root.querySelectorAll<HTMLSelectElement>('select[data-leads]')) {
    const led = leader.form?.elements.namedItem(leader.dataset['leads'] ?? '');
    if (led instanceof HTMLSelectElement) lead(leader, led);
  }
}

function lead(leader: HTMLSelectElement, led: HTMLSelectElement): void {
  const values = JSON.parse(leader.dataset['values'] ?? '{}') as Record<string, string>;
  let chosen = led.value !== values[leader.value];
  led.addEventListener('change', () => {
    chosen = true;
  });
  leader.addEventListener('change', () => {
    const value = values[leader.value];
    if (value && !chosen) led.value = value;
  });
}
