"""A site that was invited while a session is planned or under way gets its seat in it."""

from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from diemcau.conference.actors import Actor
from diemcau.conference.commands import AddSeat, Order, Refused
from diemcau.conference.session import Phase, Seat
from diemcau.records.actions.session import act
from diemcau.records.models import Conference, Session
from diemcau.records.queries.seats import seats_of
from diemcau.records.queries.session import current


def seat_invited(conference: Conference, actor: Actor, now: datetime) -> int:
    """A seat for every invited site that has none, in every session that is not over. Again is harmless."""
    sessions = conference.sessions.exclude(phase=Phase.ENDED.value)
    return sum(_seat_in(session, conference, actor, now) for session in sessions)


def _seat_in(session: Session, conference: Conference, actor: Actor, now: datetime) -> int:
    invited = set(conference.invited.values_list("site__code", flat=True))
    seats = seats_of(conference, timezone.localdate(session.planned_start))
    missing = invited - current(session.pk).seats.keys()
    orders = [Order(_command(seat), actor, uuid4().hex) for seat in seats if seat.site in missing]
    return sum(not isinstance(act(session.pk, order, now), Refused) for order in orders)


def _command(seat: Seat) -> AddSeat:
    return AddSeat(seat.site, seat.number, seat.name, seat.role, seat.technician, seat.phone)
