// The centre's uploaded clips, played out of this board: it takes the centre's own place in the session and sends
// them as its shared picture. What plays is what the session says; pressing a button only says so.
import type { Board, Command, Mine, Playing, ScriptLine, Source, Stage } from '../session/protocol.js';
import { Session } from '../session/session.js';
import { Value } from '../session/value.js';
import { Clip } from '../site/clip.js';

/** `elsewhere`: another machine holds the centre's place. */
export type Readiness = 'off' | 'joining' | 'elsewhere' | 'out' | 'loading' | 'ready' | 'unreadable';

export interface PlayerOptions {
  session: string;
  device: string;
  origin: string;
  /** Where the uploaded files are; empty: nowhere. */
  files: string;
  give: (command: Command) => Promise<unknown>;
  now: () => number;
}

const TRY_AGAIN = 2000;
const DRIFT = 1;

/** The item whose file is wanted: the one that plays, else the running one, else the next one. */
export function cued(board: Board | null, stage: Stage | null): ScriptLine | null {
  const lines = board?.script ?? [];
  const ids = [stage?.clip?.item, stage?.item?.id, stage?.next?.id];
  const found = ids.map(id => lines.find(line => line.item.id === id && line.item.cue?.file));
  return found.find(line => line !== undefined) ?? null;
}

/** Where a clip stands now, in seconds, as everybody can reckon it. */
export function placeOf(clip: Playing, now: number): number {
  const passed = clip.running === false ? 0 : Math.max(0, now - Date.parse(clip.since)) / 1000;
  return Math.min(clip.seconds, clip.at + passed);
}

export class Player {
  readonly readiness = new Value<Readiness>('off');
  readonly clip = new Value<Clip | null>(null);
  private place: Session | null = null;
  private site = '';
  private item = '';
  private heard = '';
  private changed: () => void = () => undefined;
  private last = { act: '', at: 0 };
  /** Items that have been played: their first frame is not shown again when they are over. */
  private readonly over = new Set<string>();

  constructor(private readonly options: PlayerOptions) {}

  /** Safe to call at any time, with every change of the session. */
  follow(site: string | undefined, wanted: ScriptLine | null, playing: Playing | null): void {
    if (!site || !this.options.files || (!wanted && !this.place)) return;
    this.place ??= this.enter(site);
    const mine = this.place.store.mine.get();
    if (!mine) return;
    const here = this.come(mine);
    if (here) this.load(wanted);
    this.obey(here && playing?.site === site ? playing : null);
    this.send(here ? mine : null, playing);
  }

  /** The operator hears the program, not the file beside it. */
  private enter(site: string): Session {
    const { session, device, origin } = this.options;
    this.site = site;
    const place = new Session({ session, as: 'site', site, device, origin });
    place.report = () => ({ media: place.media.sending.get() });
    place.store.mine.watch(() => this.changed());
    place.start();
    this.readiness.set('joining');
    return place;
  }

  /** Into the session and allowed to share, one step after the other. */
  private come(mine: Mine): boolean {
    const { device } = this.options;
    const site = this.site;
    const inside = mine.lane === 'connected' || mine.lane === 'lost';
    if ((inside || mine.lane === 'waiting') && mine.device !== device) return this.stay('elsewhere', mine);
    if (mine.lane === 'dropped' && !mine.call_again) return this.stay('out', mine);
    if (mine.phase === 'planned' || mine.phase === 'ended') return this.stay('off', mine);
    if (!inside && mine.lane !== 'waiting') void this.once({ act: 'site.knock', site, device });
    else if (mine.lane === 'waiting') void this.once({ act: 'site.admit', site });
    else if (!mine.sharing_allowed) void this.once({ act: 'sharing.allow', site });
    if (inside && mine.sharing_allowed) return true;
    return this.stay('joining', mine);
  }

  private stay(readiness: Readiness, mine: Mine): false {
    if (readiness !== 'joining' || mine.lane === 'waiting') this.place?.media.leave();
    this.readiness.set(readiness);
    return false;
  }

  private async once(command: Command): Promise<void> {
    const { act, at } = this.last;
    if (act === command.act && Date.now() - at < TRY_AGAIN) return;
    this.last = { act: command.act, at: Date.now() };
    await this.options.give(command);
  }

  // --- the file

  private load(wanted: ScriptLine | null): void {
    const item = wanted?.item;
    if (!item?.cue?.file || item.id === this.item) return;
    this.unload();
    this.item = item.id;
    this.readiness.set('loading');
    void this.open(item.id, item.cue.clip ?? item.title, `${this.options.files}${item.cue.file}/`);
  }

  private async open(item: string, name: string, address: string): Promise<void> {
    try {
      const clip = await Clip.at(name, address);
      if (this.item !== item) return clip.close();
      clip.playHere(false, '');
      clip.whenOver(() => this.clip.get() === clip && this.ended());
      this.heard = '';
      this.clip.set(clip);
      this.readiness.set('ready');
    } catch {
      if (this.item === item) this.readiness.set('unreadable');
    }
  }

  private unload(): void {
    const clip = this.clip.get();
    this.item = '';
    this.clip.set(null);
    clip?.close();
  }

  /** Its tracks are over with it: it is fetched anew when somebody plays it again. */
  private ended(): void {
    this.unload();
    void this.options.give({ act: 'clip.stop', site: this.site, ended: true });
  }

  /** Plays, halts and jumps as the session says. A page that was reloaded goes on where the others are. */
  private obey(playing: Playing | null): void {
    const element = this.clip.get()?.element;
    if (!element) return;
    if (!playing || playing.item !== this.item) {
      if (!element.paused) element.pause();
      if (this.over.has(this.item) && this.heard) this.rewind(element);
      return;
    }
    this.over.add(this.item);
    if (this.heard !== playing.since) {
      this.heard = playing.since;
      const place = placeOf(playing, this.options.now());
      if (Math.abs(element.currentTime - place) > DRIFT) element.currentTime = place;
    }
    if (playing.running === false) element.pause();
    else if (element.paused && !element.ended) void element.play().catch(() => undefined);
  }

  private rewind(element: HTMLVideoElement): void {
    this.heard = '';
    element.currentTime = 0;
  }

  /** Before it is played it stands at its first frame, so that it can be put into the preview. */
  private send(mine: Mine | null, playing: Playing | null): void {
    const media = this.place?.media;
    if (!media || !mine) return;
    const shown = playing?.item === this.item || !this.over.has(this.item);
    const stream = shown ? (this.clip.get()?.stream ?? null) : null;
    media.enter();
    media.send({
      may: mine.may_publish as Source[],
      camera: null,
      microphone: null,
      screen: stream?.getVideoTracks()[0] ?? null,
      screenSound: stream?.getAudioTracks()[0] ?? null,
      everybodySeesMe: mine.everybody_sees_me,
      profile: 'full',
    });
  }

  /** `draw`: what the page shows of it has changed; it also follows again. */
  watch(draw: () => void): void {
    this.changed = draw;
    this.readiness.watch(draw);
    this.clip.watch(draw);
  }

  /** The centre's own line: its changes must be followed too. */
  online(): void {
    this.place?.online();
  }
}
