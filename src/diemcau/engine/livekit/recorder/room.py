"""The recorder in the engine's room: it only looks and listens, and comes back by itself."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

import numpy as np
from livekit import rtc
from livekit.rtc.room import EventTypes

from diemcau.conference.plan import Identity, Slot, Source
from diemcau.engine.livekit.recorder.feeds import Feeds, Shot
from diemcau.engine.livekit.recorder.layout import Key
from diemcau.engine.livekit.recorder.mixer import RATE, Mixer
from diemcau.engine.livekit.recorder.wanted import Quality
from diemcau.engine.livekit.tickets import TRACKS
from diemcau.engine.port import Ticket
from diemcau.engine.recorder import RecorderError

log = logging.getLogger("diemcau.recorder")

CONNECT_SECONDS = 5
LEAVE_SECONDS = 5
FIRST_SECONDS = 20
SOON, LATEST = 0.2, 3.0
PIECE_MS = 20
CHANGES: tuple[EventTypes, ...] = (
    "participant_connected",
    "participant_disconnected",
    "track_published",
    "track_unpublished",
    "track_unsubscribed",
)
SOURCES: Mapping[int, Source] = {int(track): source for source, track in TRACKS.items()}
QUALITIES = {
    Quality.LOW: rtc.VideoQuality.VIDEO_QUALITY_LOW,
    Quality.MEDIUM: rtc.VideoQuality.VIDEO_QUALITY_MEDIUM,
    Quality.HIGH: rtc.VideoQuality.VIDEO_QUALITY_HIGH,
}
Publications = dict[Key, rtc.RemoteTrackPublication]


class Visit:
    """One connection to the room, until it is lost."""

    def __init__(self, feeds: Feeds, mixer: Mixer) -> None:
        self._feeds, self._mixer = feeds, mixer
        self._room = rtc.Room()
        self._wanted: Mapping[Key, Quality] = {}
        self._fetched: dict[str, Quality] = {}
        self._streams: dict[str, asyncio.Task[None]] = {}
        self._stopping: set[asyncio.Task[None]] = set()
        self.lost = asyncio.Event()
        self.reason: rtc.DisconnectReason.ValueType = rtc.DisconnectReason.UNKNOWN_REASON
        self._room.on("disconnected", self._on_lost)
        self._room.on("track_subscribed", self._on_track)
        self._room.on("reconnected", self._on_back)
        for event in CHANGES:
            self._room.on(event, lambda *_: self._fetch())

    async def enter(self, address: str, token: str) -> None:
        options = rtc.RoomOptions(auto_subscribe=False, connect_timeout=CONNECT_SECONDS)
        connecting = asyncio.create_task(self._room.connect(address, token, options))
        try:
            await asyncio.shield(connecting)
        except asyncio.CancelledError:
            await asyncio.wait([connecting])  # given up half-way, the media library ends the whole process
            connecting.exception()
            raise

    async def leave(self) -> None:
        for sid in list(self._streams):
            self._stop(sid)
        with suppress(Exception):  # it is gone, or goes: nothing to rescue
            async with asyncio.timeout(LEAVE_SECONDS):
                await asyncio.gather(*self._stopping, return_exceptions=True)
                await self._room.disconnect()

    def want(self, wanted: Mapping[Key, Quality]) -> None:
        self._wanted = wanted
        self._fetch()

    def _on_lost(self, reason: rtc.DisconnectReason.ValueType) -> None:
        self.reason = reason
        self.lost.set()

    def _on_back(self) -> None:
        """The engine may have forgotten what we asked for."""
        self._fetched = {}
        self._fetch()

    # --- what is fetched
    def _fetch(self) -> None:
        there = self._publications()
        kept = {there[key].sid: quality for key, quality in self._wanted.items() if key in there}
        for publication in self._every_publication():
            sid = publication.sid
            if (sid in kept) != (sid in self._fetched):
                publication.set_subscribed(sid in kept)
            if sid in kept and publication.simulcasted and self._fetched.get(sid) != kept[sid]:
                publication.set_video_quality(QUALITIES[kept[sid]])
        self._fetched = kept
        for sid in self._streams.keys() - kept.keys():
            self._stop(sid)

    def _publications(self) -> Publications:
        """By what they are for us; of a site that is there twice, those of its newest admission."""
        found: dict[Key, tuple[int, rtc.RemoteTrackPublication]] = {}
        for name, participant in self._room.remote_participants.items():
            identity = Identity.parse(name)
            if identity is None or identity.slot is not Slot.ROOM:
                continue
            for publication in participant.track_publications.values():
                key = (identity.owner, SOURCES.get(publication.source, Source.CAMERA))
                if key not in found or found[key][0] <= identity.epoch:
                    found[key] = (identity.epoch, publication)
        return {key: publication for key, (_epoch, publication) in found.items()}

    def _every_publication(self) -> Iterator[rtc.RemoteTrackPublication]:
        for participant in self._room.remote_participants.values():
            yield from participant.track_publications.values()

    # --- what comes
    def _on_track(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant
    ) -> None:
        identity = Identity.parse(participant.identity)
        source = SOURCES.get(publication.source)
        if identity is None or source is None or publication.sid not in self._fetched:
            return
        self._stop(publication.sid)
        key = (identity.owner, source)
        reading = self._look(track, key) if track.kind == rtc.TrackKind.KIND_VIDEO else self._hear(track, key)
        self._streams[publication.sid] = asyncio.create_task(reading)

    def _stop(self, sid: str) -> None:
        if (stream := self._streams.pop(sid, None)) is not None:
            self._stopping.add(stream)
            stream.add_done_callback(self._stopping.discard)
            stream.cancel()

    async def _look(self, track: rtc.Track, key: Key) -> None:
        stream = rtc.VideoStream(track, format=rtc.VideoBufferType.I420)
        try:
            async for event in stream:
                frame = event.frame
                shot = Shot(time.monotonic(), frame.width, frame.height, frame.data)
                self._feeds[key].add(shot)
        finally:
            await stream.aclose()

    async def _hear(self, track: rtc.Track, key: Key) -> None:
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=PIECE_MS)
        voice = (key, track.sid)
        try:
            async for event in stream:
                self._mixer.add(voice, time.monotonic(), np.frombuffer(event.frame.data, np.int16))
        finally:
            await stream.aclose()


class Attendance:
    """Stays in the room: a new ticket for every try, until it is told to leave or another takes its place."""

    def __init__(
        self,
        address: str,
        ticket: Callable[[], Ticket],
        feeds: Feeds,
        mixer: Mixer,
        replaced: Callable[[], None],
    ) -> None:
        self._address, self._ticket, self._replaced = address, ticket, replaced
        self._feeds, self._mixer = feeds, mixer
        self._visit: Visit | None = None
        self._wanted: Mapping[Key, Quality] = {}
        self._staying: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Raises RecorderError when the room does not let us in."""
        self._staying = asyncio.create_task(self._stay(await self._first()))

    def want(self, wanted: Mapping[Key, Quality]) -> None:
        self._wanted = wanted
        if self._visit:
            self._visit.want(wanted)

    async def end(self) -> None:
        if self._staying:
            self._staying.cancel()
            await asyncio.wait([self._staying])

    async def _first(self) -> Visit:
        until = time.monotonic() + FIRST_SECONDS
        while True:
            try:
                return await self._enter()
            except rtc.ConnectError as refused:
                if time.monotonic() > until:
                    raise RecorderError(f"not let into the room: {refused.message}") from None
            await asyncio.sleep(SOON)

    async def _enter(self) -> Visit:
        visit = Visit(self._feeds, self._mixer)
        try:
            await visit.enter(self._address, self._ticket().token)
        except BaseException:
            await visit.leave()
            raise
        return visit

    async def _stay(self, visit: Visit) -> None:
        while True:
            try:
                self._visit = visit
                visit.want(self._wanted)
                await visit.lost.wait()
            finally:
                self._visit = None
                await visit.leave()
            if visit.reason == rtc.DisconnectReason.DUPLICATE_IDENTITY:
                return self._replaced()
            log.warning("out of the room (%s), enters again", rtc.DisconnectReason.Name(visit.reason))
            visit = await self._again()

    async def _again(self) -> Visit:
        wait = SOON
        while True:
            await asyncio.sleep(wait)
            wait = min(wait * 2, LATEST)
            try:
                return await self._enter()
            except Exception as away:
                log.debug("not in the room yet (%s)", away)
