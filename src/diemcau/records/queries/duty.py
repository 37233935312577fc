"""Rosters: who stands by where, what is wrong with a roster, whose turn it is today, who has been trained."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from diemcau.conference.session import Phase
from diemcau.records.models import (
    Account,
    Assignment,
    DutyTurn,
    Person,
    Phone,
    Post,
    RoleBinding,
    Session,
    Site,
    StandingTechnician,
    Training,
)
from diemcau.records.models.base import on
from diemcau.records.queries.conference import sites_of, visible_conferences
from diemcau.regulation.duty import BESIDE, Duty, Shortcoming, Turn, shortcomings
from diemcau.regulation.powers import Power, Role, may

OF_ONE_ROOM = frozenset({Role.SITE_TECHNICIAN, Role.CHAIR_TECHNICIAN})
SLOTS = {"telecom": Duty.TELECOM, "power": Duty.POWER}


def access_roster(held: Sequence[Assignment], session: UUID) -> Session | None:
    """None: no such session, or not one of yours."""
    wanted = Session.objects.filter(pk=session, conference__in=visible_conferences(held, Power.MANAGE_DUTY))
    return wanted.select_related("conference__chair_site").first()


def may_manage(held: Sequence[Assignment], site: Site | None) -> bool:
    """A room's technician his own room; telecom and power are the centre's and the offices'."""
    for one in held:
        role = Role(one.role)
        if may(role, Power.MANAGE_DUTY) and (
            role not in OF_ONE_ROOM
            or (site is not None and one.site is not None and one.site.code == site.code)
        ):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands by in a session according to the directory."""

    site_id: int | None
    duty: str
    name: str
    phone: str
    person_id: int | None = None
    unit_id: int | None = None


def standing_of(session: Session) -> list[Standing]:
    day = timezone.localdate(session.planned_start)
    sites = [site.pk for site in sites_of(session.conference, day)]
    technicians = StandingTechnician.objects.filter(on(day), site__in=sites).select_related("person")
    latest = {row.site_id: row.person for row in technicians.order_by("valid_from")}
    phones = _numbers(latest.values(), day)
    own = [
        Standing(site, Duty.RESPONSIBLE.value, person.name, phones.get(person.pk, ""), person.pk)
        for site, person in latest.items()
    ]
    return [*own, *_providers(sites, day)]


def _numbers(people: Iterable[Person], day: date) -> dict[int | None, str]:
    """A mobile first."""
    found = Phone.objects.filter(on(day), person__in=list(people)).exclude(kind=Phone.Kind.FAX)
    return {one.person_id: one.number for one in sorted(found, key=lambda one: one.kind == Phone.Kind.MOBILE)}


def number_of(person: Person | None, day: date) -> str:
    return _numbers([person], day).get(person.pk, "") if person else ""


def _providers(sites: Sequence[int], day: date) -> Iterator[Standing]:
    """Telecom and power company by their people on duty: one of each for the session (Art. 12)."""
    wanted = Q(site__in=sites) | Q(site=None)
    bindings = RoleBinding.objects.filter(on(day) & wanted, slot__code__in=SLOTS).select_related(
        "slot", "unit"
    )
    seen: set[str] = set()
    for one in bindings.order_by("slot__code", "pk"):
        if one.slot.code in seen:
            continue
        seen.add(one.slot.code)
        post = Post.objects.filter(on(day), unit=one.unit_id).select_related("person").order_by("pk").first()
        person = post.person if post else None
        phone = number_of(person, day)
        name = person.name if person else one.unit.name
        yield Standing(
            None, SLOTS[one.slot.code].value, name, phone, person.pk if person else None, one.unit_id
        )


# --- a roster
@dataclass(frozen=True, slots=True)
class Roster:
    """`rows`: site -> its turns now; `standby`: telecom and power; `past`: turns that were swapped."""

    session: Session
    rows: Sequence[tuple[Site, Sequence[DutyTurn]]]
    standby: Sequence[DutyTurn]
    past: Sequence[DutyTurn]
    lacks: Sequence[tuple[Shortcoming, str, str]]


def roster_of(session: Session, now: datetime) -> Roster:
    """A handful of questions, however many sites."""
    sites = sites_of(session.conference, timezone.localdate(session.planned_start))
    turns = list(
        DutyTurn.objects.filter(session=session).select_related("site", "person", "unit", "replaced_by")
    )
    current = [one for one in turns if one.ended_at is None]
    rows = [(site, [one for one in current if one.site_id == site.pk]) for site in sites]
    standby = [one for one in current if one.site_id is None]
    past = [one for one in turns if one.ended_at is not None]
    return Roster(session, rows, standby, past, _lacks(session, sites, current, now))


def _lacks(
    session: Session, sites: Sequence[Site], turns: Sequence[DutyTurn], now: datetime
) -> list[tuple[Shortcoming, str, str]]:
    """Each with the names of its site and its person."""
    if session.phase == Phase.ENDED.value:
        return []
    people = {key_of(one): one.name for one in turns}
    names = {site.code: site.name for site in sites}
    found = shortcomings(
        [site.code for site in sites if site.role != Site.Role.CENTRAL],
        [_plain(one) for one in turns],
        elsewhere=_elsewhere(session),
        trained=_trained(turns),
        starts=session.planned_start,
        now=now,
    )
    return [(one, names.get(one.site, ""), people.get(one.person, "")) for one in found]


def key_of(turn: DutyTurn) -> str:
    return f"person-{turn.person_id}" if turn.person_id else f"name-{turn.name.casefold()}"


def _plain(turn: DutyTurn) -> Turn:
    site = turn.site.code if turn.site else ""
    return Turn(site, Duty(turn.duty), key_of(turn), turn.phone, turn.checked_in_at is not None)


def _elsewhere(session: Session) -> dict[str, str]:
    """Who is responsible in another session that begins at about the same time."""
    around = session.planned_start - BESIDE, session.planned_start + BESIDE
    others = DutyTurn.objects.filter(
        duty=Duty.RESPONSIBLE.value, ended_at=None, session__planned_start__range=around
    )
    beside = others.exclude(session=session).exclude(session__phase=Phase.ENDED.value)
    return {key_of(one): one.site.code for one in beside.select_related("site") if one.site}


def _trained(turns: Iterable[DutyTurn]) -> list[str]:
    people = [one.person_id for one in turns if one.person_id]
    known = Person.objects.filter(pk__in=people, trainings__isnull=False).distinct()
    return [f"person-{key}" for key in known.values_list("pk", flat=True)]


# --- one's own
def own_turns(account: Account, now: datetime) -> list[DutyTurn]:
    """For a phone: what this person stands by for, from yesterday on."""
    if account.person_id is None:
        return []
    since = now - BESIDE * 6
    wanted = DutyTurn.objects.filter(
        person=account.person_id, ended_at=None, session__planned_start__gte=since
    )
    related = wanted.select_related("site", "session__conference")
    return list(related.order_by("session__planned_start")[:30])


def access_turn(account: Account, held: Sequence[Assignment], key: int) -> DutyTurn | None:
    """One's own, or one that this account may manage."""
    turn = DutyTurn.objects.filter(pk=key).select_related("site", "session__conference").first()
    if turn is None:
        return None
    own = account.person_id is not None and turn.person_id == account.person_id
    managed = may_manage(held, turn.site) and access_roster(held, turn.session_id) is not None
    return turn if own or managed else None


def coming_sessions(held: Sequence[Assignment], now: datetime) -> QuerySet[Session]:
    conferences = visible_conferences(held, Power.MANAGE_DUTY)
    wanted = Session.objects.filter(conference__in=conferences).exclude(phase=Phase.ENDED.value)
    return (
        wanted.filter(planned_start__gte=now - BESIDE).select_related("conference").order_by("planned_start")
    )


def trainings() -> QuerySet[Training]:
    return Training.objects.select_related("trainer").prefetch_related("people")
