import { describe, expect, it } from 'vitest';
import { Devices } from '../../src/session/devices.js';
import { Drawer } from './fakes.js';

type Asked = { video?: MediaTrackConstraints; audio?: MediaTrackConstraints };

class Shelf extends EventTarget {
  readonly asked: Asked[] = [];
  readonly stopped: string[] = [];
  fails = '';
  private serial = 0;

  async getUserMedia(asked: Asked): Promise<MediaStream> {
    this.asked.push(asked);
    if (this.fails) throw Object.assign(new Error('no'), { name: this.fails });
    const name = `${asked.video ? 'video' : 'audio'}${++this.serial}`;
    const track = { name, stop: () => this.stopped.push(name), getSettings: () => ({ deviceId: name }) };
    return { getTracks: () => [track] } as unknown as MediaStream;
  }

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return [
      { kind: 'videoinput', deviceId: 'card', label: 'Capture' },
      { kind: 'audioinput', deviceId: '', label: '' },
    ] as MediaDeviceInfo[];
  }
}

function world(drawer = new Drawer()) {
  const shelf = new Shelf();
  return { shelf, drawer, devices: new Devices(drawer, shelf as unknown as MediaDevices) };
}

const settle = () => new Promise<void>(done => setTimeout(done, 0));

describe('devices', () => {
  it('opens camera and microphone once, whoever waits', async () => {
    const { shelf, devices } = world();
    await Promise.all([devices.start(), devices.start()]);
    expect(shelf.asked.length).toBe(2);
    expect(devices.camera.get()).not.toBeNull();
    expect(devices.lists.get().cameras.map(camera => camera.label)).toEqual(['Capture']);
    expect(devices.lists.get().microphones).toEqual([]);
  });

  it('remembers the choice for the next time', () => {
    const { drawer, devices } = world();
    devices.choose({ camera: 'card', echo: false });
    const next = world(drawer).devices.choice.get();
    expect(next).toMatchObject({ camera: 'card', echo: false, noise: true, profile: 'full' });
  });

  it('asks for the chosen camera, and takes another rather than none', async () => {
    const { shelf, devices } = world();
    devices.choose({ camera: 'card' });
    await devices.start();
    expect(shelf.asked[0]?.video).toMatchObject({ deviceId: { ideal: 'card' } });
  });

  it('lets the old camera go before it opens the new one', async () => {
    const { shelf, devices } = world();
    await devices.start();
    devices.choose({ camera: 'card' });
    expect(shelf.stopped.length).toBe(1);
    expect(devices.camera.get()).toBeNull();
    await settle();
    expect(devices.camera.get()).not.toBeNull();
  });

  it('leaves sound to the room’s own system when told to', async () => {
    const { shelf, devices } = world();
    devices.choose({ echo: false, noise: false, gain: false });
    await devices.start();
    const sound = shelf.asked.find(asked => asked.audio)?.audio;
    expect(sound).toMatchObject({ echoCancellation: false, noiseSuppression: false, autoGainControl: false });
  });

  it('does not touch the camera when the microphone changes', async () => {
    const { shelf, devices } = world();
    await devices.start();
    devices.choose({ microphone: 'desk' });
    await settle();
    expect(shelf.asked.filter(asked => asked.video).length).toBe(1);
    expect(shelf.asked.filter(asked => asked.audio).length).toBe(2);
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'busy'],
    ['SomethingElse', 'failed'],
  ])('%s is told as %s', async (error, problem) => {
    const { shelf, devices } = world();
    shelf.fails = error;
    await devices.start();
    expect(devices.problem.get()).toEqual({ camera: problem, microphone: problem });
  });

  it('says so on a page that is not secure', async () => {
    const devices = new Devices(new Drawer(), undefined);
    await devices.start();
    expect(devices.problem.get().camera).toBe('insecure');
  });

  it('tries again when something is plugged in', async () => {
    const { shelf, devices } = world();
    shelf.fails = 'NotFoundError';
    await devices.start();
    shelf.fails = '';
    shelf.dispatchEvent(new Event('devicechange'));
    await settle();
    await settle();
    expect(devices.camera.get()).not.toBeNull();
    expect(devices.problem.get().camera).toBe('');
  });

  it('is silent after it was stopped', async () => {
    const { shelf, devices } = world();
    await devices.start();
    devices.stop();
    shelf.dispatchEvent(new Event('devicechange'));
    await settle();
    expect(devices.camera.get()).toBeNull();
    expect(shelf.asked.length).toBe(2);
  });
});
