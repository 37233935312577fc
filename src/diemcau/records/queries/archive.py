"""Dossiers in the archive: fetch and authorise in one step. Absent, and less than the level that is needed,
give the same answer (None)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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
    level_of,
    may_ask,
    owns,
)
from diemcau.regulation.powers import Role

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
        "convener", "host_unit", "chair_site__unit", "record__owner", "chair_person__account"
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
    """Whoever made the conference, and its chair."""
    if conference.made_by_id:
        yield str(conference.made_by_id)
    chair: Account | None = getattr(conference.chair_person, "account", None)
    if chair:
        yield str(chair.pk)


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
