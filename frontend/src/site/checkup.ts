import { checkLine, Ear, isDark, type LineResult, light, playTone, VOICE_LEVEL } from '../session/checks.js';
import type { Devices, Problem } from '../session/devices.js';
import type { CheckResult, Measure } from '../session/protocol.js';
import { type AskTicket, TicketRefused } from '../session/tickets.js';
import { Value } from '../session/value.js';
import { decimal } from '../words/numbers.js';
import { say } from '../words/site.js';

export type Part = 'camera' | 'microphone' | 'speaker' | 'line';
export type CheckState = 'waiting' | 'running' | 'ask' | 'passed' | 'failed';

export interface Check {
  state: CheckState;
  text: string;
  /** 0..1 while it runs. */
  done?: number;
}

export type Checks = Readonly<Record<Part, Check>>;

const NEW: Check = { state: 'waiting', text: say.checks.waiting };
const PARTS: readonly Part[] = ['camera', 'microphone', 'speaker', 'line'];
const LINE_SECONDS = 8;
const LISTEN = 100;
const SILENT_AFTER = 15_000;

/** The lobby's checks: each says what it found, and what to do when it did not pass. */
export class Checkup {
  readonly checks = new Value<Checks>({ camera: NEW, microphone: NEW, speaker: NEW, line: NEW });
  measured: LineResult | null = null;
  private turn = 0;
  private running = false;

  constructor(
    private readonly devices: Devices,
    private readonly tickets: AskTicket,
    private readonly where: { site: string | null; device: string; origin: string },
  ) {
    devices.camera.watch(track => this.running && track && void this.camera());
    devices.microphone.watch(track => this.running && track && void this.microphone(this.turn));
  }

  /** All that need no person have ended, well or badly. */
  get settled(): boolean {
    const { camera, microphone } = this.checks.get();
    return camera.state !== 'waiting' && camera.state !== 'running' && microphone.state !== 'waiting';
  }

  get complete(): boolean {
    return PARTS.every(part => ['passed', 'failed'].includes(this.checks.get()[part].state));
  }

  get passed(): boolean {
    return PARTS.every(part => this.checks.get()[part].state === 'passed');
  }

  /** `before`: what was found before a reload; what only a person can tell need not be asked again. */
  async start(lineOpen: boolean, before: CheckResult | null): Promise<void> {
    const turn = ++this.turn;
    await this.devices.start();
    if (turn !== this.turn) return;
    this.running = true;
    this.askSpeaker(before?.speaker ?? false);
    void this.camera();
    void this.microphone(turn);
    if (before?.line) this.set('line', { state: 'passed', text: lineText(before) });
    else if (lineOpen) void this.line();
    else this.set('line', { state: 'waiting', text: say.checks.problems.notOpen });
  }

  stop(): void {
    this.turn += 1;
    this.running = false;
  }

  async again(part: Part): Promise<void> {
    if (part === 'camera' || part === 'microphone') await this.reopen(part);
    if (part === 'speaker') this.askSpeaker(false);
    if (part === 'line') await this.line();
  }

  /** A device that opens is checked by itself (see the constructor). */
  private async reopen(part: 'camera' | 'microphone'): Promise<void> {
    this.set(part, { state: 'running', text: say.checks.running });
    await this.devices.reopen(part);
    if (!this.devices[part].get()) this.failed(part, this.devices.problem.get()[part] || 'missing');
  }

  async camera(): Promise<void> {
    const track = this.devices.camera.get();
    if (!track) return this.failed('camera', this.devices.problem.get().camera || 'missing');
    this.set('camera', { state: 'running', text: say.checks.running });
    const dark = await this.stayedDark(track);
    if (this.devices.camera.get() !== track) return;
    if (dark) this.failed('camera', 'dark');
    else this.set('camera', { state: 'passed', text: say.checks.cameraGood });
  }

  /** A camera needs a moment for its exposure: it may try for three seconds. */
  private async stayedDark(track: MediaStreamTrack): Promise<boolean> {
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = new MediaStream([track]);
    await video.play().catch(() => undefined);
    try {
      for (let n = 0; n < 6; n++) {
        await pause(500);
        if (!isDark(look(video))) return false;
      }
      return true;
    } finally {
      video.srcObject = null;
    }
  }

  async microphone(turn: number): Promise<void> {
    const track = this.devices.microphone.get();
    if (!track) return this.failed('microphone', this.devices.problem.get().microphone || 'missing');
    this.set('microphone', { state: 'running', text: say.checks.microphoneSpeak });
    const ear = new Ear(track);
    try {
      for (let waited = 0; turn === this.turn && this.devices.microphone.get() === track; waited += LISTEN) {
        if ((ear.level() ?? 0) > VOICE_LEVEL) {
          this.set('microphone', { state: 'passed', text: say.checks.microphoneGood });
          return;
        }
        if (waited >= SILENT_AFTER) this.failed('microphone', 'silent'); // and listens on
        await pause(LISTEN);
      }
    } finally {
      ear.close();
    }
  }

  async playSound(): Promise<void> {
    this.set('speaker', { state: 'running', text: say.checks.running });
    await playTone(this.devices.choice.get().speaker).catch(() => undefined);
    this.set('speaker', { state: 'ask', text: say.checks.speakerAsk });
  }

  heard(yes: boolean): void {
    if (yes) this.set('speaker', { state: 'passed', text: say.checks.speakerGood });
    else this.failed('speaker', 'unheard');
  }

  async line(): Promise<void> {
    if (this.checks.get().line.state === 'running') return;
    if (!this.devices.camera.get() && !this.devices.microphone.get()) return this.failed('line', 'nothing');
    this.set('line', { state: 'running', text: say.checks.running, done: 0 });
    try {
      this.measured = await this.measureLine();
      this.judge(this.measured);
    } catch (error) {
      const why = error instanceof TicketRefused ? error.refused.says : '';
      this.set('line', { state: 'failed', text: why || say.checks.problems.unreached });
    }
  }

  private async measureLine(): Promise<LineResult> {
    const { site, device, origin } = this.where;
    return checkLine({
      origin,
      tickets: await this.tickets('check', site, device),
      camera: this.devices.camera.get(),
      microphone: this.devices.microphone.get(),
      seconds: LINE_SECONDS,
      tell: (done, up) =>
        this.set('line', { state: 'running', text: numbersText(up) || say.checks.running, done }),
    });
  }

  private judge({ up, down, passed }: LineResult): void {
    if (passed) {
      const text = say.checks.lineGood(shown(worse(up, down).loss), shown(up.rtt), shown(up.kbps, 0));
      this.set('line', { state: 'passed', text });
    } else if (up.kbps === null || down.kbps === null) {
      this.failed('line', 'unreached');
    } else {
      this.set('line', { state: 'failed', text: say.checks.problems.slow(numbersText(worse(up, down))) });
    }
  }

  private askSpeaker(confirmed: boolean): void {
    if (confirmed) this.set('speaker', { state: 'passed', text: say.checks.speakerGood });
    else if (!this.devices.choice.get().sound) {
      this.set('speaker', { state: 'passed', text: say.checks.speakerElsewhere });
    } else this.set('speaker', { state: 'waiting', text: say.checks.waiting });
  }

  private failed(part: Part, why: Problem | 'dark' | 'silent' | 'unheard' | 'unreached' | 'nothing'): void {
    const problems = say.checks.problems as Record<string, unknown>;
    this.set(part, { state: 'failed', text: String(problems[why] ?? say.checks.problems.failed) });
  }

  private set(part: Part, check: Check): void {
    const before = this.checks.get()[part];
    if (before.state === check.state && before.text === check.text && before.done === check.done) return;
    this.checks.set({ ...this.checks.get(), [part]: check });
  }
}

/** What the centre is told. */
export function resultOf(checks: Checks, measured: LineResult | null): Record<string, unknown> {
  const passed = (part: Part) => checks[part].state === 'passed';
  const failed = PARTS.filter(part => !passed(part)).map(part => `${say.checks[part]}: ${checks[part].text}`);
  const worst = measured ? worse(measured.up, measured.down) : null;
  return {
    camera: passed('camera'),
    microphone: passed('microphone'),
    speaker: passed('speaker'),
    line: passed('line'),
    loss_percent: worst?.loss ?? 0,
    jitter_ms: worst?.jitter ?? 0,
    round_trip_ms: worst?.rtt ?? 0,
    remark: failed.join(' · ').slice(0, 500),
  };
}

function worse(a: Measure, b: Measure): Measure {
  const most = (x: number | null, y: number | null) => (x === null ? y : y === null ? x : Math.max(x, y));
  return {
    loss: most(a.loss, b.loss),
    jitter: most(a.jitter, b.jitter),
    rtt: most(a.rtt, b.rtt),
    kbps: a.kbps,
  };
}

function look(video: HTMLVideoElement): { mean: number; spread: number } {
  const canvas = new OffscreenCanvas(64, 36);
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  if (!brush || video.readyState < 2) return { mean: 0, spread: 0 };
  brush.drawImage(video, 0, 0, 64, 36);
  return light(brush.getImageData(0, 0, 64, 36).data);
}

const shown = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined ? '–' : decimal(value, digits);

const numbersText = (m: Measure): string =>
  m.kbps === null ? '' : say.checks.numbers(shown(m.loss), shown(m.jitter, 0), shown(m.rtt, 0));

const lineText = (check: CheckResult): string =>
  say.checks.numbers(
    shown(check.loss_percent ?? 0),
    shown(check.jitter_ms ?? 0, 0),
    shown(check.round_trip_ms ?? 0, 0),
  );

const pause = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms));
