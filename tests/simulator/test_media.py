"""The media of simulated sites on a real engine, seen and heard by somebody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from livekit import rtc
from livekit.rtc.track_publication import RemoteTrackPublication

from diemcau.conference.plan import Rights, Source
from diemcau.engine.livekit.control import LiveKitEngine
from diemcau.engine.livekit.simulator.media import Media, MediaError
from diemcau.engine.livekit.simulator.picture import Camera, Format
from diemcau.engine.livekit.simulator.tone import pitch_of
from tests.engine.worlds import eventually

pytestmark = pytest.mark.engine
SMALL = Format(320, 180, 8)
NAMES = ["Thành phố Thanh Hóa", "Thị xã Bỉm Sơn", "Huyện Như Xuân"]
CAMERA = Rights(frozenset({Source.CAMERA}))
FLOOR = Rights(frozenset({Source.CAMERA, Source.MICROPHONE}))
MINUTE = timedelta(minutes=1)


class Audience:
    """A subscriber who takes what he is let see; events instead of waiting."""

    def __init__(self, engine: LiveKitEngine, room: str, identity: str) -> None:
        self._engine, self._name, self.identity = engine, room, identity
        self._changed = asyncio.Event()
        self.room = rtc.Room()
        self.tracks: dict[tuple[str, int], rtc.Track] = {}
        self.room.on("track_subscribed", self._on_track)
        self.room.on("track_unsubscribed", self._off_track)
        self.room.on("track_published", lambda *_: self._changed.set())

    async def enter(self) -> None:
        await self._engine.open_room(self._name)
        ticket = self._engine.ticket(self._name, self.identity, self.identity, Rights(), MINUTE)
        await self.room.connect(self._engine.address, ticket.token, rtc.RoomOptions(auto_subscribe=True))

    def _on_track(self, track: rtc.Track, _: RemoteTrackPublication, whose: rtc.RemoteParticipant) -> None:
        self.tracks[whose.identity, track.kind] = track
        self._changed.set()

    def _off_track(self, track: rtc.Track, _: RemoteTrackPublication, whose: rtc.RemoteParticipant) -> None:
        self.tracks.pop((whose.identity, track.kind), None)
        self._changed.set()

    async def track(self, identity: str, kind: int) -> rtc.Track:
        async with asyncio.timeout(10):
            while (identity, kind) not in self.tracks:
                self._changed.clear()
                await self._changed.wait()
        return self.tracks[identity, kind]

    async def frames(self, identity: str, count: int) -> list[np.ndarray]:
        stream = rtc.VideoStream(await self.track(identity, rtc.TrackKind.KIND_VIDEO))
        frames: list[np.ndarray] = []
        async with asyncio.timeout(10):
            async for event in stream:
                luma = event.frame.convert(rtc.VideoBufferType.I420).get_plane(0)
                frames.append(np.frombuffer(luma, np.uint8).reshape(event.frame.height, -1).copy())
                if len(frames) == count:
                    break
        await stream.aclose()
        return frames

    async def sees_nothing_more(self, identity: str) -> None:
        """Returns when no frame came for three quarters of a second, six frames' time."""
        stream = rtc.VideoStream(await self.track(identity, rtc.TrackKind.KIND_VIDEO))
        with suppress(TimeoutError):
            while True:
                await asyncio.wait_for(anext(stream), 0.75)
        await stream.aclose()

    async def pitch(self, identity: str) -> float:
        """The strongest frequency of half a second of loud sound."""
        stream = rtc.AudioStream(await self.track(identity, rtc.TrackKind.KIND_AUDIO), sample_rate=48000)
        heard = np.zeros(0)
        async with asyncio.timeout(10):
            async for event in stream:
                part = np.frombuffer(event.frame.data, np.int16).astype(float)
                heard = (
                    np.concatenate([heard, part])
                    if np.abs(part).max(initial=0) > 300 or heard.size
                    else heard
                )
                if heard.size >= 24000:
                    break
        await stream.aclose()
        return float(np.fft.rfftfreq(heard.size, 1 / 48000)[np.abs(np.fft.rfft(heard)).argmax()])


@pytest.fixture
async def audience(livekit: LiveKitEngine, room_name: str) -> AsyncIterator[Audience]:
    made = Audience(livekit, room_name, "op~1~desk")
    await made.enter()
    yield made
    await made.room.disconnect()


async def enter(engine: LiveKitEngine, room: str, number: int, rights: Rights = CAMERA) -> Media:
    ticket = engine.ticket(room, f"site-{number}~room~1", NAMES[number], rights, MINUTE)
    camera = Camera(NAMES[number], number, SMALL)
    media = await Media.enter(engine.address, ticket.token, camera, lambda: None)
    await media.film()
    media.admit_viewers(everybody=True)
    return media


async def test_three_sites_are_seen_moving(
    livekit: LiveKitEngine, room_name: str, audience: Audience
) -> None:
    sites = await asyncio.gather(*(enter(livekit, room_name, n) for n in range(3)))
    seen = await asyncio.gather(*(audience.frames(f"site-{n}~room~1", 4) for n in range(3)))
    for frames in seen:
        assert all(frame.shape == (180, 320) for frame in frames)
        assert all(np.abs(one.astype(int) - two).max() > 100 for one, two in pairwise(frames))
    first = [frames[0].astype(int) for frames in seen]
    assert all(np.abs(one - two).mean() > 1 for one, two in pairwise(first)), "every site looks different"
    await asyncio.gather(*(site.leave() for site in sites))


async def test_the_tone_is_heard_while_it_may_speak(
    livekit: LiveKitEngine, room_name: str, audience: Audience
) -> None:
    site = await enter(livekit, room_name, 1)
    assert site.filming
    assert not site.sounding
    for _ in range(2):  # every grant a new track
        await livekit.set_rights(room_name, "site-1~room~1", FLOOR)
        await site.speak(True)
        assert await audience.pitch("site-1~room~1") == pytest.approx(pitch_of(1), abs=3)
        assert site.level
        await livekit.set_rights(room_name, "site-1~room~1", CAMERA)
        async with asyncio.timeout(5):
            while ("site-1~room~1", rtc.TrackKind.KIND_AUDIO) in audience.tracks:
                audience._changed.clear()
                await audience._changed.wait()
        await site.speak(False)
        assert not site.sounding
    assert site.filming
    await site.leave()


async def test_only_operators_see_it_until_everybody_may(
    livekit: LiveKitEngine, room_name: str, audience: Audience
) -> None:
    other = Audience(livekit, room_name, "site-2~room~1")
    await other.enter()
    site = await enter(livekit, room_name, 0, FLOOR)
    site.admit_viewers(everybody=False)
    await site.speak(True)
    site.admit_viewers(everybody=False)
    await audience.frames("site-0~room~1", 1)
    await other.track("site-0~room~1", rtc.TrackKind.KIND_AUDIO)
    assert ("site-0~room~1", rtc.TrackKind.KIND_VIDEO) not in other.tracks
    site.admit_viewers(everybody=True)
    await other.frames("site-0~room~1", 1)
    site.admit_viewers(everybody=False)
    await asyncio.wait_for(other.sees_nothing_more("site-0~room~1"), 8)
    await asyncio.gather(site.leave(), other.room.disconnect())


async def test_the_chairs_room_sees_it_before_everybody_may(livekit: LiveKitEngine, room_name: str) -> None:
    """The name of another site that begins like the chair's opens nothing."""
    chair, other = (Audience(livekit, room_name, f"{site}~room~1") for site in ("tinh-uy", "tinh-uy-2"))
    await asyncio.gather(chair.enter(), other.enter())
    site = await enter(livekit, room_name, 0)
    site.admit_viewers(everybody=False, chair="tinh-uy")
    await chair.frames("site-0~room~1", 1)
    assert ("site-0~room~1", rtc.TrackKind.KIND_VIDEO) not in other.tracks
    site.admit_viewers(everybody=False, chair="")
    await asyncio.wait_for(chair.sees_nothing_more("site-0~room~1"), 8)
    await asyncio.gather(site.leave(), chair.room.disconnect(), other.room.disconnect())


async def test_its_numbers_are_measured(livekit: LiveKitEngine, room_name: str, audience: Audience) -> None:
    site = await enter(livekit, room_name, 0)
    await audience.frames("site-0~room~1", 2)
    await site.numbers()
    await audience.frames("site-0~room~1", 8)
    said = await site.numbers()
    assert said["up"]["kbps"] > 5
    assert said["down"] == {"loss": None, "jitter": None, "rtt": None, "kbps": None}
    async with asyncio.timeout(15):
        while said["up"]["rtt"] is None:  # until the first report of the receiver
            await audience.frames("site-0~room~1", 4)
            said = await site.numbers()
    assert 0 <= said["up"]["loss"] < 100
    assert 0 <= said["up"]["rtt"] < 1000
    await site.leave()


async def test_removed_it_knows(livekit: LiveKitEngine, room_name: str, audience: Audience) -> None:
    noticed = asyncio.Event()
    ticket = livekit.ticket(room_name, "site-0~room~1", NAMES[0], CAMERA, MINUTE)
    site = await Media.enter(livekit.address, ticket.token, Camera(NAMES[0], 0, SMALL), noticed.set)
    await site.film()
    await livekit.remove(room_name, "site-0~room~1")
    async with asyncio.timeout(10):
        while not site.lost:
            noticed.clear()
            await noticed.wait()
    assert not site.up
    await site.leave()


async def test_given_up_while_it_enters_it_leaves_no_trace(livekit: LiveKitEngine, room_name: str) -> None:
    await livekit.open_room(room_name)
    ticket = livekit.ticket(room_name, "site-0~room~1", NAMES[0], CAMERA, MINUTE)
    camera = Camera(NAMES[0], 0, SMALL)
    entering = asyncio.create_task(Media.enter(livekit.address, ticket.token, camera, lambda: None))
    await eventually(lambda: livekit.participants(room_name), bool)
    entering.cancel()
    await asyncio.wait([entering])
    await eventually(lambda: livekit.participants(room_name), lambda there: not there)


async def test_without_a_room_it_is_told(livekit: LiveKitEngine, room_name: str) -> None:
    ticket = livekit.ticket(room_name, "site-0~room~1", NAMES[0], CAMERA, MINUTE)
    with pytest.raises(MediaError):
        await Media.enter(livekit.address, ticket.token, Camera(NAMES[0], 0, SMALL), lambda: None)


async def test_a_microphone_without_the_floor_is_refused(
    livekit: LiveKitEngine, room_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diemcau.engine.livekit.simulator.media.PUBLISH_SECONDS", 2)
    await livekit.open_room(room_name)
    site = await enter(livekit, room_name, 0)
    assert not site.may_speak
    with pytest.raises(MediaError):
        await site.speak(True)
    assert site.filming
    await site.leave()
