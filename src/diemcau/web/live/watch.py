"""Is the engine there, and does it know our rooms? The pages are told at once: nobody backs off for long."""

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from diemcau.records.conductor import Conductor
from diemcau.records.store import NotFound, StoreAway
from diemcau.web.live.answers import Refusal
from diemcau.web.live.hub import Hub

log = logging.getLogger(__name__)

LOOK_EVERY = 1.5
LOOK_EVERY_WHILE_AWAY = 0.2
DOUBT_AT_MOST_EVERY = 0.2

DOWN = '{"t":"engine","up":false}'
UP = '{"t":"engine","up":true}'


class EngineWatch:
    def __init__(self, hub: Hub, conductor: Conductor) -> None:
        self._hub = hub
        self._conductor = conductor
        self._doubts: set[UUID] = set()
        self._known: set[UUID] = set()
        self._wake = asyncio.Event()
        self.up = True

    def doubt(self, session: UUID, *, had_room: bool = False) -> None:
        """The gate or the engine itself hints that something is not as it should be.

        `had_room`: somebody was in it until now; if it is not there, it was lost, however quickly.
        """
        self._doubts.add(session)
        if had_room:
            self._known.add(session)
        self._wake.set()

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except (StoreAway, Refusal, NotFound):
                log.info("the sessions cannot be read now")
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY if self.up else LOOK_EVERY_WHILE_AWAY):
                    await self._wake.wait()
            self._wake.clear()
            await asyncio.sleep(DOUBT_AT_MOST_EVERY)

    async def look(self) -> None:
        rooms = await self._conductor.rooms()
        if rooms is None:
            self._tell(up=False)
            return
        doubted, self._doubts = self._doubts, set()
        for session in doubted - self._hub.feeds.keys():
            await self._hub.feed(session)
        running = {feed.id for feed in self._hub.feeds.values() if feed.state.running}
        forgotten = {session for session in running if str(session) not in rooms}
        if forgotten & self._known:
            log.info("the engine has forgotten %d rooms", len(forgotten))
            self._tell(up=False)
        self._known = running - forgotten
        if await self._mended(forgotten | (doubted & running)):
            self._tell(up=True)

    async def _mended(self, sessions: set[UUID]) -> bool:
        """The rooms first, the word afterwards: the pages come back to a room that is there."""
        feeds = [self._hub.feeds[session] for session in sessions if session in self._hub.feeds]
        present = [await self._conductor.reconcile(feed.state) for feed in feeds]
        return all(there is not None for there in present)

    def _tell(self, *, up: bool) -> None:
        if up == self.up:
            return
        self.up = up
        log.info("the engine is %s", "there" if up else "away")
        for feed in self._hub.feeds.values():
            feed.tell_all(UP if up else DOWN)
