"""All sessions followed in this process. Acts go through here, so that their effect is told at once."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

from diemcau.conference.actors import MACHINE
from diemcau.conference.commands import AnyCommand, Order, Refused
from diemcau.conference.events import Recorded
from diemcau.conference.evolve import fold
from diemcau.conference.narrate import Line as Told
from diemcau.conference.session import Session as State
from diemcau.records.actions.session import Outcome, act
from diemcau.records.conductor import Conductor
from diemcau.records.queries.session import events_after
from diemcau.records.store import NotFound, StoreAway
from diemcau.web.live.answers import Refusal
from diemcau.web.live.course import told
from diemcau.web.live.feed import LOG_LINES, Feed
from diemcau.web.live.workers import Workers

log = logging.getLogger(__name__)

HEARSAY = 0.02  # seconds: what this process did itself is told directly before this

Changed = Callable[[State, State, frozenset[str]], None]


class Hub:
    def __init__(self, workers: Workers, conductor: Conductor) -> None:
        self.workers = workers
        self.conductor = conductor
        self.feeds: dict[UUID, Feed] = {}
        self._opening: dict[UUID, asyncio.Task[Feed]] = {}
        self._catching_up: set[UUID] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed: list[Changed] = []

    def on_change(self, changed: Changed) -> None:
        """`changed(before, after, touched sites)` is called for every step of a followed session."""
        self._changed.append(changed)

    # --- following
    async def feed(self, session: UUID) -> Feed:
        """Raises NotFound, StoreAway, Refusal."""
        if session in self.feeds:
            return self.feeds[session]
        opening = self._opening.get(session)
        if opening is None:
            opening = self._opening[session] = asyncio.create_task(self._open(session))
        return await asyncio.shield(opening)

    async def _open(self, session: UUID) -> Feed:
        try:
            state, past = await self.workers.read(partial(_read, session))
            feed = self.feeds[session] = Feed(session, state, past)
        finally:
            self._opening.pop(session, None)
        return feed

    def heard(self, session: UUID, seq: int) -> None:
        """From the bus: somebody appended an event. Wait a moment: it may have been us."""
        feed = self.feeds.get(session)
        if feed is not None and feed.state.seq < seq:
            asyncio.get_running_loop().call_later(HEARSAY, self._check, session, seq)

    def _check(self, session: UUID, seq: int) -> None:
        feed = self.feeds.get(session)
        if feed is not None and feed.state.seq < seq and session not in self._catching_up:
            self._catching_up.add(session)
            self.soon(self._catch_up(feed))

    async def _catch_up(self, feed: Feed) -> None:
        try:
            events = await self.workers.read(partial(events_after, feed.id, feed.state.seq))
        except (StoreAway, Refusal):
            return  # the poll tells it again
        finally:
            self._catching_up.discard(feed.id)
        fresh = [event for event in events if event.seq > feed.state.seq]
        if fresh:
            self._advance(feed, fresh, fold(fresh, feed.state))

    def _advance(self, feed: Feed, events: Iterable[Recorded], after: State) -> None:
        before = feed.state
        moved = feed.advance(events, after)
        for changed in self._changed:
            changed(before, after, moved)
        self._forget_if_over(feed)

    def _forget_if_over(self, feed: Feed) -> None:
        if not feed.state.running and not feed.lines():
            feed.stop()
            self.feeds.pop(feed.id, None)

    # --- acting
    async def act(self, work: Callable[[], Outcome | Refused]) -> Outcome | Refused:
        """Somebody's order: the engine and the pages are told what it changed before the answer goes out."""
        return self._told(await self.workers.act(work))

    async def see(self, session: UUID, command: AnyCommand, now: datetime | None = None) -> Outcome | Refused:
        """What the machine saw."""
        order = Order(command, MACHINE, uuid4().hex)
        work = partial(act, session, order, now or datetime.now(UTC))
        return self._told(await self.workers.machine_act(work))

    def _told(self, outcome: Outcome | Refused) -> Outcome | Refused:
        if isinstance(outcome, Outcome) and outcome.events and not outcome.repeated:
            self.soon(self.conductor.apply(outcome.before, outcome.after))
            self._tell(outcome)
        return outcome

    def _tell(self, outcome: Outcome) -> None:
        session = UUID(outcome.after.id)
        feed = self.feeds.get(session)
        if feed is None:
            return
        if feed.state.seq == outcome.before.seq:
            self._advance(feed, outcome.events, outcome.after)
        else:
            self._check(session, outcome.after.seq)

    def soon(self, work: Coroutine[object, object, object]) -> None:
        """Done beside; kept until it has ended."""
        task: asyncio.Task[None] = asyncio.create_task(_carefully(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in [*self._tasks, *self._opening.values()]:
            task.cancel()
        await asyncio.gather(*self._tasks, *self._opening.values(), return_exceptions=True)
        for feed in self.feeds.values():
            feed.stop()


async def _carefully(work: Coroutine[object, object, object]) -> None:
    try:
        await work
    except (NotFound, StoreAway, Refusal) as away:
        log.warning("not done: %s", away)
    except Exception:
        log.exception("not done")


def _read(session: UUID) -> tuple[State, list[Told]]:
    """The state, and the last of its log."""
    events = events_after(session, 0)
    if not events:
        raise NotFound(str(session))
    early, late = events[:-LOG_LINES], events[-LOG_LINES:]
    before = fold(early)
    return fold(late, before), told(before, late)
