"""What the machine sees on the lines, on its way into the event stream: one act at a time."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from diemcau.conference.commands import AnyCommand
from diemcau.records.presence import LOOK_EVERY, Presence
from diemcau.records.store import NotFound, StoreAway
from diemcau.web.live.answers import Refusal
from diemcau.web.live.feed import Feed
from diemcau.web.live.hub import Hub
from diemcau.web.live.line import Beat, Line

RELOAD_WITHIN = 2.0  # seconds: a page that is opened anew is not lost

Key = tuple[UUID, str, str]


class Sightings:
    """Nothing is kept that could not be written: the next look sees it again."""

    def __init__(self, hub: Hub, presence: Presence) -> None:
        self._hub = hub
        self._presence = presence
        self._waiting: dict[Key, AnyCommand] = {}
        self._wake = asyncio.Event()

    # --- the lines
    def opened(self, feed: Feed, line: Line) -> None:
        if line.as_ == "site" and line.site:
            self._presence.opened(feed.state.id, line.site, line.id, line.device, datetime.now(UTC))
            self.look_at(feed, line.site)

    def beat(self, feed: Feed, line: Line, beat: Beat, now: datetime) -> None:
        """What it publishes is looked at in the next half second's round, unless it changed."""
        if line.site:
            self._presence.beat(feed.state.id, line.site, line.id, now, beat.media)
            if beat.media != line.media:
                line.media = beat.media
                self.look_at(feed, line.site)

    def closed(self, feed: Feed, line: Line) -> None:
        """Perhaps only for a moment."""
        if line.as_ == "site" and line.site:
            loop = asyncio.get_running_loop()
            loop.call_later(RELOAD_WITHIN, self._presence.closed, feed.state.id, line.site, line.id)

    def look_at(self, feed: Feed, site: str) -> None:
        seat = feed.state.seat(site)
        if seat is not None:
            self.take(feed.id, self._presence.seen_of(feed.state, seat, datetime.now(UTC)))

    # --- into the stream
    def take(self, session: UUID, seen: Iterable[AnyCommand]) -> None:
        for command in seen:
            self._waiting[(session, str(getattr(command, "site", "")), type(command).__name__)] = command
            self._wake.set()

    async def look(self) -> None:
        """Twice a second: who has fallen silent."""
        while True:
            now = datetime.now(UTC)
            for feed in list(self._hub.feeds.values()):
                self.take(feed.id, self._presence.seen(feed.state, now))
                feed.tell_knocking(self._presence.knocking(feed.state, now))
            await asyncio.sleep(LOOK_EVERY)

    async def write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                await self._next()

    async def _next(self) -> None:
        key, command = next(iter(self._waiting.items()))
        with suppress(StoreAway, Refusal, NotFound):
            await self._hub.see(key[0], command)
        if self._waiting.get(key) == command:
            del self._waiting[key]
