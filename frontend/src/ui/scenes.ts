import type { Picture } from '../session/protocol.js';

/** One layout of pictures as it stands on the page, in front or waiting behind. */
export interface Scene {
  readonly id: number;
  readonly key: string;
  picture: Picture;
}

/** Behind for this long at most: then it comes to the front as it is. */
export const LONGEST_WAIT = 1500;

export function keyOf(picture: Picture): string {
  const layout = picture.layout ?? 'holding';
  return layout === 'holding' ? layout : [layout, ...(picture.sites ?? [])].join(' ');
}

/**
 * Which scene is in front. A new picture is built behind the old one and comes to the front when it can be seen; the
 * next one (the preview) is built beforehand, so that a take only has to wait for its first frame.
 */
export class Scenes {
  front: Scene;
  back: Scene | null = null;
  /** When the scene behind was first wanted in front; null: it is only prepared. */
  private wantedAt: number | null = null;
  private serial = 0;

  constructor(picture: Picture) {
    this.front = this.make(picture);
  }

  show(picture: Picture, next: Picture | null, now: number): void {
    const key = keyOf(picture);
    if (key === this.front.key) {
      this.front.picture = picture;
      this.wantedAt = null;
      this.prepare(next);
    } else {
      if (this.back?.key !== key) this.back = this.make(picture);
      this.back.picture = picture;
      this.wantedAt ??= now;
    }
  }

  /** `ready`: everything in the scene behind can be seen. Returns whether it came to the front. */
  advance(ready: boolean, now: number): boolean {
    if (!this.back || this.wantedAt === null) return false;
    if (!ready && now - this.wantedAt < LONGEST_WAIT) return false;
    this.front = this.back;
    this.back = null;
    this.wantedAt = null;
    return true;
  }

  get waiting(): boolean {
    return this.wantedAt !== null;
  }

  private prepare(next: Picture | null): void {
    const key = next ? keyOf(next) : 'holding';
    if (!next || key === this.front.key || key === 'holding') this.back = null;
    else if (this.back?.key !== key) this.back = this.make(next);
  }

  private make(picture: Picture): Scene {
    this.serial += 1;
    return { id: this.serial, key: keyOf(picture), picture };
  }
}
