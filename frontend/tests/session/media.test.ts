import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Media } from '../../src/session/media.js';

/** A room that does what the test says; only its signalling or all of it may be away. */
class Hall {
  private readonly ears: [string, () => void][] = [];
  state = 'connected';
  remoteParticipants = new Map();
  canPlaybackAudio = true;
  engine = { pcManager: { currentState: 2 } };
  left = 0;

  on(event: string, heard: () => void): this {
    this.ears.push([event, heard]);
    return this;
  }

  once = this.on;

  emit(event: string): void {
    for (const [name, heard] of this.ears) if (name === event) heard();
  }

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {
    this.left++;
    this.emit('disconnected');
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0);

async function inTheRoom() {
  const halls: Hall[] = [];
  const media = new Media({
    origin: 'http://here',
    ticket: async () => ({ url: '/gate', room: 'r', identity: 'i', token: 't' }),
    makeRoom: () => {
      halls.push(new Hall());
      return halls.at(-1) as never;
    },
  });
  media.enter();
  await settle();
  expect(media.state.get().phase).toBe('up');
  return { media, halls, hall: halls[0]! };
}

describe('the line is back', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('and only the signalling was away: picture and sound are not thrown away', async () => {
    const { media, halls, hall } = await inTheRoom();
    hall.emit('signalReconnecting');
    media.lineBack();
    await vi.advanceTimersByTimeAsync(1000);
    hall.emit('reconnected');
    await vi.advanceTimersByTimeAsync(10_000);
    expect([hall.left, halls.length, media.state.get().phase]).toEqual([0, 1, 'up']);
  });

  it('and the signalling is not taken up again: a new ticket after three seconds', async () => {
    const { media, halls, hall } = await inTheRoom();
    hall.emit('signalReconnecting');
    media.lineBack();
    await vi.advanceTimersByTimeAsync(2900);
    expect(halls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect([halls.length, media.state.get().phase]).toEqual([2, 'up']);
  });

  it('and the media were away too: a new ticket at once', async () => {
    const { media, halls, hall } = await inTheRoom();
    hall.engine.pcManager.currentState = 3;
    hall.emit('signalReconnecting');
    media.lineBack();
    await vi.advanceTimersByTimeAsync(100);
    expect([halls.length, media.state.get().phase]).toEqual([2, 'up']);
  });

  it('and the engine says so: a new ticket at once, whatever the connection looks like', async () => {
    const { media, halls, hall } = await inTheRoom();
    hall.emit('signalReconnecting');
    media.kick();
    await vi.advanceTimersByTimeAsync(100);
    expect([halls.length, media.state.get().phase]).toEqual([2, 'up']);
  });
});
