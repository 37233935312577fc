"""The clerk (thư ký): for every open session, one clerk keeps the engine right and closes what is due."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from diemcau.conference.actors import MACHINE
from diemcau.conference.commands import (
    AnyCommand,
    CloseWhatIsDue,
    Order,
    Refused,
    SeeEngine,
    SeeMedia,
    SeeNotRecorded,
    SeeRecording,
    SeeReferences,
)
from diemcau.conference.decide import decide
from diemcau.conference.plan import Identity, Slot
from diemcau.conference.session import Session as State
from diemcau.conference.taping import expected
from diemcau.engine.port import MediaEngine
from diemcau.records.actions import lease
from diemcau.records.actions.fault import Watched, watch_faults
from diemcau.records.actions.logbook import draft_what_ended
from diemcau.records.actions.recording import decline_recording
from diemcau.records.actions.session import Outcome, act
from diemcau.records.bus import Bus, Poll
from diemcau.records.conductor import Conductor, session_of
from diemcau.records.processes import own_name
from diemcau.records.queries.quality import references_of
from diemcau.records.queries.recording import (
    clerk_lease,
    free_to_finish,
    not_recorded_reason,
    unfinished_recordings,
)
from diemcau.records.queries.session import current, open_sessions
from diemcau.records.recorders import Recorders
from diemcau.records.rounds import always, carefully, end
from diemcau.records.store import NotFound, StoreAway
from diemcau.records.thread import StoreThread

log = logging.getLogger(__name__)

PULSE = 0.5  # seconds between two looks at the engine
SWEEP = 5.0
ROUND = 1.0  # what is due; leases
RECONCILE_EVERY = 2.0
DOUBTS_EVERY = 0.25
RECORDER_DIED = "tiến trình ghi hình dừng đột ngột"
RENEW_BEFORE = timedelta(seconds=6)  # of the ten that a lease lasts


@dataclass(slots=True)
class Charge:
    """A session in this clerk's hands. `state`: the latest read; it serves while the database is away.
    `not_recorded`: why it is not to be recorded, "" when it is; None: not asked yet."""

    session: UUID
    until: datetime
    state: State = field(default_factory=State)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    doubtful: bool = True
    had_room: bool = False
    worker: asyncio.Task[None] | None = None
    missing: frozenset[str] = frozenset()
    compared: bool = False
    not_recorded: str | None = None
    watched: Watched = field(default_factory=Watched)


class Clerk:
    def __init__(
        self,
        engine: MediaEngine,
        bus: Bus,
        *,
        name: str = "",
        now: Callable[[], datetime] | None = None,
        recorders: Recorders | None = None,
    ):
        self.name = name or own_name()
        self._engine = engine
        self._conductor = Conductor(engine)
        self._bus = bus
        self._store = StoreThread("clerk")
        self._now = now or (lambda: datetime.now(UTC))
        self._recorders = recorders
        self.charges: dict[UUID, Charge] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; then the leases are given back, so that another clerk need not wait."""
        self._bus.listen(self.heard)
        poll = Poll(self.heard, lambda: self.charges, self._store)
        works = always(self.round, ROUND), always(self.pulse, PULSE), always(self.sweep, SWEEP), poll.run()
        loops = [asyncio.create_task(work) for work in works]
        try:
            await stop.wait()
        finally:
            await end([*loops, *(charge.worker for charge in self.charges.values())])
            if self._recorders:
                await self._recorders.close()
            await self._give_back()
            self._store.close()

    def heard(self, session: UUID, seq: int) -> None:
        """Something happened in a session, or (`seq` 0) in its room in the engine: look at once."""
        if charge := self.charges.get(session):
            charge.doubtful = charge.doubtful or seq == 0
            charge.stirred.set()

    # --- leases
    async def round(self) -> None:
        """Take what nobody holds, keep what is ours, let go what has ended, close what is due."""
        sessions = await self._store(open_sessions)
        for session in sessions:
            await self._hold(session)
        for session in self.charges.keys() - set(sessions):
            await self._finish(self.charges[session])
        for charge in list(self.charges.values()):
            await self._compare_with_tests(charge)
            await self._close_what_is_due(charge)
            await self._say_what_is_not_recorded(charge)
            if charge.state.running:
                await self._store(watch_faults, charge.state, charge.watched, self._now())
        await self._keep_recorders()
        await self._store(draft_what_ended, self._now())

    async def _hold(self, session: UUID) -> None:
        now, charge = self._now(), self.charges.get(session)
        if charge and charge.until - now > RENEW_BEFORE:
            return
        mine = await self._store(lease.obtain, clerk_lease(session), holder=self.name, now=now)
        if mine and charge:
            charge.until = now + lease.LEASE
        elif mine:
            log.info("session %s: taken on", session)
            charge = self.charges[session] = Charge(session, now + lease.LEASE)
            charge.worker = asyncio.create_task(self._follow(charge))
        elif charge:
            await self._let_go(charge)

    async def _let_go(self, charge: Charge) -> None:
        log.info("session %s: somebody else has it", charge.session)
        self.charges.pop(charge.session, None)
        await end([charge.worker])

    async def _finish(self, charge: Charge) -> None:
        """The session has ended: its room is closed, then the lease is free."""
        state = await self._store(current, charge.session)
        if await self._conductor.reconcile(state) is not None:
            await end([charge.worker])
            await self._release(charge.session)
            self.charges.pop(charge.session, None)  # last: who is stopped before gives it back

    async def _give_back(self) -> None:
        for session in self.charges:
            with suppress(StoreAway):
                await self._release(session)
        self.charges.clear()

    async def _release(self, session: UUID) -> None:
        await self._store(lease.release, clerk_lease(session), holder=self.name, now=self._now())

    # --- the engine
    async def _follow(self, charge: Charge) -> None:
        """What an act changed, at every hint; everything, at every doubt and every two seconds."""
        loop, looked = asyncio.get_running_loop(), -RECONCILE_EVERY
        while True:
            charge.stirred.clear()
            if loop.time() - looked >= (DOUBTS_EVERY if charge.doubtful else RECONCILE_EVERY):
                looked, charge.doubtful = loop.time(), False
                await carefully(self.reconcile(charge))
            else:
                await carefully(self._catch_up(charge))
            rest = (DOUBTS_EVERY if charge.doubtful else RECONCILE_EVERY) - (loop.time() - looked)
            with suppress(TimeoutError):
                await asyncio.wait_for(charge.stirred.wait(), max(rest, 0))

    async def _catch_up(self, charge: Charge) -> None:
        before = charge.state
        charge.state = await self._store(current, charge.session)
        await self._conductor.apply(before, charge.state)

    async def reconcile(self, charge: Charge) -> None:
        with suppress(StoreAway):
            charge.state = await self._store(current, charge.session)
        if not charge.state.running:
            return
        present = await self._conductor.reconcile(charge.state)
        if present is not None:
            charge.had_room = True
            await self._see_silent_sites(charge, charge.state, frozenset(present))

    async def _see_silent_sites(self, charge: Charge, state: State, present: frozenset[str]) -> None:
        """A site whose own line is down cannot say that its media went: two looks at the engine say it."""
        silent = (
            seat for seat in state.seats.values() if seat.admitted and seat.media_up and not seat.line_up
        )
        missing = {s.site for s in silent if str(Identity(Slot.ROOM, s.site, s.epoch)) not in present}
        for site in missing & charge.missing:
            await self._see(charge, SeeMedia(site=site, up=False))
        charge.missing = frozenset(missing)

    async def pulse(self) -> None:
        """Twice a second one question to the engine: is it there, does it know our rooms?"""
        rooms = await self._conductor.rooms()
        for charge in list(self.charges.values()):
            await self._compare(charge, rooms)

    async def _compare(self, charge: Charge, rooms: frozenset[str] | None) -> None:
        if rooms is None or str(charge.session) in rooms:
            await self._tell(charge, up=rooms is not None)
            return
        forgotten = charge.had_room
        await self.reconcile(charge)  # the room first: the sites come back to a room that is there
        if forgotten and charge.state.running:
            await self._tell(charge, up=False)
            await self._tell(charge, up=self._conductor.up)

    async def _tell(self, charge: Charge, *, up: bool) -> None:
        if charge.state.running and charge.state.engine_up != up:
            await self._see(charge, SeeEngine(up=up))

    async def sweep(self) -> None:
        rooms = await self._conductor.rooms() or frozenset()
        strange = rooms - {str(session) for session in self.charges}
        sessions = {session for room in strange if (session := session_of(room))}
        await self._conductor.sweep(strange, await self._store(_states, sessions), self._now())

    # --- acts of the machine
    async def _compare_with_tests(self, charge: Charge) -> None:
        """Once: what the lines were like in the tests that the centre accepted."""
        if charge.compared or not charge.state.running:
            return
        if found := await self._store(references_of, charge.session):
            await self._see(charge, SeeReferences(found=found))
        charge.compared = True

    async def _close_what_is_due(self, charge: Charge) -> None:
        """The core is asked first, with the state that is here: no act when nothing is due."""
        due = charge.state.running and decide(charge.state, _order(CloseWhatIsDue()), self._now())
        if due and not isinstance(due, Refused):
            await self._see(charge, CloseWhatIsDue())

    # --- recording
    async def _say_what_is_not_recorded(self, charge: Charge) -> None:
        """Article 3. The conference may be changed until the recording begins."""
        tape = charge.state.tape
        if not charge.state.running or tape.begun or tape.declined:
            return
        charge.not_recorded = reason = await self._store(not_recorded_reason, charge.session)
        see, now = SeeNotRecorded(reason), self._now()
        if decide(charge.state, _order(see), now):
            await self._store(decline_recording, session=charge.session, reason=reason, now=now)
            await self._see(charge, see)

    async def _keep_recorders(self) -> None:
        """Of the sessions that are or may be recorded, and of ended ones whose file is not made yet."""
        if self._recorders is None:
            return
        kept, unfinished = set(self._recorders.sessions), set(await self._store(unfinished_recordings))
        free = await self._store(free_to_finish, unfinished - kept, self._now())
        wanted = {charge.session for charge in self.charges.values() if _may_be_recorded(charge)}
        self._recorders.keep(wanted | free | unfinished & kept, self.name, self._recorder_died)

    async def _recorder_died(self, session: UUID) -> None:
        if charge := self.charges.get(session):
            await carefully(self._see(charge, SeeRecording(False, RECORDER_DIED)))

    async def _see(self, charge: Charge, command: AnyCommand) -> None:
        before = charge.state
        answer = await self._store(act, charge.session, _order(command), self._now())
        if isinstance(answer, Outcome):
            charge.state = answer.after
            await self._conductor.apply(before, charge.state)


def _may_be_recorded(charge: Charge) -> bool:
    return expected(charge.state) and (charge.state.tape.begun or charge.not_recorded == "")


def _order(command: AnyCommand) -> Order:
    return Order(command, MACHINE, uuid4().hex)


def _states(sessions: Iterable[str]) -> dict[str, State]:
    found = {}
    for session in sessions:
        with suppress(NotFound):
            found[session] = current(session)
    return found
