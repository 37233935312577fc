// From a key or a button to the command that is sent. Decides nothing: what is allowed, the server says.
import type { Board, Caption, Cell, Command, Layout, Picture, Request } from '../session/protocol.js';
import type { KeyAct } from './keys.js';
import { shortName } from './names.js';
import { say } from './say.js';
import { claims, nameOf, type Scene, type Step, type Table } from './scene.js';

const give = (act: string, fields: Record<string, unknown> = {}): Step => ({ give: { act, ...fields } });

/** A step that first asks. */
export function ask(
  title: string,
  confirm: string,
  command: (reason: string) => Command,
  reason: 'none' | 'optional' | 'required' = 'none',
  danger = true,
): Step {
  return { sheet: { kind: 'ask', ask: { title, confirm, danger, reason, command } } };
}

// --- the session
export const openSession = (): Step =>
  ask(say('guard_open'), say('open_session'), () => ({ act: 'session.open' }), 'none', false);
export const goLive = (): Step =>
  ask(say('guard_go_live'), say('go_live'), () => ({ act: 'session.go_live' }), 'none', false);
export const pause = (): Step =>
  ask(say('guard_pause'), say('pause'), reason => ({ act: 'session.pause', reason }), 'optional', false);
export const resume = (): Step => give('session.resume');
export const end = (): Step => ask(say('guard_end'), say('end'), () => ({ act: 'session.end' }));
export const closeAll = (): Step =>
  ask(say('guard_close_all'), say('close_all'), () => ({ act: 'floor.close_all' }));

// --- the picture
const LAYOUTS: Layout[] = ['holding', 'one', 'chair_speaker', 'two', 'four', 'mosaic', 'shared'];

/** What the operator saw in preview, over what he saw on the program; anything else is refused. */
export const take = (board: Board, scene: Scene): Step =>
  give('picture.take', { version: board.program_version, picture: scene.stage?.preview ?? null });

export const layout = (which: Layout): Step => give('picture.layout', { layout: which });

export function nextLayout(now: Layout | undefined): Layout {
  return LAYOUTS[(LAYOUTS.indexOf(now ?? 'holding') + 1) % LAYOUTS.length] ?? 'holding';
}

/** The lower third for a site: whoever speaks or is registered there. */
export function captionOf(board: Board | null, site: string): Caption | null {
  const speaker =
    board && (claims(board).find(one => one.site === site)?.speaker ?? runningSpeaker(board, site));
  if (!speaker) return null;
  return { name: speaker.name, title: speaker.title ?? '', unit: speaker.unit ?? '' };
}

const runningSpeaker = (board: Board, site: string) =>
  board.script.find(line => line.running && line.item.site === site)?.item.speaker ?? null;

export function previewSite(scene: Scene, site: string, how: Layout = 'one'): Step {
  const caption = captionOf(scene.board, site);
  const picture: Picture = { layout: how, sites: [site], ...(caption ? { caption } : {}) };
  return give('picture.preview', { picture });
}

const MOSAIC_MOST = 16;

/** Puts a site beside what is in preview, or takes it out again. */
export function toggleInPreview(scene: Scene, site: string): Step {
  const before = scene.stage?.preview.sites ?? [];
  const sites = before.includes(site) ? before.filter(one => one !== site) : [...before, site];
  if (sites.length > MOSAIC_MOST) return null;
  return give('picture.preview', { picture: { layout: layoutFor(sites.length), sites } });
}

export function layoutFor(count: number): Layout {
  if (count === 0) return 'holding';
  if (count <= 2) return count === 1 ? 'one' : 'two';
  return count <= 4 ? 'four' : 'mosaic';
}

// --- the script
export function nextItem(board: Board): Step {
  const running = board.script.find(line => line.running)?.item.id ?? null;
  return give('script.start', { after: running });
}

export const startItem = (item: string): Step => give('script.start', { item });

// --- the floor
export const accept = (one: Request): Step => give('floor.accept', { request: one.id });
export const giveTo = (one: Request): Step => give('floor.give', { request: one.id });
export const skip = (one: Request): Step => give('floor.skip', { request: one.id });
export const finish = (one: Request): Step => give('floor.yield', { request: one.id });
export const extend = (one: Request): Step => give('floor.extend', { request: one.id, minutes: 2 });
/** After whom the operator saw speaking: two who press at once call one. */
export const nextSpeaker = (board: Board): Step =>
  give('floor.next', { after: board.speaking.at(-1)?.id ?? null });
export const move = (one: Request, position: number): Step =>
  give('floor.move', { request: one.id, position });

export const deny = (scene: Scene, one: Request): Step =>
  ask(
    say('guard_deny', { name: who(scene, one) }),
    say('deny'),
    reason => ({ act: 'floor.deny', request: one.id, reason }),
    'required',
  );

/** Takes the floor away: the speaker's microphone closes at once. */
export const revoke = (one: Request): Step => give('floor.revoke', { request: one.id });

const who = (scene: Scene, one: Request): string =>
  `${one.speaker.name} (${shortName(nameOf(scene, one.site))})`;

/** To a site: its first request if it has one, else out of turn. */
export function floorToSite(scene: Scene, site: string): Step {
  const board = scene.board;
  const mine = board && [...board.queue, ...board.pending].find(one => one.site === site);
  return mine ? giveTo(mine) : give('floor.give_site', { site });
}

// --- sites
export const admit = (site: string): Step => give('site.admit', { site });
export const callAgain = (site: string): Step => give('site.call_again', { site });

const guarded =
  (
    act: string,
    title: 'guard_drop' | 'guard_absent' | 'guard_refuse' | 'guard_turn_down',
    confirm: string,
    more: Record<string, unknown> = {},
  ) =>
  (cell: Cell, reason: 'optional' | 'required'): Step =>
    ask(
      say(title, { name: cell.name }),
      confirm,
      why => ({ act, site: cell.site, reason: why, ...more }),
      reason,
    );

export const drop = (cell: Cell): Step =>
  guarded('site.drop', 'guard_drop', say('act_drop'))(cell, 'optional');
export const absent = (cell: Cell): Step =>
  guarded('site.mark_absent', 'guard_absent', say('act_absent'))(cell, 'required');
export const refuse = (cell: Cell): Step =>
  guarded('site.refuse', 'guard_refuse', say('act_refuse'))(cell, 'required');

export const acceptSite = (cell: Cell): Step => give('test.judge', { site: cell.site, accepted: true });
export const turnDown = (cell: Cell): Step =>
  guarded('test.judge', 'guard_turn_down', say('act_turn_down'), { accepted: false })(cell, 'required');

/** The technician reads the code of the new device from its screen, on the telephone. */
export const takeOver = (cell: Cell): Step => ({
  sheet: {
    kind: 'ask',
    ask: {
      title: say('guard_device', { name: cell.name }),
      confirm: say('act_device'),
      danger: true,
      reason: 'required',
      label: say('device_code'),
      command: device => ({ act: 'site.take_over_device', site: cell.site, device }),
    },
  },
});

/** The board sees which device waits: nothing has to be read out. */
export const letReplace = (cell: Cell, device: string): Step =>
  ask(
    say('guard_replace', { name: cell.name, device }),
    say('act_replace'),
    () => ({ act: 'site.take_over_device', site: cell.site, device }),
    'none',
  );

export const talkback = (scene: Scene, site: string): Step =>
  scene.board?.talkback === site ? give('talkback.end') : give('talkback.start', { site });

export const seeAlarm = (id: string): Step => give('alarm.seen', { alarm: id });

// --- keys
type Maker = (scene: Scene, table: Table) => Step;

const onSite =
  (make: (scene: Scene, cell: Cell) => Step): Maker =>
  (scene, table) => {
    const cell = table.chosen ? scene.cells.get(table.chosen) : undefined;
    return cell ? make(scene, cell) : null;
  };

const onBoard =
  (make: (board: Board, scene: Scene) => Step): Maker =>
  scene =>
    scene.board ? make(scene.board, scene) : null;

const onSpeaker = (make: (one: Request) => Step): Maker =>
  onBoard(board => {
    const latest = board.speaking.at(-1);
    return latest ? make(latest) : null;
  });

const MAKERS: Partial<Record<KeyAct, Maker>> = {
  take: onBoard(take),
  next_item: onBoard(nextItem),
  layout: scene => layout(nextLayout(scene.stage?.preview.layout)),
  preview: onSite((scene, cell) => previewSite(scene, cell.site)),
  preview_add: onSite((scene, cell) => toggleInPreview(scene, cell.site)),
  floor: onSite((scene, cell) => floorToSite(scene, cell.site)),
  admit: onSite((_, cell) => admit(cell.site)),
  talkback: (scene, table) =>
    scene.board?.talkback
      ? give('talkback.end')
      : onSite((now, cell) => talkback(now, cell.site))(scene, table),
  drop: onSite((_, cell) => drop(cell)),
  call_again: onSite((_, cell) => callAgain(cell.site)),
  admit_all: () => give('site.admit_all'),
  voice_mark: onBoard(board =>
    board.voice_at ? give('voice.mark', { picture_clear: true, sound_clear: true }) : null,
  ),
  next_speaker: onBoard(nextSpeaker),
  done: onSpeaker(finish),
  extend: onSpeaker(extend),
  close_all: scene => give(scene.stage?.all_closed ? 'floor.release_all' : 'floor.close_all'),
  roll: () => give('roll.start'),
  phone: (_, table) => ({ sheet: { kind: 'phone', site: table.chosen } }),
  note: (_, table) => ({ sheet: { kind: 'note', to: table.chosen } }),
  keys: () => ({ sheet: { kind: 'keys' } }),
};

/** The step a key stands for in this situation; null: nothing to do. */
export const stepOf = (act: KeyAct, scene: Scene, table: Table): Step => MAKERS[act]?.(scene, table) ?? null;
