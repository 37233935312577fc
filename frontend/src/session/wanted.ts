import type { As, Picture, Source, Stage } from './protocol.js';

export type Profile = 'full' | 'standard' | 'weak' | 'sound';
export type Quality = 'low' | 'medium' | 'high';

export interface Want {
  subscribed: boolean;
  /** Subscribed but not enabled: nothing flows, one word opens it (warm switch). */
  enabled: boolean;
  quality: Quality;
}

/** `thanh-hoa/camera` */
export type TrackKey = `${string}/${Source}`;
export type Plan = ReadonlyMap<TrackKey, Want>;

export interface Watcher {
  as: As;
  /** Whose page this is. A site does not fetch its own picture, and a room never hears itself. */
  site: string | null;
  profile: Profile;
  /** Operators: sites whose small pictures are on the page of the mosaic. */
  page?: readonly string[];
}

const RANK: Record<Quality, number> = { low: 0, medium: 1, high: 2 };
const MOST: Record<Profile, Quality> = { full: 'high', standard: 'medium', weak: 'low', sound: 'low' };

export function key(site: string, source: Source): TrackKey {
  return `${site}/${source}`;
}

/** The stage and who looks -> what to fetch. Everything not in the answer is not fetched. */
export function wanted(stage: Stage | null, watcher: Watcher): Plan {
  const plan = new Map<TrackKey, Want>();
  if (!stage) return plan;
  for (const site of watcher.page ?? []) want(plan, watcher, site, 'camera', true, 'low');
  pictureOf(plan, watcher, stage.preview, watcher.as === 'operator');
  pictureOf(plan, watcher, stage.program, true);
  sounds(plan, watcher, stage);
  return plan;
}

function pictureOf(plan: Map<TrackKey, Want>, watcher: Watcher, picture: Picture, enabled: boolean): void {
  const sites = picture.sites ?? [];
  const layout = picture.layout ?? 'holding';
  const quality = sites.length <= 2 ? 'high' : sites.length <= 4 ? 'medium' : 'low';
  const seen = watcher.profile === 'weak' ? sites.slice(0, layout === 'chair_speaker' ? 2 : 1) : sites;
  for (const site of seen) {
    if (layout === 'shared') {
      want(plan, watcher, site, 'screen', enabled, 'high');
      if (watcher.profile !== 'weak') want(plan, watcher, site, 'camera', enabled, 'low');
    } else {
      want(plan, watcher, site, 'camera', enabled, quality);
    }
  }
}

function sounds(plan: Map<TrackKey, Want>, watcher: Watcher, stage: Stage): void {
  const hears = (site: string) => site !== watcher.site;
  const hearsShare = (site: string) => hears(site) || watcher.as === 'screen'; // its page plays only where wanted
  const open: Want = { subscribed: true, enabled: true, quality: 'high' };
  for (const site of stage.microphones.filter(hears)) plan.set(key(site, 'microphone'), open);
  if (stage.program.layout !== 'shared') return;
  for (const site of (stage.program.sites ?? []).filter(hearsShare))
    plan.set(key(site, 'screen_sound'), open);
}

/** Adds, or raises what is there: on the program and in preview counts as on the program. */
function want(
  plan: Map<TrackKey, Want>,
  watcher: Watcher,
  site: string,
  source: Source,
  enabled: boolean,
  quality: Quality,
): void {
  if (watcher.profile === 'sound' || (watcher.as === 'site' && site === watcher.site)) return;
  const capped = lower(quality, MOST[watcher.profile]);
  const before = plan.get(key(site, source));
  plan.set(key(site, source), {
    subscribed: true,
    enabled: enabled || (before?.enabled ?? false),
    quality: before ? higher(before.quality, capped) : capped,
  });
}

const lower = (a: Quality, b: Quality): Quality => (RANK[a] < RANK[b] ? a : b);
const higher = (a: Quality, b: Quality): Quality => (RANK[a] > RANK[b] ? a : b);
