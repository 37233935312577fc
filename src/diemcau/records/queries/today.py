"""Today: what runs, what comes next, who to call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diemcau.conference.faults import Told
from diemcau.conference.session import Lane, Seat, SessionKind, SiteRole
from diemcau.records.models import Account, Assignment, Conference, Fault, Session, Site, Task
from diemcau.records.models.base import on
from diemcau.records.queries.conference import visible_conferences
from diemcau.records.queries.fault import clocks, open_faults
from diemcau.records.queries.logbook import waiting_for
from diemcau.records.queries.minutes import Due, minutes_due
from diemcau.records.queries.network import Contact, contacts_of
from diemcau.records.queries.session import RUNNING, current
from diemcau.records.queries.task import to_remind
from diemcau.regulation.powers import Power, Role, may

LOOK_AHEAD = timedelta(days=14)
MOST_TASKS = 20
CHAIRS = (Role.CHAIR, Role.CHAIR_TECHNICIAN)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session with the doors this account may go through: the desk, the chair's, its own sites' rooms.

    `accepted`, `turned_down`: of a test session, as the centre judged its sites.
    """

    session: Session
    runs: bool
    rooms: Sequence[tuple[str, str]]  # code, name
    accepted: Sequence[Seat] = ()
    turned_down: Sequence[Seat] = ()
    absent: Sequence[Seat] = ()

    @property
    def running(self) -> bool:
        return self.session.phase in RUNNING


@dataclass(frozen=True, slots=True)
class Today:
    """`to_sign`: entries proposed for the log books in which this account signs. `faults`: those it may
    handle, with their two clocks."""

    now: Sequence[Sitting]
    next: Sequence[Sitting]
    conferences: Sequence[Conference]
    contacts: Sequence[Contact]
    minutes: Sequence[Due] = ()
    tasks: Sequence[Task] = ()
    to_sign: int = 0
    faults: Sequence[tuple[Fault, Sequence[Told]]] = ()


def today_for(account: Account, held: Sequence[Assignment], now: datetime, day: date) -> Today:
    conferences = visible_conferences(held, Power.READ_CONFERENCE)
    sessions = Session.objects.filter(conference__in=conferences).select_related("conference__chair_site")
    running = sessions.filter(phase__in=RUNNING).order_by("planned_start")
    coming = sessions.filter(
        phase="planned", planned_start__lt=now + LOOK_AHEAD, conference__state="scheduled"
    )
    upcoming = conferences.filter(ends_at__gte=now, starts_at__lt=now + LOOK_AHEAD)
    return Today(
        now=[sitting(account, held, one) for one in running],
        next=[sitting(account, held, one) for one in coming.order_by("planned_start")[:12]],
        conferences=list(upcoming.select_related("chair_site").order_by("starts_at")[:12]),
        contacts=_contacts(day),
        minutes=minutes_due(account, held, now),
        tasks=list(to_remind(account, held, day)[:MOST_TASKS]),
        to_sign=waiting_for(held),
        faults=[(one, clocks(one, now)) for one in open_faults(held)],
    )


def sitting(account: Account, held: Sequence[Assignment], session: Session) -> Sitting:
    """The doors as records/queries/access.py will open them."""
    runs = watches_board(account, held, session)
    seats = current(session.pk).seats
    own = dict.fromkeys(
        code
        for one in held
        for code in _own(one, seats.values())
        if may(Role(one.role), Power.ANSWER_FOR_SITE)
    )
    rooms = [(code, seats[code].name) for code in own if code in seats]
    return Sitting(session, runs, rooms, **_judged(session, seats.values()))


def _judged(session: Session, seats: Iterable[Seat]) -> dict[str, list[Seat]]:
    if session.kind != SessionKind.TEST.value:
        return {}
    listed = list(seats)
    return {
        "accepted": [seat for seat in listed if seat.verdict and seat.verdict.accepted],
        "turned_down": [seat for seat in listed if seat.verdict and not seat.verdict.accepted],
        "absent": [seat for seat in listed if seat.lane is Lane.ABSENT],
    }


def _own(one: Assignment, seats: Iterable[Seat]) -> list[str]:
    """The centre's technicians answer for every site; the room they sit in themselves is the centre's."""
    if one.site:
        return [one.site.code]
    central = Role(one.role) is Role.CENTRAL_TECHNICIAN
    return [seat.site for seat in seats if central and seat.role is SiteRole.CENTRAL]


def _runs(account: Account, one: Assignment, session: Session) -> bool:
    role = Role(one.role)
    at_the_chair = one.site is not None and one.site.code == session.conference.chair_site.code
    named = (
        role is Role.CHAIR
        and account.person_id is not None
        and account.person_id == session.conference.chair_person_id
    )
    return may(role, Power.WATCH_SESSION) and (role not in CHAIRS or at_the_chair or named)


def watches_board(account: Account, held: Sequence[Assignment], session: Session) -> bool:
    """In one of these roles: the board of this session, and its replay afterwards."""
    return any(_runs(account, one, session) for one in held)


def _contacts(day: date) -> list[Contact]:
    """The central site and the rooms that may chair: whom everybody calls first."""
    rooms = Site.objects.filter(on(day)).exclude(role=Site.Role.END).select_related("unit").order_by("number")
    return contacts_of(rooms, day)
