"""A simulated site in the engine's room: camera always, sound while it may, seen by whom the session says."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import Self

import numpy as np
from livekit import rtc
from livekit.rtc._proto.track_pb2 import ParticipantTrackPermission
from livekit.rtc.participant import PublishTrackError
from livekit.rtc.room import EventTypes

from diemcau.engine.livekit.simulator import numbers
from diemcau.engine.livekit.simulator.picture import Camera, Frame
from diemcau.engine.livekit.simulator.tone import CHUNK, RATE, level_of, second_of_tone
from diemcau.engine.livekit.simulator.words import Json

OPERATORS = "op"
CONNECT_SECONDS = 10
PUBLISH_SECONDS = 15  # the engine does not answer at all when it is not allowed


SILENT = 0.005
DARKROOM = ThreadPoolExecutor(1, "camera")  # encoding does not hold up the lines
CHANGES: tuple[EventTypes, ...] = (
    "participant_connected",
    "participant_disconnected",
    "participant_permissions_changed",
    "reconnecting",
    "reconnected",
)


class MediaError(Exception):
    """Not let in, or the room is gone. A new ticket, once more."""


class Media:
    """`changed` is called when the room did something: somebody came or went, our line broke.

    `hear_and_see`: subscribe to everything (benchmarks); else to nothing.
    """

    def __init__(self, camera: Camera, changed: Callable[[], None], *, hear_and_see: bool = False) -> None:
        self._room = rtc.Room()
        self._camera, self._changed = camera, changed
        self._options = rtc.RoomOptions(auto_subscribe=hear_and_see, connect_timeout=CONNECT_SECONDS)
        self._filming: asyncio.Task[None] | None = None
        self._sounding: asyncio.Task[None] | None = None
        self._sound_sid = ""
        self._counted: numbers.Counters | None = None
        self._allowed: object = None
        self._incoming: dict[int, rtc.Track] = {}
        self._came = asyncio.Event()
        self.level: float | None = None
        self.lost = False
        self._listen()

    @classmethod
    async def enter(
        cls, url: str, token: str, camera: Camera, changed: Callable[[], None], *, hear_and_see: bool = False
    ) -> Self:
        media = cls(camera, changed, hear_and_see=hear_and_see)
        connecting = asyncio.create_task(media._room.connect(url, token, media._options))
        try:
            await asyncio.shield(connecting)
        except rtc.ConnectError as refused:
            raise MediaError(refused.message) from None
        except asyncio.CancelledError:
            await asyncio.wait([connecting])  # given up half-way, the media library ends the whole process
            connecting.exception()  # refused meanwhile: nobody waits for the answer any more
            await media.leave()
            raise
        return media

    def _listen(self) -> None:
        self._room.on("disconnected", self._on_lost)
        self._room.on("track_subscribed", self._on_track)
        self._room.on("local_track_unpublished", self._on_unpublished)
        for event in CHANGES:
            self._room.on(event, lambda *_: self._changed())

    def _on_lost(self, *_: object) -> None:
        self.lost = True
        self._changed()

    def _on_unpublished(self, publication: rtc.LocalTrackPublication) -> None:
        """The engine took the microphone: that track is dead, the next grant gets a new one."""
        if publication.sid == self._sound_sid:
            self._stop_sounding()
            self._changed()

    @property
    def up(self) -> bool:
        return not self.lost and self._room.connection_state == rtc.ConnectionState.CONN_CONNECTED

    @property
    def filming(self) -> bool:
        return self.up and self._filming is not None

    @property
    def sounding(self) -> bool:
        return self.up and self._sounding is not None

    @property
    def may_speak(self) -> bool:
        """As the engine told us: the session's word may be here before the engine's."""
        given = self._room.local_participant.permissions
        return given.can_publish and rtc.TrackSource.SOURCE_MICROPHONE in given.can_publish_sources

    async def leave(self) -> None:
        self._stop_sounding()
        if self._filming:
            self._filming.cancel()
            self._filming = None
        with suppress(Exception):  # it is gone, or goes: nothing to rescue
            async with asyncio.timeout(5):
                await self._room.disconnect()
        self.lost = True

    # --- camera
    async def film(self) -> None:
        form = self._camera.form
        source = rtc.EncodedVideoSource(form.width, form.height)
        track = rtc.LocalVideoTrack.create_video_track("camera", source)
        options = rtc.TrackPublishOptions(
            source=rtc.TrackSource.SOURCE_CAMERA,
            video_codec=rtc.VideoCodec.H264,
            video_encoder=rtc.VideoEncoderBackend.ENCODER_BACKEND_PRE_ENCODED,
            simulcast=False,
        )
        await self._publish(track, options)
        self._filming = asyncio.create_task(self._roll(source))

    async def _roll(self, source: rtc.EncodedVideoSource) -> None:
        """On the beat of the frame rate; a beat that was missed is left out."""
        step, began, beat = self._camera.form.step, time.monotonic(), 0
        loop = asyncio.get_running_loop()
        while True:
            await loop.run_in_executor(DARKROOM, self._shoot, source)
            beat = max(beat + 1, int((time.monotonic() - began) / step))
            await asyncio.sleep(max(began + beat * step - time.monotonic(), 0))

    def _shoot(self, source: rtc.EncodedVideoSource) -> None:
        key = source.take_feedback().keyframe_requested
        self._show(source, self._camera.frame(datetime.now(UTC), key))

    def _show(self, source: rtc.EncodedVideoSource, frame: Frame) -> None:
        kind = (
            rtc.EncodedFrameType.ENCODED_FRAME_KEY if frame.key else rtc.EncodedFrameType.ENCODED_FRAME_DELTA
        )
        form = self._camera.form
        source.capture_frame(
            rtc.EncodedVideoFrame(
                data=frame.data,
                width=form.width,
                height=form.height,
                codec=rtc.VideoCodec.H264,
                frame_type=kind,
                timestamp_us=time.monotonic_ns() // 1000,
            )
        )

    # --- sound
    async def speak(self, wanted: bool) -> None:
        if wanted and self._sounding is None:
            await self._start_sounding()
        elif not wanted and self._sounding is not None:
            sid = self._sound_sid
            self._stop_sounding()
            with suppress(Exception):  # the engine was faster: it dropped the track
                await self._room.local_participant.unpublish_track(sid)

    async def _start_sounding(self) -> None:
        source = rtc.AudioSource(RATE, 1, queue_size_ms=200)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=False, red=False)
        self._sound_sid = (await self._publish(track, options)).sid
        self._sounding = asyncio.create_task(self._sound(source))

    async def _sound(self, source: rtc.AudioSource) -> None:
        tone = second_of_tone(self._camera.number)
        at = 0
        while True:
            part = tone[at : at + CHUNK]
            self.level = level_of(part)
            await source.capture_frame(rtc.AudioFrame(part.tobytes(), RATE, 1, len(part)))
            at = (at + CHUNK) % len(tone)

    def _stop_sounding(self) -> None:
        if self._sounding:
            self._sounding.cancel()
        self._sounding, self._sound_sid, self.level = None, "", None

    async def _publish(
        self, track: rtc.LocalTrack, options: rtc.TrackPublishOptions
    ) -> rtc.LocalTrackPublication:
        try:
            async with asyncio.timeout(PUBLISH_SECONDS):
                return await self._room.local_participant.publish_track(track, options)
        except (PublishTrackError, TimeoutError) as refused:
            raise MediaError(f"{type(refused).__name__} {refused}") from None

    # --- who may see it
    def admit_viewers(self, *, everybody: bool, chair: str = "") -> None:
        """Operators and the chair's site see and hear it always; others hear it always, and see it if
        `everybody`."""
        present = sorted(self._room.remote_participants)
        wanted = (everybody, self._sound_sid, chair, () if everybody else tuple(present))
        if wanted != self._allowed:
            self._allowed = wanted
            self._room.local_participant.set_track_subscription_permissions(
                allow_all_participants=everybody,
                participant_permissions=[self._permission(identity, chair) for identity in wanted[3]],
            )

    def _permission(self, identity: str, chair: str) -> ParticipantTrackPermission:
        sees = identity.partition("~")[0] in (OPERATORS, chair)
        heard = [self._sound_sid] if self._sound_sid and not sees else []
        return ParticipantTrackPermission(
            participant_identity=identity, allow_all=sees, allowed_track_sids=heard
        )

    # --- numbers
    async def numbers(self) -> Json:
        """Of the time since the last call."""
        stats = await self._room.get_rtc_stats()
        now = numbers.count(stats.publisher_stats, stats.subscriber_stats, time.monotonic())
        before, self._counted = self._counted or now, now
        up = numbers.uplink(stats.publisher_stats, before, now)
        return {"up": up, "down": numbers.downlink(stats.subscriber_stats, before, now)}

    # --- what comes in (line check)
    async def sees(self, seconds: float) -> bool:
        """A picture of somebody else came and could be decoded."""
        try:
            async with asyncio.timeout(seconds):
                stream = rtc.VideoStream(await self._first(rtc.TrackKind.KIND_VIDEO))
                await anext(stream)
                await stream.aclose()
        except TimeoutError:
            return False
        return True

    async def hears(self, seconds: float) -> bool:
        """Somebody else's sound came, and it was not silence."""
        try:
            async with asyncio.timeout(seconds):
                stream = rtc.AudioStream(await self._first(rtc.TrackKind.KIND_AUDIO))
                async for event in stream:
                    if level_of(np.frombuffer(event.frame.data, np.int16)) > SILENT:
                        break
                await stream.aclose()
        except TimeoutError:
            return False
        return True

    async def _first(self, kind: rtc.TrackKind.ValueType) -> rtc.Track:
        while kind not in self._incoming:
            self._came.clear()
            await self._came.wait()
        return self._incoming[kind]

    def _on_track(self, track: rtc.Track, *_: object) -> None:
        self._incoming[track.kind] = track
        self._came.set()
