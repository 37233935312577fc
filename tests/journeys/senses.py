"""What a person in front of a page hears and sees, measured in the page itself."""

from playwright.async_api import Page
from playwright.async_api import TimeoutError as TooLate

LISTEN = """
const make = document.createElement.bind(document);
const sounds = [];
document.createElement = (name, options) => {
  const made = make(name, options);
  if (made instanceof HTMLAudioElement) sounds.push(made);
  return made;
};
const ears = new WeakMap();
let context;
const earAt = track => {
  if (!ears.has(track)) {
    context ??= new AudioContext();
    const ear = context.createAnalyser();
    ear.fftSize = 32768;  // two thirds of a second
    context.createMediaStreamSource(new MediaStream([track])).connect(ear);
    ears.set(track, ear);
  }
  return ears.get(track);
};
const loudest = track => {
  const ear = earAt(track);
  const wave = new Float32Array(ear.fftSize);
  ear.getFloatTimeDomainData(wave);
  return wave.reduce((most, at) => Math.max(most, Math.abs(at)), 0);
};
const plays = one => !one.paused && !one.muted && one.volume > 0 && one.srcObject?.active;
const lastLoud = new WeakMap();
setInterval(() => {
  for (const one of sounds.filter(plays))
    for (const track of one.srcObject.getAudioTracks())
      if (loudest(track) > 0.01) lastLoud.set(track, performance.now());
}, 200);
const isLoud = track => performance.now() - (lastLoud.get(track) ?? -Infinity) < 2000;
const isHeard = one => plays(one) && one.srcObject.getAudioTracks().some(isLoud);
window.heard = () => sounds.filter(isHeard).length;
const filmed = [];
const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (ask)
  navigator.mediaDevices.getUserMedia = async wish => {
    const stream = await ask(wish);
    filmed.push(...stream.getTracks());
    return stream;
  };
window.filming = () => filmed.some(track => track.readyState === 'live');
const peers = [];
const Peer = RTCPeerConnection;
window.RTCPeerConnection = class extends Peer {
  constructor(...options) {
    super(...options);
    peers.push(this);
  }
};
window.pictures = async () => {
  const open = peers.filter(one => one.connectionState === 'connected');
  const all = await Promise.all(open.map(one => one.getStats()));
  const incoming = all.flatMap(stats => [...stats.values()])
    .filter(one => one.type === 'inbound-rtp' && one.kind === 'video');
  return {tracks: incoming.length, frames: incoming.reduce((sum, one) => sum + (one.framesReceived ?? 0), 0)};
};
window.linked = () => peers.filter(one => one.connectionState !== 'closed').length;
"""
"""Runs before a page's own scripts (sound elements are not in the document). `heard()`: how many sources play
that were loud within the last two seconds; Chromium's own microphone beeps once a second.
`linked()`: the page's connections for picture and sound. `filming()`: its camera's lamp is on.
`pictures()`: how many tracks with pictures come in, and how many frames came."""

CHANGES = """selector => {
  const video = document.querySelector(selector);
  if (!video || video.readyState < 2 || !video.videoWidth) return false;
  const canvas = Object.assign(document.createElement('canvas'), {width: 64, height: 36});
  const paper = canvas.getContext('2d');
  paper.drawImage(video, 0, 0, 64, 36);
  const now = paper.getImageData(0, 0, 64, 36).data.join();
  const before = video.dataset.seen;
  video.dataset.seen = now;
  return before !== undefined && before !== now;
}"""


async def hears(page: Page, sources: int, seconds: float = 60) -> None:
    try:
        await page.wait_for_function(
            "many => heard() === many", arg=sources, polling=100, timeout=seconds * 1000
        )
    except TooLate as late:
        told = await page.evaluate("async () => [heard(), linked(), (await pictures()).tracks]")
        raise AssertionError(f"heard, connections, pictures: {told}; {sources} should be heard") from late


async def neither_sends_nor_receives(page: Page) -> None:
    """Nor does its camera run."""
    await page.wait_for_function("() => linked() === 0 && !filming()", polling=100, timeout=60_000)
    await hears(page, 0)


async def sees(page: Page, name: str, seconds: float = 60) -> None:
    """On the program of this page stands this site's picture, and it moves."""
    await moves(page, f'dc-program .scene:not(.behind) [aria-label="{name}"] video', seconds)


async def moves(page: Page, selector: str, seconds: float = 60) -> None:
    await page.wait_for_function(CHANGES, arg=selector, polling=250, timeout=seconds * 1000)
