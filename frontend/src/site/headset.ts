import type { Devices } from '../session/devices.js';

const KEY = 'diemcau.headset';

interface Chosen {
  microphone: string;
  speaker: string;
}

function chosen(): Chosen {
  try {
    return { microphone: '', speaker: '', ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  } catch {
    return { microphone: '', speaker: '' };
  }
}

/** The technician's headset, for the talk with the centre; without one the room's own microphone. */
export const headset = {
  chosen,

  choose(part: Partial<Chosen>): void {
    localStorage.setItem(KEY, JSON.stringify({ ...chosen(), ...part }));
  },

  speaker: (): string => chosen().speaker,

  async microphone(devices: Devices): Promise<MediaStreamTrack | null> {
    const { microphone } = chosen();
    if (!microphone) return devices.microphone.get()?.clone() ?? null;
    const stream = await navigator.mediaDevices
      .getUserMedia({ audio: { deviceId: { ideal: microphone } } })
      .catch(() => null);
    return stream?.getAudioTracks()[0] ?? null;
  },
};
