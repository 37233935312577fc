"""Sites that watch: simulated sites which also follow the stage, as the site page does, and time it."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from livekit import rtc

from diemcau.engine.livekit.simulator.habits import Habits, Scenario
from diemcau.engine.livekit.simulator.media import Media
from diemcau.engine.livekit.simulator.picture import Camera, Format
from diemcau.engine.livekit.simulator.site import SimulatedSite, Turns
from diemcau.engine.livekit.simulator.web import Web
from tests.product.pictures import FirstFrame, enable
from tests.product.running import Product

SPEAKERS = Format(320, 180, 25)
OTHERS = Format(160, 96, 2)


class FirstSound:
    """When a track was first heard: the first frame that is not silence."""

    def __init__(self, track: rtc.Track, news: Callable[[], None]) -> None:
        self.track = track
        self.heard_at = 0.0
        self._news = news
        self._task = asyncio.create_task(
            self._listen(rtc.AudioStream(track, sample_rate=16000, num_channels=1))
        )

    async def _listen(self, stream: rtc.AudioStream) -> None:
        try:
            async for event in stream:
                if max(event.frame.data, default=0) > 300:
                    self.heard_at = asyncio.get_running_loop().time()
                    self._news()
                    break
        finally:
            await stream.aclose()

    def close(self) -> None:
        self._task.cancel()


class WatchingSite(SimulatedSite):
    """`pictures`, `sounds`: by site code, as they are subscribed."""

    def __init__(self, *rest: Any) -> None:
        super().__init__(*rest)
        self.pictures: dict[str, FirstFrame] = {}
        self.sounds: dict[str, FirstSound] = {}
        self.stage: dict[str, Any] = {}
        self._room: rtc.Room | None = None
        self._on: dict[str, bool] = {}
        self.changed = asyncio.Event()

    def _hear(self, message: dict[str, Any]) -> None:
        if message.get("stage"):
            self.stage = message["stage"]
            self._follow_stage()
        super()._hear(message)

    async def _follow(self, media: Media, mine: dict[str, Any]) -> None:
        await super()._follow(media, mine)
        if self._room is not media._room:
            self._attend(media._room)
        self._follow_stage()

    def _attend(self, room: rtc.Room) -> None:
        self._room, self._on = room, {}
        room.on("track_subscribed", self._subscribed)
        room.on("track_unsubscribed", self._unsubscribed)
        room.on("track_published", lambda *_: self._follow_stage())

    def _subscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, who: rtc.RemoteParticipant
    ) -> None:
        site = who.identity.split("~")[0]
        if track.kind == rtc.TrackKind.KIND_VIDEO:
            self.pictures[site] = FirstFrame(track)
            enable(publication, self._on.get(publication.sid, False))  # asked before, it is not heeded
        else:
            self.sounds[site] = FirstSound(track, self.changed.set)
        self.changed.set()

    def _unsubscribed(self, track: rtc.Track, _: Any, who: rtc.RemoteParticipant) -> None:
        kept: dict[str, FirstFrame] | dict[str, FirstSound]
        kept = self.pictures if track.kind == rtc.TrackKind.KIND_VIDEO else self.sounds
        site = who.identity.split("~")[0]
        if site in kept and kept[site].track is track:  # not the one that came in its place
            kept.pop(site).close()
        self.changed.set()

    def listen_anew(self, site: str) -> None:
        """What was heard until now does not count; the track may be the same one."""
        known = self.sounds.pop(site, None)
        if known is not None:
            known.close()
            self.sounds[site] = FirstSound(known.track, self.changed.set)

    def _follow_stage(self) -> None:
        """Program on, preview subscribed and off, the microphones always."""
        if not self._room or not self.stage:
            return
        program = set(self.stage["program"].get("sites", ()))
        warm = program | set(self.stage["preview"].get("sites", ()))
        for who in self._room.remote_participants.values():
            site = who.identity.split("~")[0]
            for publication in who.track_publications.values():
                video = publication.kind == rtc.TrackKind.KIND_VIDEO
                wanted = site in warm if video else site in self.stage["microphones"]
                self._set(publication, wanted, not video or site in program)

    def _set(self, publication: rtc.RemoteTrackPublication, wanted: bool, on: bool) -> None:
        if (publication.sid in self._on) != wanted:
            publication.set_subscribed(wanted)
            if not wanted:
                self._on.pop(publication.sid, None)
                return
            self._on[publication.sid] = True
        if wanted and self._on[publication.sid] != on:
            enable(publication, on)
            self._on[publication.sid] = on

    async def hears(self, site: str) -> float:
        """When the sound of `site` that is subscribed now was first heard."""
        await self.until(lambda: site in self.sounds and self.sounds[site].heard_at)
        return self.sounds[site].heard_at

    async def until(self, holds: Any) -> None:
        while not holds():
            self.changed.clear()
            await self.changed.wait()


class Audience:
    def __init__(self, product: Product, web: Web, speakers: Iterable[str]) -> None:
        import random

        turns = Turns()
        fast = set(speakers)
        self.sites: dict[str, WatchingSite] = {}
        for place in product.places:
            habits = Habits(
                place.code, f"sim-{place.code}"[:64], place.name, Scenario.QUIET, random.Random(place.code)
            )
            camera = Camera(place.name, place.number, SPEAKERS if place.code in fast else OTHERS)
            self.sites[place.code] = WatchingSite(web, place.token, camera, habits, turns)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for number, site in enumerate(self.sites.values()):
                group.create_task(_late(site, number * 0.03))

    @property
    def joined(self) -> int:
        return sum(site.joined for site in self.sites.values())


async def _late(site: WatchingSite, wait: float) -> None:
    await asyncio.sleep(wait)
    await site.run()
