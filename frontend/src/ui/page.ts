import { uuid } from '../session/acts.js';

/** What the server wrote into the page: `<main id="live" data-session=... data-site=... data-as=...>`. */
export interface Page {
  root: HTMLElement;
  session: string;
  site: string | null;
  data: DOMStringMap;
}

export function page(): Page {
  const root = document.getElementById('live');
  if (!root?.dataset['session']) throw new Error('the page names no session');
  return { root, session: root.dataset['session'], site: root.dataset['site'] || null, data: root.dataset };
}

/** This browser's own id, the same after a reload: a slot of a site belongs to one device. */
export function deviceId(kind: string): string {
  const key = `diemcau.device.${kind}`;
  try {
    const known = localStorage.getItem(key);
    if (known) return known;
    const fresh = uuid();
    localStorage.setItem(key, fresh);
    return fresh;
  } catch {
    return uuid();
  }
}
