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

/** The same, but never shared by two tabs: the second one counts as another device, as it is to the engine. */
export function ownDevice(kind: string): Promise<string> {
  const stored = deviceId(kind);
  if (!navigator.locks) return Promise.resolve(stored);
  return new Promise(resolve => {
    void navigator.locks.request(`diemcau.${stored}`, { ifAvailable: true }, lock => {
      resolve(lock ? stored : uuid());
      return lock ? new Promise(() => undefined) : undefined; // held as long as the page lives
    });
  });
}
