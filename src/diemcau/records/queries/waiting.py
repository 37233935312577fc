"""What waits for the owner of dossiers: requests, a second person, the day of handing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from diemcau.records.models import AccessRequest, Account, Assignment, Conference, Removal
from diemcau.records.queries.archive import archived, done_on, owner_is, viewer_of
from diemcau.regulation.powers import Power
from diemcau.regulation.retention import hand_in_by

SHOWN = 12
WARNED = timedelta(days=60)
"""So long before its last day a hand-in is called due."""


@dataclass(frozen=True, slots=True)
class Due:
    conference: Conference
    day: date
    over: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    requests: Sequence[AccessRequest] = ()
    removals: Sequence[Removal] = ()
    hand_ins: Sequence[Due] = ()

    def __bool__(self) -> bool:
        return bool(self.requests or self.removals or self.hand_ins)


def waiting_for(account: Account, held: Sequence[Assignment], now: datetime, day: date) -> Waiting:
    units = viewer_of(account, held).units(Power.MANAGE_ARCHIVE)
    if not units:
        return Waiting()
    own = Conference.objects.filter(owner_is(code__in=units))
    requests = AccessRequest.objects.filter(conference__in=own, state=AccessRequest.State.PENDING)
    removals = Removal.objects.filter(conference__in=own, state=Removal.State.PROPOSED)
    return Waiting(
        requests=list(requests.select_related("conference", "unit").order_by("asked_at")[:SHOWN]),
        removals=list(removals.exclude(proposed_by=account).select_related("conference")[:SHOWN]),
        hand_ins=_hand_ins(own, now, day),
    )


def _hand_ins(own: QuerySet[Conference], now: datetime, day: date) -> list[Due]:
    """Within a year after the work is done: only what is older than the rest of that year can be due."""
    old = now - timedelta(days=365) + WARNED
    open_ = Q(record=None) | Q(record__handed_in_at=None)
    rows = archived(own.filter(open_, ends_at__lt=old)).order_by("ends_at")[:SHOWN]
    found = [(one, hand_in_by(done_on(one))) for one in rows]
    return [Due(one, by, day > by) for one, by in found if by - WARNED <= day]
