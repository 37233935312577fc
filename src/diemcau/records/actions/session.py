"""Plan a session; act in it. The core decides, this writes: nothing here knows a rule."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from diemcau.conference.actors import Actor
from diemcau.conference.commands import Order, Refused
from diemcau.conference.decide import decide
from diemcau.conference.events import Recorded, SessionPlanned
from diemcau.conference.evolve import evolve
from diemcau.conference.session import Phase, SessionKind
from diemcau.conference.session import Session as State
from diemcau.records import bus, stream
from diemcau.records.actions.search import index_conference
from diemcau.records.models import Conference, Session, SessionEvent
from diemcau.records.queries.seats import latest_script, seats_of
from diemcau.records.queries.session import Head, Slot, catch_up, session_key, slot_of
from diemcau.records.store import StoreAway, translated


def _(words: str) -> str:
    return words


OPTIMISTIC_ATTEMPTS = 3
UNWRITABLE = _("Nội dung có ký tự không ghi được vào sổ; xin nhập lại.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an order did. `repeated`: it had been carried out before; these are the events of that time, and
    `before` is then the state of now as well."""

    events: tuple[Recorded, ...]
    before: State
    after: State
    repeated: bool = False


class Overtaken(Exception):
    """Another writer appended first."""


def act(session_id: UUID | str, order: Order, now: datetime) -> Outcome | Refused:
    """Carry out one order: one transaction, no network in it. The same `order.id` has one effect.

    Raises NotFound (no such session) and StoreAway (the database did not take it; send it again).
    """
    if not stream.writable(order):
        return Refused("unwritable", UNWRITABLE)
    session = session_key(session_id)
    slot = slot_of(session)
    with slot.writing:
        answer = _act(session, slot, order, now)
    if isinstance(answer, Outcome) and answer.events and not answer.repeated:
        bus.announce(session, answer.after.seq)
        _make_findable(answer.after)
    return answer


def _make_findable(state: State) -> None:
    """Who spoke, once it has ended. What the search lacks undoes no act; it is written again later."""
    if state.phase is Phase.ENDED and state.kind is SessionKind.OFFICIAL:
        with suppress(StoreAway), translated():
            index_conference(Conference.objects.get(pk=state.conference))


def _act(session: UUID, slot: Slot, order: Order, now: datetime) -> Outcome | Refused:
    for _ in range(OPTIMISTIC_ATTEMPTS):
        with suppress(Overtaken, IntegrityError):
            return _attempt(session, slot, order, now)
    with _transaction():
        Session.objects.filter(pk=session).update(seq=F("seq"))  # from here on the other writers wait
        return _attempt(session, slot, order, now, within=True)


def _attempt(
    session: UUID, slot: Slot, order: Order, now: datetime, *, within: bool = False
) -> Outcome | Refused:
    head, earlier = catch_up(session, slot, order_id=order.id)
    if earlier:
        return Outcome(tuple(map(stream.recorded, earlier)), head.state, head.state, repeated=True)
    decision = decide(head.state, order, now)
    if isinstance(decision, Refused):
        return decision
    entries = stream.number(decision, order, after=head.state.seq, now=now)
    if not entries:
        return Outcome((), head.state, head.state)
    with nullcontext() if within else _transaction():
        after = _append(session, head, entries, order.id)
    slot.advance(after)
    return Outcome(entries, head.state, after.state)


@contextmanager
def _transaction() -> Iterator[None]:
    """Never inside another transaction: what is announced must have happened."""
    with translated(), transaction.atomic(durable=True):
        yield


def _append(session: UUID, head: Head, entries: Sequence[Recorded], order_id: str) -> Head:
    state = reduce(evolve, entries, head.state)
    overtaken = not Session.objects.filter(pk=session, seq=head.state.seq).update(
        seq=state.seq, phase=state.phase.value
    )
    if overtaken:
        raise Overtaken
    rows = SessionEvent.objects.bulk_create(stream.rows(session, entries, order_id, previous=head.hash))
    return Head(state, rows[-1].hash)


def plan_session(
    *, conference: Conference, kind: SessionKind, planned_start: datetime, actor: Actor, now: datetime
) -> Session:
    """A sitting of this conference, with a seat for the central site, the chair's and every invited one."""
    day = timezone.localdate(planned_start)
    row = Session(id=uuid4(), conference=conference, kind=kind.value, planned_start=planned_start, seq=1)
    planned = SessionPlanned(
        session=str(row.pk),
        conference=str(conference.pk),
        title=conference.title,
        session_kind=kind,
        planned_start=planned_start.astimezone(UTC),
        seats=seats_of(conference, day),
        script=latest_script(conference),
    )
    entries = (Recorded(1, now.astimezone(UTC), actor, planned),)
    with translated(), transaction.atomic():
        row.save(force_insert=True)
        SessionEvent.objects.bulk_create(stream.rows(row.pk, entries, f"plan-{row.pk}", previous=""))
        transaction.on_commit(lambda: bus.announce(row.pk, 1))
    return row
