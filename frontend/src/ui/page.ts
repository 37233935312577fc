import { uuid } from '../session/acts.js';
import type { Session } from '../session/session.js';

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
  root.querySelector('.opening')?.remove();
  return { root, session: root.dataset['session'], site: root.dataset['site'] || null, data: root.dataset };
}

/** The conference goes on in another session: its page takes the place of this one, once nothing waits to be sent. */
export function followOnward({ store, acts, options }: Session): void {
  const go = (): void => {
    const next = store.onward.get();
    if (next && acts.kept.get() === 0) {
      location.replace(location.pathname.replace(options.session, next));
    }
  };
  store.onward.watch(go);
  acts.kept.watch(go);
}

/** Code -> name of the sites that the script names and that have no seat in the session. */
export const outside = (data: DOMStringMap): Record<string, string> => JSON.parse(data['outside'] ?? '{}');

/** This browser's own id, the same after a reload. */
export const deviceId = (kind: string): string => remembered(kind, uuid);

function remembered(kind: string, make: () => string): string {
  const key = `diemcau.device.${kind}`;
  try {
    const known = localStorage.getItem(key);
    if (known) return known;
    const fresh = make();
    localStorage.setItem(key, fresh);
    return fresh;
  } catch {
    return make();
  }
}

/** A device of a site: six digits, so that it can be read out on the telephone when the centre must confirm it. */
function spokenId(): string {
  const [number] = crypto.getRandomValues(new Uint32Array(1));
  const digits = String(number! % 1_000_000).padStart(6, '0');
  return `${digits.slice(0, 3)}-${digits.slice(3)}`;
}

/** A device of a site, never shared by two tabs: the second one counts as another device, as it is to the engine. */
export function ownDevice(kind: string): Promise<string> {
  const stored = remembered(kind, spokenId);
  if (!navigator.locks) return Promise.resolve(stored);
  return new Promise(resolve => {
    void navigator.locks.request(`diemcau.${kind}.${stored}`, { ifAvailable: true }, lock => {
      resolve(lock ? stored : spokenId());
      return lock ? new Promise(() => undefined) : undefined; // held as long as the page lives
    });
  });
}
