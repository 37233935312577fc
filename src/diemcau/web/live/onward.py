"""A room that waits before a session which is not open, or has ended, is sent on to the one of the same
conference that runs: nobody has to open another link."""

import asyncio
from contextlib import suppress
from functools import partial

import msgspec

from diemcau.records.queries.session import running_beside
from diemcau.records.store import StoreAway
from diemcau.web.live.answers import Refusal
from diemcau.web.live.feed import Feed
from diemcau.web.live.hub import Hub
from diemcau.web.live.line import Line

LOOK_EVERY = 3.0


class Onward:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            with suppress(StoreAway, Refusal):
                await self.look()

    async def look(self) -> None:
        """One question for all of them, and none while every session that is followed runs."""
        idle = {feed.id: feed for feed in self._hub.feeds.values() if not feed.state.running and _rooms(feed)}
        if not idle:
            return
        for session, other in (await self._hub.workers.read(partial(running_beside, set(idle)))).items():
            text = msgspec.json.encode({"t": "onward", "session": other}).decode()
            for line in _rooms(idle[session]):
                line.put(text)


def _rooms(feed: Feed) -> list[Line]:
    return [line for line in feed.lines() if line.site is not None]
