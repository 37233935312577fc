"""Conferences: fetched and authorised in one function; absent and forbidden give the same answer (None)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet

from diemcau.conference.script import Script
from diemcau.conference.session import Lane, Request, RequestState
from diemcau.conference.session import Session as State
from diemcau.records.models import Assignment, Conference, LogLine, Session, Site, SiteLink, Unit
from diemcau.records.models.base import on
from diemcau.records.queries.network import Contact, contacts_of
from diemcau.records.queries.seats import latest_script
from diemcau.records.queries.session import current
from diemcau.regulation.powers import Power, Role, may

HISTORY_SHOWN = 200
WAITING = (RequestState.PENDING, RequestState.ACCEPTED)


def access_conference(held: Sequence[Assignment], key: int, power: Power) -> Conference | None:
    wanted = visible_conferences(held, power).filter(pk=key)
    return wanted.select_related(
        "convener", "host_unit", "chair_site", "chair_person", "made_by__person"
    ).first()


def visible_conferences(held: Sequence[Assignment], power: Power) -> QuerySet[Conference]:
    """All of them to the centre, to administrators and to a role that is held for no unit; to a site's
    technician those of his site; to others those of their side, and those they take part in (ADR 10). To
    prepare: only those of their own unit, for whoever changes the host changes the dossier's owner."""
    with_power = [one for one in held if may(Role(one.role), power)]
    if any(map(_sees_all, with_power)):
        return Conference.objects.all()
    concerns = _prepares if power is Power.PREPARE_CONFERENCE else _concerns
    mine = reduce(or_, map(concerns, with_power), Q(pk__in=[]))
    return Conference.objects.filter(pk__in=Conference.objects.filter(mine).values("pk"))


def _sees_all(one: Assignment) -> bool:
    role = Role(one.role)
    if role in (Role.CENTRAL_TECHNICIAN, Role.ADMINISTRATOR):
        return True
    return role is not Role.SITE_TECHNICIAN and _unit(one) is None


def _unit(one: Assignment) -> Unit | None:
    return one.unit or (one.site.unit if one.site else None)


def _prepares(one: Assignment) -> Q:
    unit = _unit(one)
    codes = [unit.code] if unit else []
    parts = ("convener", "host_unit", "chair_site__unit")
    return reduce(or_, (Q(**{f"{part}__code__in": codes}) for part in parts), Q(made_by=one.account_id))


def _concerns(one: Assignment) -> Q:
    at_the_site = one.site.code if one.site else ""
    mine = Q(invited__site__code=at_the_site) | Q(chair_site__code=at_the_site)
    unit = _unit(one)
    if unit is None or Role(one.role) is Role.SITE_TECHNICIAN:
        return mine
    side = Q(host_unit__side=unit.side) | Q(host_unit=None, convener__side=unit.side)
    takes_part = Q(invited__site__unit__code=unit.code) | Q(chair_site__unit__code=unit.code)
    people = Q(chair_person__account=one.account_id) | Q(secretary__account=one.account_id)
    named = Q(made_by=one.account_id) | people
    return mine | side | takes_part | Q(convener__code=unit.code) | named


def find_conferences(
    conferences: QuerySet[Conference], *, words: str = "", state: str = "", kind: str = ""
) -> QuerySet[Conference]:
    chosen = (
        conferences.select_related("convener", "chair_site")
        .annotate(invited_count=Count("invited"))
        .order_by("-starts_at", "pk")
    )
    if words:
        chosen = chosen.filter(Q(title__icontains=words) | Q(convener__name__icontains=words))
    if state:
        chosen = chosen.filter(state=state)
    return chosen.filter(kind=kind) if kind else chosen


class Lack(StrEnum):
    """What a conference still needs; the page has the words."""

    SITES = "sites"
    CHAIR = "chair"
    HOST = "host"
    SCRIPT = "script"
    TECHNICIANS = "technicians"
    TEST = "test"
    OFFICIAL = "official"
    SCHEDULED = "scheduled"


@dataclass(frozen=True, slots=True)
class Missing:
    what: Lack
    count: int = 0


@dataclass(frozen=True, slots=True)
class Registered:
    """A speech registered before (or in) a session."""

    session: Session
    request: Request
    site_name: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """`uninvited`: names of sites not invited any more that have a seat in a session which is not over."""

    conference: Conference
    contacts: Sequence[Contact]
    script: Script
    sessions: Sequence[Session]
    speakers: Sequence[Registered]
    links: Sequence[SiteLink]
    history: Sequence[LogLine]
    uninvited: Sequence[str] = ()

    @property
    def sites(self) -> list[Site]:
        return [contact.site for contact in self.contacts]

    @property
    def total_minutes(self) -> int:
        return sum(item.minutes for item in self.script.items)

    @property
    def missing(self) -> list[Missing]:
        return missing_of(self)


def dossier_of(conference: Conference, day: date) -> Dossier:
    sites = sites_of(conference, day)
    sessions = list(conference.sessions.order_by("planned_start"))
    upcoming = [(one, current(one.pk)) for one in sessions if one.phase != "ended"]
    return Dossier(
        conference=conference,
        contacts=contacts_of(sites, day),
        script=latest_script(conference),
        sessions=sessions,
        speakers=[one for session, state in upcoming for one in _registered(session, state)],
        links=list(
            conference.links.select_related("site", "made_by__person").order_by(
                "site__number", "slot", "-made_at"
            )
        ),
        history=history_of("conference", conference.pk),
        uninvited=_uninvited([state for _, state in upcoming], {site.code for site in sites}),
    )


def _uninvited(states: Sequence[State], invited: Collection[str]) -> list[str]:
    seats = [seat for state in states for seat in state.seats.values() if seat.lane is not Lane.ABSENT]
    return list(dict.fromkeys(seat.name for seat in seats if seat.site not in invited))


def sites_of(conference: Conference, day: date) -> list[Site]:
    """The central site and the chair's take part whether they are invited or not."""
    central = Q(on(day), role=Site.Role.CENTRAL)
    taking_part = Q(invited_to__conference=conference) | Q(pk=conference.chair_site_id) | central
    return list(Site.objects.filter(taking_part).select_related("unit").distinct().order_by("number", "code"))


def outside_of(script: Script, taking_part: Collection[str]) -> dict[str, str]:
    """Code -> name of the sites that the script names and that do not take part (any more)."""
    codes = script.sites().difference(taking_part)
    return dict(Site.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def history_of(kind: str, key: int) -> list[LogLine]:
    return list(LogLine.objects.filter(subject=f"{kind}:{key}")[:HISTORY_SHOWN])


def histories_of(kind: str, keys: Collection[int]) -> dict[int, list[LogLine]]:
    """As `history_of`, for a page of them in one question."""
    subjects = {f"{kind}:{key}": key for key in keys}
    found: dict[int, list[LogLine]] = {key: [] for key in keys}
    for line in LogLine.objects.filter(subject__in=subjects):
        found[subjects[line.subject]].append(line)
    return found


def _registered(session: Session, state: State) -> list[Registered]:
    waiting = [request for request in state.floor.requests.values() if request.state in WAITING]
    names = {code: seat.name for code, seat in state.seats.items()}
    return [Registered(session, request, names.get(request.site, request.site)) for request in waiting]


def missing_of(dossier: Dossier) -> list[Missing]:
    conference = dossier.conference
    if conference.state in (Conference.State.HELD, Conference.State.CANCELLED):
        return []
    without = sum(not contact.name for contact in dossier.contacts)
    kinds = {session.kind for session in dossier.sessions}
    found = {
        Lack.SITES: not conference.invited.exists(),
        Lack.CHAIR: conference.chair_person_id is None,
        Lack.HOST: conference.host_unit_id is None,
        Lack.SCRIPT: not dossier.script.items,
        Lack.TECHNICIANS: without > 0,
        Lack.SCHEDULED: conference.state != Conference.State.SCHEDULED,
        Lack.TEST: "test" not in kinds,
        Lack.OFFICIAL: "official" not in kinds,
    }
    return [Missing(what, without) for what, is_missing in found.items() if is_missing]
