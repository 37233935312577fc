"""Makes the engine follow the state: the difference at once after an act, everything again on every doubt.

Level-triggered and idempotent: what was missed, refused or forgotten, the next look mends.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from diemcau.conference.plan import EnginePlan, Identity, PlanChange, Rights, Slot, difference, engine_plan
from diemcau.conference.session import Lane
from diemcau.conference.session import Session as State
from diemcau.engine.port import EngineError, MediaEngine, Participant

log = logging.getLogger(__name__)

ENGINE_ANSWERS_WITHIN = 2.0  # seconds, for one look or one change
LOOKS_AFTER_A_REMOVAL = 5
LONGEST_CHECK = timedelta(minutes=15)
ROOM_NAME = re.compile(
    r"((?P<kind>check|talk)-)?(?P<session>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(?(kind)-(?P<site>.+))"
)
LONGEST_LEFT_OVER = timedelta(seconds=5)


class Conductor:
    """`up`: what the engine's last answer showed."""

    def __init__(self, engine: MediaEngine) -> None:
        self._engine = engine
        self.up = True
        self._latest: dict[str, State] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._seen: dict[str, datetime] = {}

    async def apply(self, before: State, after: State) -> None:
        """What an act changed, at once. An engine that is away is left to the next reconcile."""
        was, wanted = engine_plan(before), engine_plan(after)
        change = difference(was, wanted)
        if not change:
            return
        async with self._alone_with(after) as latest, self._asking():
            plan = wanted if latest is after else engine_plan(latest)
            if change.open or change.close:
                await self._open_or_close(after.id, plan)
            await self._set(plan, touched(change, was, wanted))

    async def reconcile(self, state: State) -> Mapping[str, Participant] | None:
        """Everything, from the state. Returns who is in the room; None: the engine is away."""
        async with self._alone_with(state) as latest, self._asking():
            plan = engine_plan(latest)
            await self._open_or_close(latest.id, plan)
            return await self._mended(plan) if plan.room else {}
        return None

    async def rooms(self) -> frozenset[str] | None:
        """None: the engine is away."""
        async with self._asking():
            return await self._engine.rooms()
        return None

    async def sweep(self, rooms: Iterable[str], states: Mapping[str, State], now: datetime) -> None:
        """Close what is left over: rooms of ended sessions, line checks and talkbacks after their use.

        `states`: of the sessions that `rooms` belong to, as far as there are such sessions.
        """
        self._seen = {room: self._seen.get(room, now) for room in rooms}
        for room, since in self._seen.items():
            if is_left_over(room, states.get(session_of(room) or ""), now - since):
                async with self._asking():
                    await self._engine.close_room(room)

    @asynccontextmanager
    async def _alone_with(self, state: State) -> AsyncIterator[State]:
        """One change of a room at a time, and never to an older state than was seen here already."""
        latest = self._latest.get(state.id, state)
        self._latest[state.id] = max(latest, state, key=lambda known: known.seq)
        async with self._locks.setdefault(state.id, asyncio.Lock()):
            yield self._latest.get(state.id, state)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(ENGINE_ANSWERS_WITHIN):
                yield
        except (EngineError, TimeoutError) as error:
            if self.up:
                log.warning("the engine is away: %s", error)
            self.up = False
        else:
            self.up = True

    async def _open_or_close(self, session: str, plan: EnginePlan) -> None:
        if plan.room:
            await self._engine.open_room(plan.room)
        else:
            await self._engine.close_room(session)
            self._latest.pop(session, None)

    async def _mended(self, plan: EnginePlan) -> Mapping[str, Participant]:
        room = str(plan.room)
        present = await self._engine.participants(room)
        wrong = {name for name, there in present.items() if allowed(plan, name) != there.rights}
        if not wrong:
            return present
        log.info("room %s: mending %s", room, ", ".join(sorted(wrong)))
        await self._set(plan, wrong)
        return await self._engine.participants(room)

    async def _set(self, plan: EnginePlan, names: Iterable[str]) -> None:
        """Bring these participants to what the plan allows; one that may not be there is removed."""
        if plan.room is None:
            return
        rights = {name: allowed(plan, name) for name in names}
        changes = (self._engine.set_rights(plan.room, name, right) for name, right in rights.items() if right)
        await asyncio.gather(*changes)
        await self._remove(plan.room, {name for name, right in rights.items() if right is None})

    async def _remove(self, room: str, names: set[str]) -> None:
        """Until the engine's own list shows them gone."""
        for _ in range(LOOKS_AFTER_A_REMOVAL):
            for name in names:
                await self._engine.remove(room, name)
            names = names & set(await self._engine.participants(room)) if names else names
            if not names:
                return
            await asyncio.sleep(0.1)
        log.warning("room %s: still there after their removal: %s", room, ", ".join(sorted(names)))


def allowed(plan: EnginePlan, name: str) -> Rights | None:
    """None: nobody of that name may be in the room."""
    identity = Identity.parse(name)
    return plan.allows(identity) if identity else None


def touched(change: PlanChange, before: EnginePlan, after: EnginePlan) -> frozenset[str]:
    """Who may do something else now, or is out. Who has just been admitted is not there yet."""
    gone = {str(Identity(slot, *over)) for over in change.remove for slot in (Slot.ROOM, Slot.DISPLAY)}
    same = {site for site in change.rights if before.epochs.get(site) == after.epochs[site]}
    return frozenset(gone | {str(Identity(Slot.ROOM, site, after.epochs[site])) for site in same})


def session_of(room: str) -> str | None:
    """`<session>`, `check-<session>-<site>`, `talk-<session>-<site>` -> the session; None: not ours."""
    found = ROOM_NAME.fullmatch(room)
    return found["session"] if found else None


def is_left_over(room: str, state: State | None, age: timedelta) -> bool:
    """`age`: since this process first saw the room. `state` None: there is no such session."""
    found = ROOM_NAME.fullmatch(room)
    if found is None:
        return False
    if state is None or not state.running:
        return age > LONGEST_LEFT_OVER
    if found["kind"] == "talk":
        return state.talkback != found["site"] and age > LONGEST_LEFT_OVER
    if found["kind"] == "check":
        seat = state.seat(found["site"])
        return seat is None or seat.lane in (Lane.CONNECTED, Lane.DROPPED) or age > LONGEST_CHECK
    return False
