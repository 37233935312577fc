"""The state of a session, kept in memory for each process and caught up from the event table."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from threading import Lock, RLock
from uuid import UUID

from django.db import connection
from django.db.models import Q

from diemcau.conference.events import Recorded
from diemcau.conference.evolve import evolve
from diemcau.conference.session import Phase
from diemcau.conference.session import Session as State
from diemcau.records.models import Conference, Session, SessionEvent
from diemcau.records.store import NotFound, reading
from diemcau.records.stream import Row, recorded

SESSIONS_IN_MEMORY = 200
RUNNING = (Phase.OPEN.value, Phase.LIVE.value, Phase.PAUSED.value)


@dataclass(frozen=True, slots=True)
class Head:
    """A session up to its latest event: the state, and the hash the next event continues."""

    state: State = field(default_factory=State)
    hash: str = ""

    def with_rows(self, rows: Sequence[Row]) -> "Head":
        state = self.state
        for row in rows:
            state = evolve(state, recorded(row))
        return Head(state, rows[-1].hash) if rows else self


@dataclass(slots=True)
class Slot:
    """One session in this process. `lock` guards the head; `writing` makes this process' writers queue up
    instead of overtaking each other in the database."""

    head: Head = field(default_factory=Head)
    lock: Lock = field(default_factory=Lock)
    writing: RLock = field(default_factory=RLock)

    def advance(self, head: Head) -> None:
        """What was read inside a transaction may be rolled back: it is not kept."""
        if not connection.in_atomic_block and head.state.seq > self.head.state.seq:
            self.head = head


_slots: OrderedDict[UUID, Slot] = OrderedDict()
_slots_lock = Lock()


def slot_of(session: UUID) -> Slot:
    with _slots_lock:
        slot = _slots.setdefault(session, Slot())
        _slots.move_to_end(session)
        if len(_slots) > SESSIONS_IN_MEMORY:
            _slots.popitem(last=False)
    return slot


def forget() -> None:
    """Empty this process' memory; the next question reads the event table from its beginning."""
    with _slots_lock:
        _slots.clear()


def session_key(session_id: UUID | str) -> UUID:
    try:
        return session_id if isinstance(session_id, UUID) else UUID(session_id)
    except ValueError as error:
        raise NotFound from error


def current(session_id: UUID | str, *, known: int = 0) -> State:
    """The state now. `known`: a sequence number heard of; no question is asked if it is here."""
    session = session_key(session_id)
    slot = slot_of(session)
    if known and slot.head.state.seq >= known:
        return slot.head.state
    return catch_up(session, slot)[0].state


def catch_up(session: UUID, slot: Slot, *, order_id: str | None = None) -> tuple[Head, list[Row]]:
    """One question: the events after those in memory and those of the order `order_id`, if it came before.

    Returns the head, and the events of that order.
    """
    with slot.lock:
        wanted = Q(seq__gt=slot.head.state.seq)
        if order_id is not None:
            wanted |= Q(order_id=order_id)
        rows = reading(lambda: read_rows(session, wanted))
        head = slot.head.with_rows([row for row in rows if row.seq > slot.head.state.seq])
        if not head.state.seq:
            raise NotFound(str(session))
        slot.advance(head)
    return head, [row for row in rows if row.order_id == order_id]


def read_rows(session: UUID, wanted: Q) -> list[Row]:
    events = SessionEvent.objects.filter(wanted, session_id=session).order_by("seq")
    return [Row(*values) for values in events.values_list(*Row._fields)]


def events_after(session_id: UUID | str, seq: int) -> list[Recorded]:
    session = session_key(session_id)
    return [recorded(row) for row in reading(lambda: read_rows(session, Q(seq__gt=seq)))]


def open_sessions() -> list[UUID]:
    """Sessions that sites may be in now: open, live or paused."""
    return reading(lambda: list(Session.objects.filter(phase__in=RUNNING).values_list("pk", flat=True)))


def is_sitting(conference: Conference) -> bool:
    return conference.sessions.filter(phase__in=RUNNING).exists()


def running_beside(sessions: Collection[UUID]) -> dict[UUID, UUID]:
    """For each of these sessions another one of its conference that runs now, if there is one."""
    beside = Session.objects.filter(phase__in=RUNNING, conference__sessions__in=sessions)
    found = beside.order_by("-planned_start").values_list("conference__sessions", "pk")
    return reading(lambda: {of: other for of, other in found if of in sessions and of != other})


def heads(followed: Collection[UUID] = ()) -> dict[UUID, int]:
    """The latest sequence number of every open session and of the followed ones: one question."""
    wanted = Session.objects.filter(Q(phase__in=RUNNING) | Q(pk__in=followed))
    return reading(lambda: dict(wanted.values_list("pk", "seq")))
