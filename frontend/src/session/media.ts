import {
  type ElementInfo,
  RemoteAudioTrack,
  type RemoteParticipant,
  type RemoteTrack,
  type RemoteTrackPublication,
  RemoteVideoTrack,
  Room,
  RoomEvent,
  Track,
  VideoQuality,
} from 'livekit-client';
import { parseIdentity } from './identity.js';
import type { MediaReport, Refusal, Source, Ticket } from './protocol.js';
import { Publisher, type Wish } from './publish.js';
import { CONNECT, ROOM, sourceOf } from './room.js';
import { TicketRefused } from './tickets.js';
import { Value } from './value.js';
import { key, type Plan, type TrackKey } from './wanted.js';

export type MediaPhase = 'off' | 'joining' | 'up' | 'resuming' | 'waiting';

export interface MediaState {
  phase: MediaPhase;
  /** Local clock, ms. */
  since: number;
  attempt: number;
  /** Why the server gives no ticket now; we go on asking. */
  refused: Refusal | null;
}

export interface MediaOptions {
  origin: string;
  ticket: () => Promise<Ticket>;
  makeRoom?: () => Room;
}

const PAUSES = [0, 300, 600, 1000, 1500, 2000, 3000];
const ASK_AGAIN = 1000;
/** So long a room may take up its signalling again while picture and sound go on; then it is joined anew. */
const TAKE_UP_WITHIN = 3000;
/** The client's own number for peer connections that carry media. */
const CARRIES = 2;
const QUALITY = { low: VideoQuality.LOW, medium: VideoQuality.MEDIUM, high: VideoQuality.HIGH };

/** The session's media: joins, stays joined for ever with a new ticket each time, fetches what the plan says. */
export class Media {
  readonly state = new Value<MediaState>({ phase: 'off', since: 0, attempt: 0, refused: null });
  /** What arrives and is subscribed now. */
  readonly pictures = new Value<ReadonlyMap<TrackKey, RemoteVideoTrack>>(new Map());
  readonly sounds = new Value<ReadonlyMap<TrackKey, RemoteAudioTrack>>(new Map());
  /** The browser wants a click before it plays sound. */
  readonly blocked = new Value<boolean>(false);
  readonly sending = new Value<MediaReport>({ up: false, camera: false, microphone: false, sharing: false });
  room: Room | null = null;
  publisher: Publisher | null = null;
  private plan: Plan = new Map();
  private wish: Wish | null = null;
  private speaker = '';
  private muted = false;
  private turn = 0;
  private wake: (() => void) | null = null;

  constructor(private readonly options: MediaOptions) {}

  enter(): void {
    if (this.state.get().phase !== 'off') return;
    this.turn += 1;
    void this.loop(this.turn);
  }

  leave(): void {
    this.turn += 1;
    this.wake?.();
    this.letGo();
    this.change('off', { attempt: 0, refused: null });
  }

  /** The line is back, as after a restart of the web: picture and sound that never stopped are left alone. */
  lineBack(): void {
    const { phase, since } = this.state.get();
    const patience = phase === 'resuming' && carries(this.room) ? TAKE_UP_WITHIN : 0;
    setTimeout(() => this.state.get().since === since && this.kick(), patience);
  }

  /** The line says the engine or the network is back: no waiting, a new ticket now. */
  kick(): void {
    const { phase } = this.state.get();
    if (phase === 'off' || phase === 'up' || phase === 'joining') return;
    if (phase === 'resuming') void this.room?.disconnect(false);
    this.wake?.();
  }

  /** Throws the connection away and joins anew (a technician's "connect again"). */
  rejoin(): void {
    void this.room?.disconnect(false);
    this.wake?.();
  }

  show(plan: Plan): void {
    this.plan = plan;
    this.applyAll();
  }

  send(wish: Wish): void {
    this.wish = wish;
    this.publisher?.set(wish);
  }

  playOn(speaker: string): void {
    this.speaker = speaker;
    void this.room?.switchActiveDevice('audiooutput', speaker || 'default').catch(() => undefined);
  }

  /** The room's own loudspeaker off: nothing is played here. */
  mute(muted: boolean): void {
    this.muted = muted;
    for (const track of this.sounds.get().values()) track.setVolume(muted ? 0 : 1);
  }

  async allowSound(): Promise<void> {
    await this.room?.startAudio().catch(() => undefined);
    this.blocked.set(this.room ? !this.room.canPlaybackAudio : false);
  }

  // --- the loop

  private async loop(turn: number): Promise<void> {
    for (let attempt = 0; turn === this.turn; attempt++) {
      const was = await this.once(turn, attempt);
      if (turn !== this.turn) return;
      if (was === 'up') attempt = 0;
      this.change('waiting', { attempt });
      await this.rest(PAUSES[Math.min(attempt, PAUSES.length - 1)]!);
    }
  }

  private async once(turn: number, attempt: number): Promise<'up' | 'failed'> {
    this.change('joining', { attempt });
    const room = this.options.makeRoom?.() ?? new Room(ROOM);
    try {
      const ticket = await this.options.ticket();
      if (turn !== this.turn) return 'failed';
      const over = this.adopt(room);
      await room.connect(`${this.options.origin.replace(/^http/, 'ws')}${ticket.url}`, ticket.token, CONNECT);
      if (turn !== this.turn) {
        await room.disconnect();
        return 'failed';
      }
      this.arrived(room);
      await over;
      return 'up';
    } catch (error) {
      this.change('joining', { attempt, refused: error instanceof TicketRefused ? error.refused : null });
      return 'failed';
    } finally {
      if (this.room === room) this.letGo();
      else void room.disconnect();
    }
  }

  private rest(ms: number): Promise<void> {
    return new Promise(done => {
      const timer = setTimeout(done, ms * (0.8 + Math.random() * 0.4));
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  private arrived(room: Room): void {
    this.change('up', { attempt: 0, refused: null });
    if (this.speaker) this.playOn(this.speaker);
    this.blocked.set(!room.canPlaybackAudio);
    this.applyAll();
    if (this.wish) this.publisher?.set(this.wish);
    this.report();
  }

  private letGo(): void {
    const room = this.room;
    this.room = null;
    this.publisher?.stop();
    this.publisher = null;
    for (const track of this.sounds.get().values()) silence(track);
    this.sounds.set(new Map());
    this.pictures.set(new Map());
    void room?.disconnect(false);
    this.report();
  }

  /** Wires a new room; resolves when it is over. */
  private adopt(room: Room): Promise<void> {
    this.room = room;
    this.publisher = new Publisher(room, () => this.report());
    const mine =
      <A extends unknown[]>(work: (...args: A) => void) =>
      (...args: A) => {
        if (this.room === room) work(...args);
      };
    room
      .on(
        RoomEvent.TrackPublished,
        mine((publication, from) => this.apply(publication, from)),
      )
      .on(
        RoomEvent.TrackSubscribed,
        mine((track, publication, from) => this.gained(track, publication, from)),
      )
      .on(
        RoomEvent.TrackUnsubscribed,
        mine((track, _, from) => this.gone(track, from)),
      )
      .on(
        RoomEvent.TrackSubscriptionFailed,
        mine((sid, from) => this.failed(sid, from)),
      )
      .on(
        RoomEvent.ParticipantConnected,
        mine(() => this.publisher?.openTo()),
      )
      .on(
        RoomEvent.ParticipantPermissionsChanged,
        mine(() => void this.publisher?.reconcile()),
      )
      .on(
        RoomEvent.LocalTrackUnpublished,
        mine(publication => this.dropped(publication.source, publication.track?.sid)),
      )
      .on(
        RoomEvent.AudioPlaybackStatusChanged,
        mine(() => this.blocked.set(!room.canPlaybackAudio)),
      )
      .on(
        RoomEvent.Reconnecting,
        mine(() => this.change('resuming', {})),
      )
      .on(
        RoomEvent.SignalReconnecting,
        mine(() => this.change('resuming', {})),
      )
      .on(
        RoomEvent.Reconnected,
        mine(() => this.resumed()),
      );
    return new Promise(done => room.once(RoomEvent.Disconnected, () => done()));
  }

  private resumed(): void {
    this.change('up', { attempt: 0, refused: null });
    this.applyAll();
    this.publisher?.forgetAudience();
    void this.publisher?.reconcile();
  }

  private dropped(source: Track.Source, sid: string | undefined): void {
    const name = sourceOf(source);
    if (name && sid && this.publisher?.track(name)?.sid === sid) this.publisher.lost(name);
  }

  // --- what is fetched

  private applyAll(): void {
    for (const from of this.room?.remoteParticipants.values() ?? []) {
      for (const publication of from.trackPublications.values()) this.apply(publication, from);
    }
  }

  private apply(publication: RemoteTrackPublication, from: RemoteParticipant): void {
    const name = keyOf(publication.source, from);
    const want = name ? this.plan.get(name) : undefined;
    if (!want?.subscribed) {
      if (publication.isDesired) publication.setSubscribed(false);
      return;
    }
    if (!publication.isDesired) publication.setSubscribed(true); // not allowed yet: the engine opens it when it is
    if (publication.kind !== Track.Kind.Video) return;
    publication.setVideoQuality(QUALITY[want.quality]);
    publication.setEnabled(want.enabled);
  }

  private gained(track: RemoteTrack, publication: RemoteTrackPublication, from: RemoteParticipant): void {
    const name = keyOf(publication.source, from);
    if (!name) return;
    if (track instanceof RemoteVideoTrack) {
      this.pictures.set(new Map(this.pictures.get()).set(name, track));
      publication.emitTrackUpdate(); // what was asked before the track was there may have been lost
    } else if (track instanceof RemoteAudioTrack) {
      this.sounds.set(new Map(this.sounds.get()).set(name, track));
      track.attach();
      if (this.muted) track.setVolume(0);
    }
  }

  private failed(sid: string, from: RemoteParticipant): void {
    const publication = from.trackPublications.get(sid);
    if (!publication) return;
    publication.setSubscribed(false);
    setTimeout(() => this.applyAll(), ASK_AGAIN);
  }

  private gone(track: RemoteTrack, from: RemoteParticipant): void {
    const name = keyOf(track.source, from);
    if (!name) return;
    if (track instanceof RemoteVideoTrack) this.pictures.set(without(this.pictures.get(), name, track));
    if (track instanceof RemoteAudioTrack) {
      silence(track);
      this.sounds.set(without(this.sounds.get(), name, track));
    }
  }

  private report(): void {
    const sends = (source: Source) => this.publisher?.sends(source) ?? false;
    const next = {
      up: this.state.get().phase === 'up',
      camera: sends('camera'),
      microphone: sends('microphone'),
      sharing: sends('screen') || sends('screen_sound'), // a piece of music has no picture
    };
    if (JSON.stringify(next) !== JSON.stringify(this.sending.get())) this.sending.set(next);
  }

  private change(phase: MediaPhase, part: Partial<MediaState>): void {
    const before = this.state.get();
    const since = before.phase === phase ? before.since : Date.now();
    this.state.set({ ...before, ...part, phase, since });
    this.report();
  }
}

/** Tells the engine how large a picture is shown, without giving it the element. Returns how to stop. */
export function measure(track: RemoteVideoTrack, element: HTMLElement): () => void {
  if (!track.isAdaptiveStream) return () => undefined;
  const info: ElementInfo & { observer?: ResizeObserver } = {
    element,
    width: () => element.clientWidth,
    height: () => element.clientHeight,
    visible: true,
    pictureInPicture: false,
    visibilityChangedAt: undefined,
    observe() {
      this.observer = new ResizeObserver(() => this.handleResize?.());
      this.observer.observe(element);
    },
    stopObserving() {
      this.observer?.disconnect();
    },
  };
  track.observeElementInfo(info);
  return () => track.stopObservingElementInfo(info);
}

function carries(room: Room | null): boolean {
  return room?.engine.pcManager?.currentState === CARRIES;
}

function keyOf(source: Track.Source, from: RemoteParticipant): TrackKey | null {
  const who = parseIdentity(from.identity);
  const name = sourceOf(source);
  return who?.slot === 'room' && name ? key(who.site, name) : null;
}

function silence(track: RemoteAudioTrack): void {
  for (const element of track.detach()) element.remove();
}

function without<T>(map: ReadonlyMap<TrackKey, T>, name: TrackKey, value: T): ReadonlyMap<TrackKey, T> {
  if (map.get(name) !== value) return map;
  const rest = new Map(map);
  rest.delete(name);
  return rest;
}
