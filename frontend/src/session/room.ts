import {
  AudioPresets,
  type ReconnectContext,
  type RoomConnectOptions,
  type RoomOptions,
  ScreenSharePresets,
  setLogLevel,
  Track,
  VideoPresets,
} from 'livekit-client';
import type { Source } from './protocol.js';

setLogLevel('warn'); // its chatter names rooms and people

/** Short tries first: after an engine's restart the gate lets us in at once. Then our own loop asks a new ticket. */
const PAUSES = [0, 200, 400, 600, 800, 1000, 1000, 1500, 1500, 2000, 2000, 2000];

export const ROOM: RoomOptions = {
  adaptiveStream: { pauseVideoInBackground: false },
  dynacast: true,
  stopLocalTrackOnUnpublish: true,
  disconnectOnPageLeave: true,
  reconnectPolicy: {
    nextRetryDelayInMs: (context: ReconnectContext) => PAUSES[context.retryCount] ?? null,
  },
  publishDefaults: {
    videoCodec: 'h264',
    backupCodec: false,
    simulcast: true,
    videoEncoding: { ...VideoPresets.h720.encoding, maxFramerate: 25, priority: 'low' },
    videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
    screenShareEncoding: ScreenSharePresets.h1080fps15.encoding,
    audioPreset: { ...AudioPresets.speech, maxBitrate: 48_000, priority: 'high' }, // sound before picture
    dtx: false,
    red: true,
  },
};

/** No public address is asked for anything: the engine names its own. */
export const CONNECT: RoomConnectOptions = {
  autoSubscribe: false,
  maxRetries: 0,
  peerConnectionTimeout: 10_000,
  websocketTimeout: 8_000,
  rtcConfig: { iceServers: [] },
};

const SOURCES: Partial<Record<Track.Source, Source>> = {
  [Track.Source.Camera]: 'camera',
  [Track.Source.Microphone]: 'microphone',
  [Track.Source.ScreenShare]: 'screen',
  [Track.Source.ScreenShareAudio]: 'screen_sound',
};

export const sourceOf = (source: Track.Source): Source | null => SOURCES[source] ?? null;

export const engineSource: Record<Source, Track.Source> = {
  camera: Track.Source.Camera,
  microphone: Track.Source.Microphone,
  screen: Track.Source.ScreenShare,
  screen_sound: Track.Source.ScreenShareAudio,
};
