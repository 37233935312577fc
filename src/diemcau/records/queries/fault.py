"""Faults: who may see and handle which, how it stands with the reports, whom to call, what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from diemcau.conference.faults import Receiver, Told, reports
from diemcau.records.models import Assignment, Fault, Phone, Post, RoleBinding, Session, Site
from diemcau.records.models.base import on
from diemcau.records.queries.session import RUNNING, current
from diemcau.regulation.powers import Power, Role, may

OF_ONE_ROOM = frozenset({Role.SITE_TECHNICIAN, Role.CHAIR_TECHNICIAN})


def visible_faults(held: Sequence[Assignment], power: Power) -> QuerySet[Fault]:
    """A room's technician sees his own room's, the centre and the offices all."""
    with_power = [one for one in held if may(Role(one.role), power)]
    if any(Role(one.role) not in OF_ONE_ROOM for one in with_power):
        return Fault.objects.all()
    codes = [one.site.code for one in with_power if one.site]
    return Fault.objects.filter(site__code__in=codes)


def access_fault(held: Sequence[Assignment], key: int, power: Power) -> Fault | None:
    """None: no such fault, or not yours."""
    related = ("site__unit", "session__conference", "opened_by__person", "closed_by__person")
    return visible_faults(held, power).filter(pk=key).select_related(*related).first()


def sites_to_report(held: Sequence[Assignment], day: date) -> QuerySet[Site]:
    """Where this account may open a fault."""
    sites = Site.objects.filter(on(day)).order_by("number", "code")
    with_power = [one for one in held if may(Role(one.role), Power.HANDLE_FAULTS)]
    if any(Role(one.role) not in OF_ONE_ROOM for one in with_power):
        return sites
    return sites.filter(code__in=[one.site.code for one in with_power if one.site])


def find_faults(
    faults: QuerySet[Fault], *, words: str = "", kind: str = "", state: str = "", since: date | None = None
) -> QuerySet[Fault]:
    """Open ones first, then the newest."""
    chosen = faults.select_related("site", "session__conference").prefetch_related("reports")
    if words:
        chosen = chosen.filter(Q(site__name__icontains=words) | Q(words__icontains=words))
    chosen = chosen.filter(kind=kind) if kind else chosen
    chosen = chosen.filter(closed_at__isnull=state == "open") if state in ("open", "closed") else chosen
    chosen = chosen.filter(happened_at__date__gte=since) if since else chosen
    return chosen.order_by(F("closed_at").asc(nulls_first=True), "-happened_at", "-pk")


def running_session(site: Site) -> Session | None:
    """Where the site sits now."""
    running = Session.objects.filter(phase__in=RUNNING).order_by("-planned_start")
    return next((one for one in running if current(one.pk).seat(site.code) is not None), None)


def told(fault: Fault) -> dict[Receiver, datetime]:
    """The first report to each."""
    first: dict[Receiver, datetime] = {}
    for report in sorted(fault.reports.all(), key=lambda one: one.told_at):
        first.setdefault(Receiver(report.to), report.told_at)
    return first


def clocks(fault: Fault, now: datetime) -> tuple[Told, ...]:
    """They stand still once the fault is closed."""
    return reports(fault.opened_at, told(fault), fault.closed_at or now)


@dataclass(frozen=True, slots=True)
class CallCard:
    """Whom to call for this kind of fault (Art. 12): the unit's people with their numbers of the day."""

    slot: str
    article: str
    unit: str
    person: str
    number: str


SLOTS = {Fault.Kind.LINE: ("telecom",), Fault.Kind.POWER: ("power",), Fault.Kind.LIGHT: ("power",)}


def call_cards(fault: Fault, day: date) -> list[CallCard]:
    """For a line the telecom's, for power the power company's; others: none, the room's own people do it."""
    slots = SLOTS.get(Fault.Kind(fault.kind), ())
    bindings = RoleBinding.objects.filter(on(day), slot__code__in=slots).select_related("slot", "unit")
    own = [one for one in bindings if one.site_id in (fault.site_id, None)]
    phones = _phones([one.unit_id for one in own], day)
    return [
        CallCard(one.slot.name, one.slot.article, one.unit.name, person, number)
        for one in own
        for person, number in phones.get(one.unit_id, [("", "")])
    ]


def _phones(units: Sequence[int], day: date) -> dict[int, list[tuple[str, str]]]:
    """Of the people of these units, else of the units themselves."""
    posts = Post.objects.filter(on(day), unit__in=units).select_related("person")
    people = {one.person_id: one for one in posts}
    wanted = Q(person__in=people) | Q(unit__in=units)
    found: dict[int, list[tuple[str, str]]] = {}
    for phone in Phone.objects.filter(on(day) & wanted).exclude(kind=Phone.Kind.FAX).order_by("kind"):
        post = people.get(phone.person_id) if phone.person_id else None
        unit = post.unit_id if post else phone.unit_id
        if unit is not None:
            found.setdefault(unit, []).append((post.person.name if post else "", phone.number))
    return found


# --- what they add up to
LENGTH = ExpressionWrapper(
    Coalesce(F("restored_at"), F("closed_at")) - F("happened_at"), output_field=DurationField()
)


@dataclass(frozen=True, slots=True)
class Sum:
    name: str
    count: int
    open: int
    mean: timedelta | None


def sums(faults: QuerySet[Fault], by: str) -> list[Sum]:
    """`by`: "site__name", "kind" or "session__conference__title". One question; the most frequent first."""
    rows: Any = (
        faults.order_by()
        .values(by)
        .annotate(count=Count("pk"), open=Count("pk", filter=Q(closed_at=None)), mean=Avg(LENGTH))
        .order_by("-count", by)
    )
    return [Sum(str(row[by] or ""), row["count"], row["open"], row["mean"]) for row in rows]


PROVIDERS = ("telecom", "power")


def by_provider(faults: QuerySet[Fault]) -> list[Sum]:
    """Faults of line, power and light by the unit that was bound to it at that site on that day. Two
    questions."""
    bindings = list(RoleBinding.objects.filter(slot__code__in=PROVIDERS).select_related("slot", "unit"))
    found: dict[str, list[Fault]] = {}
    for fault in faults.filter(kind__in=list(SLOTS)).order_by():
        for name in _providers(fault, bindings):
            found.setdefault(name, []).append(fault)
    counted = [_sum(name, those) for name, those in found.items()]
    return sorted(counted, key=lambda one: (-one.count, one.name))


def _providers(fault: Fault, bindings: Sequence[RoleBinding]) -> set[str]:
    """The site's own before those of the whole network; nobody bound: an empty name."""
    day, slots = timezone.localdate(fault.happened_at), SLOTS[Fault.Kind(fault.kind)]
    held = [
        one
        for one in bindings
        if one.slot.code in slots and one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]
    own = [one for one in held if one.site_id == fault.site_id]
    whole = [one for one in held if one.site_id is None]
    return {one.unit.name for one in own or whole} or {""}


def _sum(name: str, faults: Sequence[Fault]) -> Sum:
    ends = [(one, one.restored_at or one.closed_at) for one in faults]
    lengths = [end - one.happened_at for one, end in ends if end]
    mean = sum(lengths, timedelta()) / len(lengths) if lengths else None
    return Sum(name, len(faults), sum(one.closed_at is None for one in faults), mean)


def open_faults(held: Sequence[Assignment]) -> list[Fault]:
    """For Today: those this account may handle, the ones that wait longest first."""
    waiting = visible_faults(held, Power.HANDLE_FAULTS).filter(closed_at=None)
    related = waiting.select_related("site", "session__conference").prefetch_related("reports")
    return list(related.order_by("happened_at")[:12])
