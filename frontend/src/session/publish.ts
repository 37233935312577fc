import {
  AudioPresets,
  LocalAudioTrack,
  LocalVideoTrack,
  type Room,
  type TrackPublishOptions,
  VideoPresets,
} from 'livekit-client';
import { audience } from './identity.js';
import type { Source } from './protocol.js';
import { engineSource } from './room.js';
import type { Profile } from './wanted.js';

/** What this site should be sending now. Tracks stay the page's own: clones of them are published. */
export interface Wish {
  may: readonly Source[];
  camera: MediaStreamTrack | null;
  microphone: MediaStreamTrack | null;
  screen: MediaStreamTrack | null;
  screenSound: MediaStreamTrack | null;
  everybodySeesMe: boolean;
  /** The site that chairs: its room may look at any time. */
  chair?: string;
  profile: Profile;
}

interface Sent {
  of: MediaStreamTrack;
  profile: Profile;
  track: LocalAudioTrack | LocalVideoTrack;
}

const TRY_AGAIN = 400;

const MUSIC = { ...AudioPresets.musicHighQuality, priority: 'high' } as const;
/** Smooth rather than sharp, where a shared page of text is sharp rather than smooth. */
const FILM: TrackPublishOptions = {
  screenShareEncoding: { maxBitrate: 3_000_000, maxFramerate: 25 },
  degradationPreference: 'balanced',
};

/** The engine's own numbers of the sources. */
const RIGHT: Record<Source, number> = { camera: 1, microphone: 2, screen: 3, screen_sound: 4 };

/** Makes what is sent equal to the wish: level-triggered, one change at a time, again on every doubt. */
export class Publisher {
  private readonly sent = new Map<Source, Sent>();
  private wish: Wish | null = null;
  private running = false;
  private again = false;
  private audienceSaid = '';

  constructor(
    private readonly room: Room,
    private readonly changed: () => void,
  ) {}

  set(wish: Wish): void {
    this.wish = wish;
    void this.reconcile();
  }

  sends(source: Source): boolean {
    return this.sent.has(source);
  }

  track(source: Source): LocalAudioTrack | LocalVideoTrack | null {
    return this.sent.get(source)?.track ?? null;
  }

  /** The engine dropped it (the right was taken away), or its room is new. */
  lost(source: Source): void {
    this.sent.get(source)?.track.stop();
    if (this.sent.delete(source)) this.changed();
    void this.reconcile();
  }

  stop(): void {
    this.wish = null;
    for (const { track } of this.sent.values()) track.stop();
    this.sent.clear();
  }

  async reconcile(): Promise<void> {
    this.again = true;
    if (this.running) return;
    this.running = true;
    try {
      while (this.again && this.wish && this.room.state === 'connected') {
        this.again = false;
        await this.pass(this.wish);
      }
    } finally {
      this.running = false;
    }
  }

  private async pass(wish: Wish): Promise<void> {
    this.openTo(wish);
    for (const source of ['microphone', 'camera', 'screen', 'screen_sound'] as const) {
      await this.bring(source, wish);
    }
    this.openTo(wish);
  }

  private async bring(source: Source, wish: Wish): Promise<void> {
    const raw = rawOf(source, wish);
    const now = this.sent.get(source);
    if (now && now.of === raw && (source !== 'camera' || now.profile === wish.profile)) return;
    if (now) await this.drop(source, now);
    if (raw?.readyState !== 'live') return;
    if (!this.permitted(source)) return this.soon();
    const track = wrap(source, raw.clone());
    try {
      await this.room.localParticipant.publishTrack(track, optionsOf(source, raw, wish.profile));
      this.sent.set(source, { of: raw, profile: wish.profile, track });
      this.changed();
    } catch {
      // Whatever it was (a right just taken, a connection just lost): look again.
      track.stop();
      this.soon();
    }
  }

  /** The right comes over another way than the word: it may be a moment behind. Its coming wakes us (see Media). */
  private permitted(source: Source): boolean {
    const rights = this.room.localParticipant.permissions;
    if (!rights?.canPublish) return false;
    const sources = rights.canPublishSources;
    return sources.length === 0 || sources.includes(RIGHT[source]);
  }

  private soon(): void {
    setTimeout(() => void this.reconcile(), TRY_AGAIN);
  }

  private async drop(source: Source, now: Sent): Promise<void> {
    this.sent.delete(source);
    now.track.stop();
    await this.room.localParticipant.unpublishTrack(now.track, true).catch(() => undefined);
    this.changed();
  }

  /** Who may fetch it. Said only when it differs from what was said last. */
  openTo(wish = this.wish): void {
    if (!wish || this.room.state !== 'connected') return;
    const open = (['microphone', 'screen', 'screen_sound'] as const)
      .map(source => this.sent.get(source)?.track.sid)
      .filter((sid): sid is string => sid !== undefined);
    const others = this.room.remoteParticipants.keys();
    const { everybody, permits } = audience(others, wish.everybodySeesMe, open, wish.chair);
    const said = JSON.stringify([everybody, permits]);
    if (said === this.audienceSaid) return;
    this.audienceSaid = said;
    this.room.localParticipant.setTrackSubscriptionPermissions(everybody, permits);
  }

  /** We are taken on the program: a fresh key frame lets everybody's picture start at once. */
  async forceKeyFrame(): Promise<void> {
    const sender = this.sent.get('camera')?.track.sender;
    if (!sender) return;
    try {
      const parameters = sender.getParameters();
      const keyed = { encodingOptions: parameters.encodings.map(() => ({ keyFrame: true })) };
      const ask = sender.setParameters as (p: RTCRtpSendParameters, o: unknown) => Promise<void>;
      await ask.call(sender, parameters, keyed);
    } catch {
      // Not every browser knows how; the subscribers ask by themselves.
    }
  }

  /** After a full reconnect the engine knows nothing of what we said. */
  forgetAudience(): void {
    this.audienceSaid = '';
    this.openTo();
  }
}

function rawOf(source: Source, wish: Wish): MediaStreamTrack | null {
  if (!wish.may.includes(source)) return null;
  if (source === 'camera') return wish.profile === 'sound' ? null : wish.camera;
  if (source === 'microphone') return wish.microphone;
  return source === 'screen' ? wish.screen : wish.screenSound;
}

function wrap(source: Source, raw: MediaStreamTrack): LocalAudioTrack | LocalVideoTrack {
  const track = raw.kind === 'audio' ? new LocalAudioTrack(raw) : new LocalVideoTrack(raw);
  track.source = engineSource[source];
  return track;
}

function optionsOf(source: Source, raw: MediaStreamTrack, profile: Profile): TrackPublishOptions {
  const options: TrackPublishOptions = { source: engineSource[source] };
  if (source === 'screen_sound') return { ...options, audioPreset: MUSIC };
  if (source === 'screen' && raw.contentHint === 'motion') return { ...options, ...FILM };
  if (source !== 'camera' || profile === 'full') return options;
  const preset = profile === 'standard' ? VideoPresets.h360 : VideoPresets.h180;
  return {
    ...options,
    videoEncoding: { ...preset.encoding, priority: 'low' },
    videoSimulcastLayers: profile === 'standard' ? [VideoPresets.h180] : [],
    simulcast: profile === 'standard',
  };
}
