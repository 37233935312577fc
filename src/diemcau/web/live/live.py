"""Everything that lives as long as the web process: made at its start, ended with it."""

import asyncio
import logging
import re
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings

from diemcau.conference.session import Session as State
from diemcau.engine.port import EngineError, MediaEngine
from diemcau.records import bus
from diemcau.records.conductor import Conductor
from diemcau.records.presence import Presence
from diemcau.records.queries.access import (
    Asked,
    AsOperator,
    AsScreen,
    AsSite,
    Granted,
    NotSignedIn,
    access_live,
)
from diemcau.records.shared_lines import SharedLines
from diemcau.records.store import NotFound, StoreAway
from diemcau.web.live.acts import Acts
from diemcau.web.live.answers import Refusal
from diemcau.web.live.feed import Feed
from diemcau.web.live.gate import Gate
from diemcau.web.live.guard import Guard
from diemcau.web.live.hub import Hub
from diemcau.web.live.line import (
    AWAY,
    NOT_FOUND,
    NOT_SIGNED_IN,
    Beat,
    Line,
    Receive,
    Send,
    close,
    farewell,
    now_text,
)
from diemcau.web.live.numbers import Numbers
from diemcau.web.live.onward import Onward
from diemcau.web.live.passages import Passages, Room
from diemcau.web.live.sightings import Sightings
from diemcau.web.live.tickets import Tickets
from diemcau.web.live.visitor import Visitor
from diemcau.web.live.watch import EngineWatch
from diemcau.web.live.workers import Workers

log = logging.getLogger(__name__)

DEVICE = re.compile(r"[A-Za-z0-9_-]{0,64}\Z")
SITE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")
STAGE_EVERY = 5.0  # seconds: how late we are changes by itself


def shared_presence() -> tuple[Presence, SharedLines | None]:
    """With Redis there may be several web processes: each asks whether another one holds a site's line."""
    if not settings.REDIS_URL:
        return Presence(), None
    shared = SharedLines(settings.REDIS_URL, lambda: presence.on_line(datetime.now(UTC)))
    presence = Presence(shared)
    return presence, shared


class Live:
    def __init__(self, engine: MediaEngine) -> None:
        self.engine = engine
        self.workers = Workers()
        self.conductor = Conductor(engine)
        self.hub = Hub(self.workers, self.conductor)
        self.passages = Passages()
        self.watch = EngineWatch(self.hub, self.conductor)
        self.gate = Gate(engine, self.workers, self.passages, doubt=self.watch.doubt, follow=self.hub.feed)
        self.guard = Guard(self.hub, self.gate)
        self.onward = Onward(self.hub)
        self.presence, self.shared = shared_presence()
        self.sightings = Sightings(self.hub, self.presence)
        self.numbers = Numbers(self.hub, self.sightings)
        self.acts = Acts(self.hub)
        self.tickets = Tickets(engine, self.workers, self.passages, alone=self.shared is None)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        self.hub.on_change(self.gate.changed)
        self.hub.on_change(self._talkback_over)
        self.hub.on_change(self._slots_over)
        self.hub.on_change(self.numbers.changed)
        self.gate.on_leave(self.tickets.left)
        bus.here().listen(self.hub.heard)
        poll = bus.Poll(self.hub.heard, lambda: list(self.hub.feeds), self.workers.read)
        self._keep(poll.run(), self.watch.run(), self.guard.run(), self.onward.run(), self._keep_time())
        self._keep(self.sightings.look(), self.sightings.write(), self.numbers.run())
        if self.shared:
            self._keep(self.shared.run())

    def _keep(self, *works: Coroutine[Any, Any, None]) -> None:
        self._tasks.extend(asyncio.create_task(work) for work in works)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.numbers.write()
        if self.shared:
            await self.shared.close()
        await self.gate.close()
        await self.tickets.close()
        await self.hub.close()
        await self.workers.close()
        await self.engine.close()

    async def _keep_time(self) -> None:
        while True:
            await asyncio.sleep(STAGE_EVERY)
            for feed in self.hub.feeds.values():
                feed.tell_stage()

    def _talkback_over(self, before: State, after: State, _sites: frozenset[str]) -> None:
        if before.talkback and before.talkback != after.talkback:
            self.hub.soon(self._close_room(Room("talk", UUID(after.id), before.talkback)))

    def _slots_over(self, before: State, after: State, _sites: frozenset[str]) -> None:
        if before.running and not after.running:
            self.hub.soon(self.gate.forget(UUID(after.id)))

    async def _close_room(self, room: Room) -> None:
        try:
            await self.engine.close_room(str(room))
        except EngineError:
            log.warning("room %s is left to the clerk", room)

    # --- the line
    async def line(self, session: str, visitor: Visitor, receive: Receive, send: Send) -> None:
        """From the door to the farewell. A stranger does not learn whether there is such a session."""
        if (await receive())["type"] != "websocket.connect":
            return
        if not visitor.own_page:
            await close(send, 4403)
            return
        await send({"type": "websocket.accept"})
        opened = await self._open(session, visitor)
        if isinstance(opened, int):
            await send({"type": "websocket.send", "text": farewell(opened, visitor.language)})
            await close(send, opened)
            return
        await self._follow(*opened, receive, send)

    async def _open(self, session: str, visitor: Visitor) -> tuple[Feed, Line] | int:
        try:
            return await self._let_in(session, visitor)
        except NotSignedIn:
            return NOT_SIGNED_IN
        except NotFound:
            return NOT_FOUND
        except (StoreAway, Refusal):
            return AWAY

    async def _let_in(self, session: str, visitor: Visitor) -> tuple[Feed, Line]:
        as_, site, device = _wanted(visitor.query)
        work = partial(access_live, session, visitor.credential, _asked(as_, site), datetime.now(UTC))
        granted: Granted = await self.workers.read(work)
        feed = await self.hub.feed(UUID(granted.state.id))
        line = Line(granted, as_, site, device, visitor.language)
        line.since = _number(visitor.query.get("since", ""))
        return feed, line

    async def _follow(self, feed: Feed, line: Line, receive: Receive, send: Send) -> None:
        feed.join(line)
        self.sightings.opened(feed, line)
        try:
            await line.run(receive, send, partial(self._heard, feed))
        finally:
            feed.leave(line)
            self.sightings.closed(feed, line)

    def _heard(self, feed: Feed, line: Line, beat: Beat) -> None:
        line.put(f'{{"t":"beat","n":{beat.n},"now":"{now_text()}"}}')
        if line.as_ == "site":
            now = datetime.now(UTC)
            self.sightings.beat(feed, line, beat, now)
            if beat.stats is not None:
                self.numbers.take(feed, line, beat.stats, now)


def _wanted(query: Mapping[str, str]) -> tuple[str, str | None, str]:
    """Raises NotFound for anything that cannot be."""
    as_, site, device = query.get("as", ""), query.get("site", ""), query.get("device", "")
    if as_ not in ("site", "screen", "operator") or not DEVICE.match(device):
        raise NotFound
    if as_ == "operator":
        return as_, None, device
    if not SITE.match(site) or (as_ == "site" and not device):
        raise NotFound
    return as_, site, device


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _asked(as_: str, site: str | None) -> Asked:
    if site is None:
        return AsOperator()
    return AsSite(site) if as_ == "site" else AsScreen(site)
