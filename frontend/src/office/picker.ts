// Days are typed as dd/mm/yyyy; beside the field stands the browser's own calendar.

const typed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2}))?$/;

/** 24/11/2026 08:30 -> 2026-11-24T08:30, as the browser's calendar wants it; '' when it is no day. */
export function toNative(words: string, withTime: boolean): string {
  const found = typed.exec(words.trim());
  if (!found) return '';
  const [, day = '', month = '', year = '', hour = '00', minute = '00'] = found;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return withTime ? `${date}T${hour.padStart(2, '0')}:${minute}` : date;
}

/** The way back. */
export function fromNative(value: string): string {
  const [date = '', time] = value.split('T');
  const [year, month, day] = date.split('-');
  if (!day) return '';
  return time ? `${day}/${month}/${year} ${time}` : `${day}/${month}/${year}`;
}

export function addPickers(root: ParentNode): void {
  for (const field of root.querySelectorAll<HTMLInputElement>('input[data-picker]')) addPicker(field);
}

function addPicker(field: HTMLInputElement): void {
  const native = document.createElement('input');
  native.type = field.dataset['picker'] ?? 'date';
  native.className = 'picker-native';
  native.tabIndex = -1;
  native.setAttribute('aria-hidden', 'true');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'picker-button';
  button.tabIndex = -1; // the day can be typed: one stop less on the way
  button.setAttribute('aria-hidden', 'true');
  button.textContent = '▦';
  const frame = document.createElement('span');
  frame.className = 'picker';
  field.replaceWith(frame);
  frame.append(field, button, native);
  button.addEventListener('click', () => {
    native.value = toNative(field.value, native.type !== 'date');
    native.showPicker();
  });
  native.addEventListener('change', () => {
    field.value = fromNative(native.value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
