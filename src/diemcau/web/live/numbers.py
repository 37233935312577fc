"""What the sites' pages measure: to the boards once a second, into grades, into the table in bulk."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from diemcau.conference.quality import Sample
from diemcau.conference.session import Session as State
from diemcau.records.actions.quality import write_windows
from diemcau.records.line_quality import LineQuality
from diemcau.records.store import StoreAway
from diemcau.web.live.answers import Refusal
from diemcau.web.live.feed import Feed
from diemcau.web.live.hub import Hub
from diemcau.web.live.line import Line, Measure, Stats
from diemcau.web.live.sightings import Sightings

EVERY = 1.0  # seconds
WRITE_EVERY = 5


class Numbers:
    def __init__(self, hub: Hub, sightings: Sightings) -> None:
        self._hub = hub
        self._sightings = sightings
        self._quality = LineQuality()
        self._fresh: dict[UUID, dict[str, Any]] = {}

    def take(self, feed: Feed, line: Line, stats: Stats, now: datetime) -> None:
        if not feed.entitled(line) or line.site is None:
            return
        self._fresh.setdefault(feed.id, {})[line.site] = (stats, now)
        for direction, measure in (("up", stats.up), ("down", stats.down)):
            if measure is not None:
                self._quality.take(feed.id, line.site, direction, _sample(measure, now))

    async def run(self) -> None:
        beats = 0
        while True:
            await asyncio.sleep(EVERY)
            beats += 1
            self._tell(datetime.now(UTC))
            if beats % WRITE_EVERY == 0:
                await self.write()

    def _tell(self, now: datetime) -> None:
        self._quality.due(now)
        fresh, self._fresh = self._fresh, {}
        for session, feed in self._hub.feeds.items():
            cells = fresh.get(session, {})
            feed.tell_numbers({site: _cell(stats, now - at) for site, (stats, at) in cells.items()})
            self._sightings.take(session, self._quality.seen(feed.state))

    async def write(self) -> None:
        """Nothing is lost while the database is away."""
        windows = self._quality.to_write()
        if not windows:
            return
        try:
            await self._hub.workers.machine_act(partial(write_windows, windows))
        except (StoreAway, Refusal):
            self._quality.give_back(windows)

    def changed(self, before: State, after: State, _sites: frozenset[str]) -> None:
        if before.running and not after.running:
            self._quality.end(UUID(after.id))
            self._hub.soon(self.write())


def _sample(measure: Measure, now: datetime) -> Sample:
    return Sample(now, loss=measure.loss, jitter=measure.jitter, round_trip=measure.rtt, kbps=measure.kbps)


def _cell(stats: Stats, age: Any) -> dict[str, Any]:
    seconds = round(age.total_seconds(), 1)
    return {"up": stats.up, "down": stats.down, "level": stats.level, "age": seconds}
