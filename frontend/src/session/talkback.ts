import { LocalAudioTrack, RemoteAudioTrack, Room, RoomEvent } from 'livekit-client';
import type { Ticket } from './protocol.js';
import { CONNECT, engineSource, ROOM } from './room.js';
import { Value } from './value.js';

export type TalkState = 'off' | 'joining' | 'talking';

export interface TalkOptions {
  origin: string;
  ticket: () => Promise<Ticket>;
  microphone: () => Promise<MediaStreamTrack | null>;
  speaker: () => string;
}

const AGAIN = 1500;

/** The technicians' own talk beside the conference: sound only, in a room of the two. */
export class Talkback {
  readonly state = new Value<TalkState>('off');
  private room: Room | null = null;
  private turn = 0;

  constructor(private readonly options: TalkOptions) {}

  start(): void {
    if (this.state.get() !== 'off') return;
    this.turn += 1;
    void this.loop(this.turn);
  }

  stop(): void {
    this.turn += 1;
    void this.room?.disconnect();
    this.room = null;
    this.state.set('off');
  }

  /** After a click: browsers play nothing on a page that nobody has touched. */
  async allowSound(): Promise<void> {
    await this.room?.startAudio().catch(() => undefined);
  }

  private async loop(turn: number): Promise<void> {
    while (turn === this.turn) {
      this.state.set('joining');
      await this.once(turn).catch(() => undefined);
      if (turn !== this.turn) return;
      await new Promise(done => setTimeout(done, AGAIN));
    }
  }

  private async once(turn: number): Promise<void> {
    const room = new Room({ ...ROOM, adaptiveStream: false });
    const ticket = await this.options.ticket();
    if (turn !== this.turn) return;
    this.room = room;
    room.on(RoomEvent.TrackSubscribed, track => {
      if (track instanceof RemoteAudioTrack) track.attach();
    });
    room.on(RoomEvent.TrackUnsubscribed, track => {
      for (const element of track.detach()) element.remove();
    });
    const over = new Promise<void>(done => room.once(RoomEvent.Disconnected, () => done()));
    const address = `${this.options.origin.replace(/^http/, 'ws')}${ticket.url}`;
    await room.connect(address, ticket.token, { ...CONNECT, autoSubscribe: true });
    await this.speak(room);
    if (turn !== this.turn) return;
    this.state.set('talking');
    await over;
  }

  private async speak(room: Room): Promise<void> {
    const speaker = this.options.speaker();
    if (speaker) await room.switchActiveDevice('audiooutput', speaker).catch(() => undefined);
    const raw = await this.options.microphone();
    if (!raw) return;
    const track = new LocalAudioTrack(raw);
    track.source = engineSource.microphone;
    await room.localParticipant.publishTrack(track);
  }
}
