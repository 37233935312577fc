import { describe, expect, it, vi } from 'vitest';
import type { Wish } from '../../src/session/publish.js';

/** The client's own track classes need a browser; what is tested is what is published when. */
vi.mock('livekit-client', async original => {
  class Track {
    source = '';
    sid: string | undefined;
    stopped = false;
    constructor(readonly mediaStreamTrack: MediaStreamTrack) {}
    stop(): void {
      this.stopped = true;
    }
  }
  return { ...(await original<object>()), LocalAudioTrack: Track, LocalVideoTrack: Track };
});

const { Publisher } = await import('../../src/session/publish.js');

const raw = (kind: string) => {
  const track = { kind, readyState: 'live', clone: () => ({ kind, readyState: 'live' }) };
  return track as unknown as MediaStreamTrack;
};

function world(rights = [1]) {
  let serial = 0;
  const published: string[] = [];
  const told: [boolean, object[]][] = [];
  const room = {
    state: 'connected',
    remoteParticipants: new Map<string, object>([
      ['op~1~board', {}],
      ['nghi-son~room~1', {}],
    ]),
    localParticipant: {
      permissions: { canPublish: true, canPublishSources: rights },
      publishTrack: async (track: { source: string; sid?: string }) => {
        track.sid = `TR_${++serial}`;
        published.push(`+${track.source}`);
      },
      unpublishTrack: async (track: { source: string }) => {
        published.push(`-${track.source}`);
      },
      setTrackSubscriptionPermissions: (all: boolean, permits: object[]) => told.push([all, permits]),
    },
  };
  let changes = 0;
  const publisher = new Publisher(room as never, () => changes++);
  return { publisher, room, published, told, changes: () => changes };
}

const camera = raw('video');
const microphone = raw('audio');
const wish = (more: Partial<Wish> = {}): Wish => ({
  may: ['camera'],
  camera,
  microphone,
  screen: null,
  screenSound: null,
  everybodySeesMe: false,
  chair: 'vp-ubnd',
  profile: 'full',
  ...more,
});

const settle = () => new Promise<void>(done => setTimeout(done, 0));

describe('what a site sends', () => {
  it('its camera, and no microphone without the floor', async () => {
    const { publisher, published } = world([1, 2]);
    publisher.set(wish());
    await settle();
    expect(published).toEqual(['+camera']);
    expect(publisher.sends('microphone')).toBe(false);
  });

  it('its microphone exactly as long as it may', async () => {
    const { publisher, published } = world([1, 2]);
    publisher.set(wish({ may: ['camera', 'microphone'] }));
    await settle();
    publisher.set(wish());
    await settle();
    expect(published).toEqual(['+microphone', '+camera', '-microphone']);
  });

  it('waits for the engine’s right, and goes on when it comes', async () => {
    const { publisher, room, published } = world([1]);
    publisher.set(wish({ may: ['camera', 'microphone'] }));
    await settle();
    expect(published).toEqual(['+camera']);
    room.localParticipant.permissions.canPublishSources = [1, 2];
    await publisher.reconcile();
    expect(published).toEqual(['+camera', '+microphone']);
  });

  it('a new track for every grant', async () => {
    const { publisher } = world([1, 2]);
    publisher.set(wish({ may: ['microphone'] }));
    await settle();
    const first = publisher.track('microphone');
    publisher.lost('microphone');
    await settle();
    expect(publisher.track('microphone')).not.toBe(first);
    expect((first as unknown as { stopped: boolean }).stopped).toBe(true);
  });

  it('another camera in place of the old one', async () => {
    const { publisher, published } = world();
    publisher.set(wish());
    await settle();
    publisher.set(wish({ camera: raw('video') }));
    await settle();
    expect(published).toEqual(['+camera', '-camera', '+camera']);
  });

  it('nothing twice when nothing changed', async () => {
    const { publisher, published } = world();
    publisher.set(wish());
    publisher.set(wish());
    await settle();
    publisher.set(wish());
    await settle();
    expect(published).toEqual(['+camera']);
  });

  it('no picture on a line for sound only', async () => {
    const { publisher, published } = world([1, 2]);
    publisher.set(wish({ may: ['camera', 'microphone'], profile: 'sound' }));
    await settle();
    expect(published).toEqual(['+microphone']);
  });

  it('nothing while it is not connected', async () => {
    const { publisher, room, published } = world();
    room.state = 'reconnecting';
    publisher.set(wish());
    await settle();
    expect(published).toEqual([]);
  });
});

describe('whom it lets see', () => {
  it('operators first of all; before anything is published', async () => {
    const { publisher, told, published } = world();
    publisher.set(wish());
    expect(told).toEqual([[false, [{ participantIdentity: 'op~1~board', allowAll: true }]]]);
    expect(published).toEqual([]);
    await settle();
    expect(told.length).toBe(1);
  });

  it('everybody its sound, once it has a track', async () => {
    const { publisher, told } = world([1, 2]);
    publisher.set(wish({ may: ['microphone'] }));
    await settle();
    expect(told.at(-1)).toEqual([
      false,
      [
        { participantIdentity: 'op~1~board', allowAll: true },
        { participantIdentity: 'nghi-son~room~1', allowAll: false, allowedTrackSids: ['TR_1'] },
      ],
    ]);
  });

  it('everybody its picture while it is shown, and says it again after a reconnect', async () => {
    const { publisher, told } = world();
    publisher.set(wish({ everybodySeesMe: true }));
    await settle();
    publisher.forgetAudience();
    expect(told).toEqual([
      [true, []],
      [true, []],
    ]);
  });

  it('a piece of music: its sound without a picture, as long as it may share', async () => {
    const { publisher, published } = world([1, 3, 4]);
    publisher.set(wish({ may: ['camera', 'screen', 'screen_sound'], screenSound: raw('audio') }));
    await settle();
    expect(published).toEqual(['+camera', '+screen_share_audio']);
    expect([publisher.sends('screen'), publisher.sends('screen_sound')]).toEqual([false, true]);
    publisher.set(wish());
    await settle();
    expect(published.at(-1)).toBe('-screen_share_audio');
  });
});
