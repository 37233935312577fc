"""Rights can be withdrawn while somebody is connected: all lines and all tickets are looked at together, each
ten seconds."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from diemcau.conference.plan import Identity, Slot
from diemcau.records.queries.access import withdrawn
from diemcau.records.store import NotFound, StoreAway
from diemcau.web.live.answers import Refusal
from diemcau.web.live.feed import Feed
from diemcau.web.live.gate import Gate
from diemcau.web.live.hub import Hub
from diemcau.web.live.line import WITHDRAWN, Line
from diemcau.web.live.passages import Room

log = logging.getLogger(__name__)

LOOK_EVERY = 10.0


class Guard:
    def __init__(self, hub: Hub, gate: Gate) -> None:
        self._hub = hub
        self._gate = gate

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            with suppress(StoreAway, Refusal, NotFound):
                await self.look()

    async def look(self) -> None:
        lines = [(feed, line) for feed in self._hub.feeds.values() for line in feed.lines()]
        tickets = list(self._gate.passages.grants.items())
        granted = [line.granted for _, line in lines] + [one for _, one in tickets]
        if not granted:
            return
        gone = await self._hub.workers.read(partial(withdrawn, granted, datetime.now(UTC)))
        over = {id(one) for one in gone}
        for feed, line in lines:
            if id(line.granted) in over:
                log.info("withdrawn: %s of session %s", line.granted.actor.id, feed.id)
                line.bye(WITHDRAWN)
                await self._shut(feed, line)
        for (name, identity), one in tickets:
            room = Room.parse(name) if id(one) in over else None
            if room is not None:
                await self._gate.shut(room, identity)

    async def _shut(self, feed: Feed, line: Line) -> None:
        """Also out of the room, and not in again with the tickets it has."""
        for identity in identities(feed, line):
            await self._gate.shut(Room("room", feed.id), str(identity))


def identities(feed: Feed, line: Line) -> Iterable[Identity]:
    """What this line's page is called in the engine."""
    if line.site is None:
        return (Identity(Slot.OPERATOR, line.granted.actor.id, device=line.device),) if line.device else ()
    seat = feed.state.seat(line.site)
    if seat is None or not feed.entitled(line):
        return ()
    return (Identity(Slot.DISPLAY if line.as_ == "screen" else Slot.ROOM, seat.site, seat.epoch),)
