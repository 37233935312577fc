"""Dossiers in the archive: fetch and authorise in one step. Absent, and less than the level that is needed,
give the same answer (None)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils import timezone

from diemcau.records.models import (
    Account,
    Assignment,
    Conference,
    DossierRecord,
    InvitedSite,
    SessionEvent,
    Share,
    Unit,
)
from diemcau.records.queries.search import asked_words, having_words
from diemcau.records.queries.session import RUNNING
from diemcau.regulation.archive import (
    DossierFacts,
    Grant,
    Level,
    Membership,
    Secrecy,
    Side,
    Viewer,
    crosses,
    is_inside,
    level_of,
    may_ask,
    owns,
)
from diemcau.regulation.powers import Power, Role

BEGUN = ("live", "paused", "ended")


@dataclass(frozen=True, slots=True)
class Dossier:
    """A conference as one viewer may see it. `record` is None while nobody has touched the dossier."""

    conference: Conference
    record: DossierRecord | None
    owner: Unit
    facts: DossierFacts
    level: Level
    owned: bool
    crossing: bool
    may_ask: bool

    @property
    def shows_content(self) -> bool:
        return self.level >= Level.CONTENT

    @property
    def shows_recording(self) -> bool:
        return self.level >= Level.DUTY


def access_dossier(
    account: Account, held: Sequence[Assignment], key: int, needed: Level, now: datetime
) -> Dossier | None:
    """`held`: the roles of today, as `assignments_on` gives them."""
    conference = archived(Conference.objects.filter(pk=key)).first()
    if conference is None:
        return None
    dossier = seen_by(viewer_of(account, held), conference, now)
    return dossier if dossier.level >= max(needed, Level.FACTS) else None


def archived(conferences: QuerySet[Conference]) -> QuerySet[Conference]:
    """Those that have a dossier: an official session has begun, or somebody keeps something of it."""
    begun = Q(sessions__kind="official", sessions__phase__in=BEGUN)
    with_dossier = Conference.objects.filter(begun | Q(record__isnull=False))
    return with_rights(conferences.filter(pk__in=with_dossier.values("pk")))


def with_rights(conferences: QuerySet[Conference]) -> QuerySet[Conference]:
    """With all that the rights ask for: three questions for any number of them."""
    return conferences.select_related(
        "convener",
        "host_unit",
        "chair_site__unit",
        "record__owner",
        "chair_person__account",
        "secretary__account",
    ).prefetch_related(
        Prefetch("invited", InvitedSite.objects.select_related("site__unit")),
        Prefetch("shares", Share.objects.filter(withdrawn_at=None).select_related("unit")),
    )


def seen_by(viewer: Viewer, conference: Conference, now: datetime) -> Dossier:
    """`conference`: as `with_rights` fetches it."""
    record: DossierRecord | None = getattr(conference, "record", None)
    owner = record.owner if record else owner_of(conference)
    facts = _facts(conference, record, owner)
    return Dossier(
        conference=conference,
        record=record,
        owner=owner,
        facts=facts,
        level=level_of(viewer, facts, now),
        owned=owns(viewer, facts),
        crossing=crosses(viewer, facts),
        may_ask=may_ask(viewer, facts, now),
    )


def owner_of(conference: Conference) -> Unit:
    return conference.host_unit or conference.convener


def viewer_of(account: Account, held: Iterable[Assignment]) -> Viewer:
    return Viewer(str(account.pk), tuple(map(_membership, held)))


def _membership(one: Assignment) -> Membership:
    unit = one.unit or (one.site.unit if one.site else None)
    return Membership(Role(one.role), unit.code if unit else "", Side(unit.side) if unit else None)


def _facts(conference: Conference, record: DossierRecord | None, owner: Unit) -> DossierFacts:
    return DossierFacts(
        owner=owner.code,
        side=Side(owner.side),
        secrecy=Secrecy(conference.secrecy),
        invited=frozenset(_invited(conference)),
        prepared_by=frozenset(_prepared_by(conference)),
        published=record is not None and record.published_at is not None,
        closed=record is not None and record.closed_at is not None,
        grants=tuple(map(_grant, conference.shares.all())),
    )


def _invited(conference: Conference) -> Iterable[str]:
    units = [conference.convener, conference.host_unit, conference.chair_site.unit]
    units += [one.site.unit for one in conference.invited.all()]
    return (unit.code for unit in units if unit)


def _prepared_by(conference: Conference) -> Iterable[str]:
    """Whoever made the conference, its chair and its secretary."""
    if conference.made_by_id:
        yield str(conference.made_by_id)
    for person in (conference.chair_person, conference.secretary):
        account: Account | None = getattr(person, "account", None)
        if account:
            yield str(account.pk)


def _grant(share: Share) -> Grant:
    account = str(share.account_id) if share.account_id else ""
    return Grant(share.unit.code if share.unit else "", account, share.until)


def runs_now(conference: Conference) -> bool:
    return conference.sessions.filter(phase__in=RUNNING).exists()


def done_on(conference: Conference) -> date:
    """The day on which the work was done: of the last thing that happened in an official session; before
    that, the day it is to end."""
    official = SessionEvent.objects.filter(session__conference=conference, session__kind="official")
    last = official.exclude(session__phase="planned").aggregate(last=Max("at"))["last"]
    return timezone.localdate(last or conference.ends_at)


# --- lists: the rules once more, as conditions of the database
@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader filters by. Everything but the year is content: it finds only what he may see whole."""

    words: str = ""
    year: int | None = None
    kind: str = ""
    side: str = ""
    state: str = ""
    recorded: bool = False

    @property
    def for_content(self) -> bool:
        return any((self.words, self.kind, self.side, self.state, self.recorded))


def find_dossiers(viewer: Viewer, asked: Asked, now: datetime) -> QuerySet[Conference]:
    """The newest first; each still goes through `seen_by`, which decides what of it is shown."""
    found = archived(Conference.objects.all())
    if asked.for_content or not is_inside(viewer):
        found = found.filter(content_for(viewer, now))
    if asked.year:
        found = found.filter(starts_at__year=asked.year)
    found = having_words(found, asked_words(asked.words))
    return found.filter(*_conditions(asked)).order_by("-starts_at", "-pk")


def _conditions(asked: Asked) -> Iterable[Q]:
    if asked.words and not asked_words(asked.words):
        yield Q(pk__in=[])  # signs alone are found nowhere
    if asked.kind:
        yield Q(kind=asked.kind)
    if asked.side:
        yield owner_is(side=asked.side)
    if asked.state:
        yield STATES[asked.state]
    if asked.recorded:
        yield Q(sessions__recording__state="finished", sessions__kind="official")


STATES = {
    "preparing": Q(record=None) | Q(record__published_at=None, record__closed_at=None),
    "published": Q(record__published_at__isnull=False, record__closed_at=None),
    "closed": Q(record__closed_at__isnull=False, record__handed_in_at=None),
    "handed_in": Q(record__handed_in_at__isnull=False),
}


def owner_is(**wanted: object) -> Q:
    """Of a dossier that nobody has touched: its host unit, else its convener."""
    kept = Q(**{f"record__owner__{name}": value for name, value in wanted.items()})
    host = Q(record=None, **{f"host_unit__{name}": value for name, value in wanted.items()})
    convener = {f"convener__{name}": value for name, value in wanted.items()}
    return kept | host | Q(record=None, host_unit=None, **convener)


def content_for(viewer: Viewer, now: datetime) -> Q:
    """`level_of` gives CONTENT."""
    if not viewer.may(Power.READ_ARCHIVE):
        return Q(pk__in=[])
    manages, reads = viewer.units(Power.MANAGE_ARCHIVE), viewer.units(Power.READ_ARCHIVE)
    own = owner_is(code__in=manages)
    prepared = Q(made_by=viewer.account) | Q(chair_person__account=viewer.account)
    prepared |= Q(secretary__account=viewer.account)
    published = Q(record__published_at__isnull=False) & _takes_part(reads)
    return own | prepared | published | Q(pk__in=_shared(viewer, reads, now))


def _takes_part(units: frozenset[str]) -> Q:
    invited = InvitedSite.objects.filter(site__unit__code__in=units).values("conference")
    parts = ("convener", "host_unit", "chair_site__unit")
    by_part = (Q(**{f"{part}__code__in": units}) for part in parts)
    return reduce(or_, by_part, Q(pk__in=invited))


def _shared(viewer: Viewer, units: frozenset[str], now: datetime) -> QuerySet[Share, Any]:
    holding = Share.objects.filter(Q(until=None) | Q(until__gt=now), withdrawn_at=None)
    return holding.filter(Q(unit__code__in=units) | Q(account=viewer.account)).values("conference")


def years_of(viewer: Viewer, now: datetime) -> list[int]:
    dossiers = find_dossiers(viewer, Asked(), now).prefetch_related(None)
    return [one.year for one in dossiers.datetimes("starts_at", "year", order="DESC")]
