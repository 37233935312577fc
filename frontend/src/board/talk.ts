// Talkback: the operator's headset and one technician, in a room of their own, while the program goes on.
import { Media } from '../session/media.js';
import type { AskTicket } from '../session/tickets.js';
import type { Plan } from '../session/wanted.js';
import { key } from '../session/wanted.js';

export class Talk {
  private media: Media | null = null;
  private microphone: MediaStreamTrack | null = null;
  private site: string | null = null;

  constructor(
    private readonly tickets: AskTicket,
    private readonly device: string,
    private readonly failed: (reason: string) => void,
  ) {}

  /** Follows what the board says: `site` the operator talks with now, or nobody. */
  follow(site: string | null): void {
    if (site === this.site) return;
    this.hangUp();
    this.site = site;
    if (site) void this.call(site);
  }

  async allowSound(): Promise<void> {
    await this.media?.allowSound();
  }

  private hangUp(): void {
    this.media?.leave();
    this.microphone?.stop();
    this.media = this.microphone = null;
  }

  private async call(site: string): Promise<void> {
    const media = new Media({
      origin: location.origin,
      ticket: () => this.tickets('talkback', site, this.device),
    });
    this.media = media;
    media.show(hears(site));
    media.enter();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (this.media !== media) return stream.getTracks().forEach(track => track.stop());
      this.microphone = stream.getAudioTracks()[0] ?? null;
      media.send({
        may: ['microphone'],
        camera: null,
        microphone: this.microphone,
        screen: null,
        screenSound: null,
        everybodySeesMe: true,
        profile: 'full',
      });
    } catch (error) {
      this.failed(error instanceof Error ? error.message : String(error));
    }
  }
}

const hears = (site: string): Plan =>
  new Map([[key(site, 'microphone'), { subscribed: true, enabled: true, quality: 'high' }]]);
