import { Devices } from '../session/devices.js';
import { Gauge } from '../session/gauge.js';
import type { Command, Mine, Source } from '../session/protocol.js';
import { Session } from '../session/session.js';
import { Talkback } from '../session/talkback.js';
import { Value } from '../session/value.js';
import { type Profile, wanted } from '../session/wanted.js';
import { articles } from '../ui/articles.js';
import { words } from '../words/index.js';
import { say } from '../words/site.js';
import { LastCheckpoint } from './checkpoint.js';
import { Checkup, resultOf } from './checkup.js';
import { Clip, ClipRefused } from './clip.js';
import { headset } from './headset.js';
import { shouldKnock, type View, viewOf } from './view.js';

/** In every other view the lamp of the camera is out. */
const USES_DEVICES: ReadonlySet<View> = new Set<View>(['lobby', 'hall']);

/** One site's room: the session, the devices, and the rules that join them. Draws nothing. */
export class SiteRoom {
  readonly session: Session;
  readonly devices = new Devices();
  readonly checkup: Checkup;
  readonly talkback: Talkback;
  readonly checkpoint: LastCheckpoint;
  /** The latest sentence for the technician: a refusal, or that something was sent. */
  readonly said = new Value<{ text: string; bad: boolean } | null>(null);
  readonly shared = new Value<MediaStream | null>(null);
  /** The file that is shared; then `shared` is its stream. */
  readonly clip = new Value<Clip | null>(null);
  private readonly gauge = new Gauge();
  private submitted = '';
  private knocking = false;
  private checking = false;
  private tried = false;

  constructor(
    session: string,
    readonly site: string,
    readonly device: string,
    origin: string,
  ) {
    this.session = new Session({ session, as: 'site', site, device, origin });
    this.session.report = () => ({ stats: this.gauge.latest, media: this.session.media.sending.get() });
    this.checkup = new Checkup(this.devices, this.session.tickets, { site, device, origin });
    this.checkpoint = new LastCheckpoint({ session, site });
    this.talkback = new Talkback({
      origin,
      ticket: () => this.session.tickets('talkback', site, device),
      microphone: () => headset.microphone(this.devices),
      speaker: () => headset.speaker(),
    });
    this.wire();
  }

  get mine(): Mine | null {
    return this.session.store.mine.get();
  }

  get view() {
    return viewOf(this.mine, this.session.line.state.get().closed, this.device);
  }

  start(): void {
    this.session.start();
    void this.devices.start();
    setInterval(() => void this.everySecond(), 1000);
  }

  private wire(): void {
    const { store, media, line } = this.session;
    for (const value of [store.mine, store.stage, this.shared, line.state]) value.watch(() => this.follow());
    for (const value of [this.devices.camera, this.devices.microphone]) value.watch(() => this.follow());
    this.checkup.checks.watch(() => void this.submitChecks());
    this.devices.choice.watch(now => {
      media.playOn(now.speaker);
      media.mute(!now.sound);
      this.clip.get()?.playHere(now.sound, now.speaker);
      this.follow();
    });
    media.playOn(this.devices.choice.get().speaker);
    media.mute(!this.devices.choice.get().sound);
    store.mine.watch((now, before) => {
      if (now?.on_program && !before?.on_program) void media.publisher?.forceKeyFrame();
    });
  }

  /** The state changed: let media, lobby and talkback be what it says. Safe to call at any time. */
  private follow(): void {
    const { view, mine } = this;
    const { media, store } = this.session;
    if (view === 'hall' && mine) {
      this.checkup.stop();
      this.checking = false;
      media.enter();
      media.show(wanted(store.stage.get(), { as: 'site', site: this.site, profile: this.profile }));
      this.send(mine);
    } else if (view !== 'connecting') {
      media.leave();
    }
    if (USES_DEVICES.has(view)) void this.devices.start();
    else if (view !== 'connecting') this.devices.stop();
    if (view === 'lobby') this.lobby();
    else if (view === 'device') this.tryOnce();
    else if (view === 'ended') void this.checkpoint.ask();
    else if (mine?.call_again && shouldKnock(mine, true)) void this.knock();
    if (!mine?.sharing_allowed || (view !== 'hall' && view !== 'connecting')) this.stopSharing();
    if (mine?.talkback) this.talkback.start();
    else this.talkback.stop();
  }

  private send(mine: Mine): void {
    const shared = this.shared.get();
    this.session.media.send({
      may: mine.may_publish as Source[],
      camera: this.devices.camera.get(),
      microphone: this.devices.microphone.get(),
      screen: shared?.getVideoTracks()[0] ?? null,
      screenSound: shared?.getAudioTracks()[0] ?? null,
      everybodySeesMe: mine.everybody_sees_me,
      chair: mine.chair,
      profile: this.profile,
    });
  }

  private lobby(): void {
    const mine = this.mine;
    if (!mine) return;
    const open = mine.phase !== 'planned';
    if (!this.checking) {
      this.checking = true;
      void this.checkup.start(open, mine.check);
    } else if (open && this.checkup.checks.get().line.state === 'waiting' && this.devices.camera.get()) {
      void this.checkup.line();
    }
    if (shouldKnock(mine, this.checkup.settled)) void this.knock();
  }

  /** The other device may be gone: then the slot is ours at once. Not again and again: a reload there would lose it. */
  private tryOnce(): void {
    if (this.tried || this.session.line.state.get().closed !== null) return;
    this.tried = true;
    void this.knock();
  }

  /** `asked`: a person pressed the button and wants to know why not. */
  async knock(asked = false): Promise<void> {
    if (this.knocking && !asked) return;
    this.knocking = true;
    await this.give({ act: 'site.knock', device: this.device }, !asked);
    setTimeout(() => {
      this.knocking = false;
    }, 3000);
  }

  private async submitChecks(): Promise<void> {
    if (this.view === 'lobby' && shouldKnock(this.mine, this.checkup.settled)) void this.knock();
    if (!this.checkup.complete || this.view !== 'lobby') return;
    const result = resultOf(this.checkup.checks.get(), this.checkup.measured);
    const text = JSON.stringify(result);
    if (text === this.submitted) return;
    this.submitted = text;
    await this.give({ act: 'site.submit_check', ...result }, true);
  }

  private async everySecond(): Promise<void> {
    const { media } = this.session;
    await this.gauge.measure(media.room, media.sending.get().microphone).catch(() => undefined);
    if (this.view === 'lobby' && shouldKnock(this.mine, this.checkup.settled)) void this.knock();
  }

  get profile(): Profile {
    return this.devices.choice.get().profile;
  }

  async allowSound(): Promise<void> {
    await Promise.all([this.session.media.allowSound(), this.talkback.allowSound()]);
  }

  /** An act of this site. Quiet: a refusal is not told (acts that nobody pressed). */
  async give(command: Command, quiet = false): Promise<boolean> {
    const outcome = await this.session.acts.give({ site: this.site, ...command });
    if (outcome.done) return true;
    if (!quiet) this.tell(refusalText(outcome.refused), true);
    return false;
  }

  /** Without the site's name: acts on one request. */
  async giveOn(request: string, act: string): Promise<void> {
    const outcome = await this.session.acts.give({ act, request });
    if (!outcome.done) this.tell(refusalText(outcome.refused), true);
  }

  async report(kind: string, text: string): Promise<void> {
    const command = { act: 'fault.report', site: this.site, fault_kind: kind, words: text };
    const outcome = await this.session.acts.report(command);
    if (outcome.done) this.tell(say.fault.sent);
    else if (outcome.refused) this.tell(refusalText(outcome.refused), true);
    else this.tell(say.fault.kept);
  }

  tell(text: string, bad = false): void {
    const said = { text, bad };
    this.said.set(said);
    setTimeout(() => this.said.get() === said && this.said.set(null), bad ? 12_000 : 6000);
  }

  async share(document: boolean): Promise<void> {
    try {
      const stream = document ? await documentCamera(this.devices) : await sharedScreen();
      stream.getVideoTracks()[0]?.addEventListener('ended', () => this.stopSharing());
      this.shared.set(stream);
    } catch {
      // The person closed the browser's own question.
    }
  }

  /** Shared at once, standing at its first frame: the centre can put it on the program before it is started. */
  async playFile(file: File): Promise<void> {
    try {
      const clip = await Clip.open(file);
      if (!this.mine?.sharing_allowed) return clip.close();
      this.stopSharing();
      const { sound, speaker } = this.devices.choice.get();
      clip.playHere(sound, speaker);
      clip.whenOver(() => this.clip.get() === clip && this.stopSharing());
      this.clip.set(clip);
      this.shared.set(clip.stream);
    } catch (error) {
      this.tell(
        say.clip.troubles[error instanceof ClipRefused ? error.trouble : 'unreadable'](file.name),
        true,
      );
    }
  }

  stopSharing(): void {
    this.clip.get()?.close();
    this.clip.set(null);
    for (const track of this.shared.get()?.getTracks() ?? []) track.stop();
    this.shared.set(null);
  }
}

export function refusalText(refused: { says: string; article?: string; code: string } | null): string {
  if (!refused) return words.noAnswer;
  const text = refused.says || refused.code;
  return refused.article ? `${text} (${articles(refused.article)})` : text;
}

function sharedScreen(): Promise<MediaStream> {
  return navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: true });
}

/** The second camera: the first that is not the room's own. */
async function documentCamera(devices: Devices): Promise<MediaStream> {
  const own = devices.camera.get()?.getSettings().deviceId;
  const other = devices.lists.get().cameras.find(camera => camera.deviceId !== own);
  return navigator.mediaDevices.getUserMedia({
    video: {
      deviceId: other ? { exact: other.deviceId } : undefined,
      width: { ideal: 1920 },
      height: { ideal: 1080 },
    },
  });
}
