"""Sites whose picture is one colour and whose sound one pitch; one flashes, with a tone, once a second."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import numpy as np
from livekit import rtc

from diemcau.conference.plan import Identity, Rights, Slot, Source
from diemcau.engine.livekit.control import LiveKitEngine
from tests.engine.showing import Colour, colour_of_site

WIDE, HIGH, BEAT = 160, 90, 0.04
RATE = 48_000
CHUNK = round(RATE * BEAT)
PIECE = RATE // 100
FLASH = 5  # beats of 25
EVERYTHING = Rights(frozenset(Source))
SOURCES = {
    Source.CAMERA: rtc.TrackSource.SOURCE_CAMERA,
    Source.SCREEN: rtc.TrackSource.SOURCE_SCREENSHARE,
    Source.MICROPHONE: rtc.TrackSource.SOURCE_MICROPHONE,
    Source.SCREEN_SOUND: rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO,
}


def pitch_of(number: int) -> int:
    """Whole periods in one chunk, so that it can be repeated."""
    return 300 + 100 * number


def picture_of(colour: Colour) -> rtc.VideoFrame:
    one, two, three = colour
    planes = np.repeat(
        np.array([one, two, three], np.uint8), [WIDE * HIGH, WIDE * HIGH // 4, WIDE * HIGH // 4]
    )
    return rtc.VideoFrame(WIDE, HIGH, rtc.VideoBufferType.I420, planes.tobytes())


def sound_of(number: int) -> np.ndarray:
    wave = np.sin(2 * np.pi * pitch_of(number) * np.arange(CHUNK) / RATE)
    return np.round(wave * 0.2 * 32767).astype(np.int16)


class Beacon:
    """`number`: its colour and its pitch. `flashes`: bright and heard in the first fifth of every second."""

    def __init__(self, code: str, number: int, *, flashes: bool = False) -> None:
        self.code, self.number, self.flashes = code, number, flashes
        self.room = rtc.Room()
        self._light = picture_of(colour_of_site(number))
        self._dark = picture_of((30, 128, 128))
        self._tone, self._silence = sound_of(number), np.zeros(CHUNK, np.int16)
        self._pictures: list[rtc.VideoSource] = []
        self._sounds: list[rtc.AudioSource] = []
        self._shining: asyncio.Task[None] | None = None

    async def enter(self, engine: LiveKitEngine, room: str) -> None:
        identity = str(Identity(Slot.ROOM, self.code, 1))
        ticket = engine.ticket(room, identity, self.code, EVERYTHING, timedelta(minutes=5))
        await self.room.connect(engine.address, ticket.token, rtc.RoomOptions(auto_subscribe=False))
        self._shining = asyncio.create_task(self._shine())

    async def publish(self, *sources: Source) -> None:
        for source in sources:
            options = rtc.TrackPublishOptions(source=SOURCES[source], simulcast=False, dtx=False)
            if source in (Source.CAMERA, Source.SCREEN):
                picture = rtc.VideoSource(WIDE, HIGH)
                track: rtc.LocalTrack = rtc.LocalVideoTrack.create_video_track(source, picture)
                self._pictures.append(picture)
            else:
                sound = rtc.AudioSource(RATE, 1, queue_size_ms=0)
                track = rtc.LocalAudioTrack.create_audio_track(source, sound)
                self._sounds.append(sound)
            await self.room.local_participant.publish_track(track, options)

    async def leave(self) -> None:
        if self._shining:
            self._shining.cancel()
        await self.room.disconnect()

    async def _shine(self) -> None:
        """Picture and sound of one beat go out at the same instant."""
        first = time.monotonic()
        for beat in itertools.count():
            await asyncio.sleep(max(first + beat * BEAT - time.monotonic(), 0))
            on = not self.flashes or beat % 25 < FLASH
            for picture in self._pictures:
                picture.capture_frame(self._light if on else self._dark)
            pieces = (self._tone if on else self._silence).reshape(-1, PIECE)
            frames = [rtc.AudioFrame(piece.tobytes(), RATE, 1, PIECE) for piece in pieces]
            await asyncio.gather(*(s.capture_frame(frame) for s in self._sounds for frame in frames))


@asynccontextmanager
async def beacons(engine: LiveKitEngine, room: str, *lit: Beacon) -> AsyncIterator[None]:
    await engine.open_room(room)
    for beacon in lit:
        await beacon.enter(engine, room)
        await beacon.publish(Source.CAMERA, Source.MICROPHONE)
    try:
        yield
    finally:
        for beacon in lit:
            await beacon.leave()
