import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Watched {
  watch(watcher: () => void): () => void;
}

/** Draws the element again when one of the values changes. */
export class Watch implements ReactiveController {
  private stops: (() => void)[] = [];
  private readonly values: readonly Watched[];

  constructor(
    private readonly host: ReactiveControllerHost,
    ...values: readonly Watched[]
  ) {
    this.values = values;
    host.addController(this);
  }

  hostConnected(): void {
    this.stops = this.values.map(value => value.watch(() => this.host.requestUpdate()));
  }

  hostDisconnected(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
  }
}

/** Draws the element again on every full second (or another beat), for clocks. */
export class Ticking implements ReactiveController {
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly every = 500,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => this.host.requestUpdate(), this.every);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }
}
