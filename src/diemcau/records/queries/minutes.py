"""Minutes: fetched and authorised in one step; absent and forbidden give the same answer (None)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from diemcau.conference.minutes import Draft, Sitting, draft
from diemcau.documents.content import Document, Kind
from diemcau.records.models import (
    Account,
    Assignment,
    Conference,
    IssuedDocument,
    Minutes,
    MinutesVersion,
    SessionEvent,
    Task,
    Unit,
)
from diemcau.records.papers.document import Particulars, minutes_document, notice_document
from diemcau.records.papers.minutes import SECTIONS, facts_of
from diemcau.records.queries.account import name_of
from diemcau.records.queries.session import RUNNING, events_after
from diemcau.regulation.archive import Side
from diemcau.regulation.calendar import conclusions_due, working_days_between
from diemcau.regulation.powers import Power, Role, may

Held = Sequence[Assignment]
LOOK_BACK = timedelta(days=90)
"""Older conferences are no duty of today (our own rule, 2026)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The minutes of a conference, as one account may work on them."""

    conference: Conference
    minutes: Minutes | None
    powers: frozenset[Power] = field(default_factory=frozenset)

    @property
    def writes(self) -> bool:
        return Power.WRITE_MINUTES in self.powers

    @property
    def approves(self) -> bool:
        return Power.APPROVE_MINUTES in self.powers

    @property
    def issues(self) -> bool:
        return Power.ISSUE_DOCUMENTS in self.powers

    @property
    def editable(self) -> bool:
        return self.writes and self.minutes is not None and self.minutes.state == Minutes.State.DRAFT


def access_minutes(account: Account, held: Held, key: int, *needed: Power) -> Desk | None:
    """For whoever has one of the powers `needed` (none named: any of the three) in this conference."""
    rows = Conference.objects.select_related(
        "convener", "host_unit", "chair_site__unit", "chair_person", "secretary"
    )
    conference = rows.filter(pk=key).first()
    if conference is None:
        return None
    powers = desk_powers(account, held, conference)
    if not (powers & set(needed) if needed else powers):
        return None
    minutes = Minutes.objects.select_related("submitted_by__person", "approved_by__person")
    return Desk(conference, minutes.filter(conference=conference).first(), powers)


def desk_powers(account: Account, held: Held, conference: Conference) -> frozenset[Power]:
    """The secretary's: of a unit of the conference, or named by it. The chair's: as who presides (ADR 7). To
    issue: the officer of a unit of the conference, or who prepared it."""
    checks = {
        Power.WRITE_MINUTES: _writes,
        Power.APPROVE_MINUTES: _approves,
        Power.ISSUE_DOCUMENTS: _issues,
    }
    return frozenset(
        power
        for power, belongs in checks.items()
        if any(may(Role(one.role), power) and belongs(account, one, conference) for one in held)
    )


def _writes(account: Account, one: Assignment, conference: Conference) -> bool:
    named = account.person_id is not None and account.person_id == conference.secretary_id
    return named or _of_its_units(one, conference)


def _approves(account: Account, one: Assignment, conference: Conference) -> bool:
    named = account.person_id is not None and account.person_id == conference.chair_person_id
    return named or (one.site is not None and one.site.code == conference.chair_site.code)


def _issues(account: Account, one: Assignment, conference: Conference) -> bool:
    return conference.made_by_id == account.pk or _of_its_units(one, conference)


def _of_its_units(one: Assignment, conference: Conference) -> bool:
    """By code: a unit that was renamed is the same one."""
    return one.unit is not None and one.unit.code in {unit.code for unit in units_of(conference)}


def units_of(conference: Conference) -> list[Unit]:
    units = (conference.host_unit, conference.convener, conference.chair_site.unit)
    return [unit for unit in units if unit is not None]


def draft_of(conference: Conference) -> Draft:
    sessions = conference.sessions.filter(kind="official").values_list("pk", "seq")
    sittings = [sitting for one in sessions for sitting in _held(*one)]
    return Draft(tuple(sorted(sittings, key=lambda sitting: sitting.since)))


@lru_cache(maxsize=64)
def _held(session: UUID, seq: int) -> tuple[Sitting, ...]:
    """Kept while nothing more happens: the stream of a day with 170 sites takes most of a second to fold."""
    return draft([events_after(session, 0)]).sittings


def facts(conference: Conference, writer: Account | None) -> dict[str, str]:
    """What the record states, section by section."""
    return facts_of(draft_of(conference), conference, name_of(writer) if writer else "")


def latest(minutes: Minutes) -> MinutesVersion:
    return minutes.versions.select_related("made_by__person")[0]


def text_of(version: MinutesVersion) -> dict[str, str]:
    return {name: str(version.sections.get(name, "")) for name in SECTIONS}


def tasks_of(minutes: Minutes) -> list[Task]:
    return list(minutes.tasks.select_related("unit", "person"))


def secretary_of(minutes: Minutes) -> str:
    """Who signs as the secretary: the one the conference names, else who submitted them."""
    named = minutes.conference.secretary
    if named is not None:
        return named.name
    return name_of(minutes.submitted_by) if minutes.submitted_by else ""


def paper_of(minutes: Minutes, kind: Kind, given: Particulars) -> Document:
    """The minutes themselves, or the notice of what they conclude."""
    conference, tasks = minutes.conference, tasks_of(minutes)
    if kind is Kind.MINUTES:
        return minutes_document(conference, text_of(latest(minutes)), tasks, given, secretary_of(minutes))
    held = draft_of(conference)
    rooms = {one.site for sitting in held.sittings for one in sitting.present}
    present = f"đại biểu tại {len(rooms)} điểm cầu" if rooms else ""
    return notice_document(conference, held.since or conference.starts_at, present, tasks, given)


class ToDo(StrEnum):
    """What somebody has to do about the minutes now; the page has the words."""

    BEGIN = "begin"
    WRITE = "write"
    APPROVE = "approve"
    ISSUE = "issue"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Due:
    """`notice_by`: the last day for the notice of conclusions; None where no rule binds the side, or when it
    was issued. `left`: working days up to it, negative when it has passed."""

    conference: Conference
    todo: ToDo
    notice_by: date | None = None
    left: int = 0

    @property
    def late(self) -> bool:
        return self.notice_by is not None and self.left < 0

    @property
    def late_by(self) -> int:
        return -self.left


def minutes_due(account: Account, held: Held, now: datetime) -> list[Due]:
    """Of conferences whose official sessions are over; the most pressing first."""
    ended = Conference.objects.filter(
        sessions__kind="official", sessions__phase="ended", starts_at__gte=now - LOOK_BACK
    ).exclude(sessions__kind="official", sessions__phase__in=RUNNING)
    parts = "convener", "host_unit", "chair_site__unit", "minutes", "chair_person", "secretary"
    rows = ended.distinct().annotate(**_ended_and_noticed()).select_related(*parts)
    found = [due for one in rows for due in _due(account, held, one, timezone.localdate(now))]
    return sorted(found, key=lambda due: (due.notice_by is None, due.notice_by, due.conference.starts_at))


def _due(account: Account, held: Held, conference: Conference, day: date) -> Iterator[Due]:
    powers = desk_powers(account, held, conference)
    by = _notice_by(conference) if powers & {Power.WRITE_MINUTES, Power.ISSUE_DOCUMENTS} else None
    todo = _todo(powers, getattr(conference, "minutes", None), by is not None)
    if todo is not None:
        yield Due(conference, todo, by, working_days_between(day, by) if by else 0)


def _todo(powers: frozenset[Power], minutes: Minutes | None, notice_missing: bool) -> ToDo | None:
    state = minutes.state if minutes else ""
    steps = {
        "": (Power.WRITE_MINUTES, ToDo.BEGIN),
        Minutes.State.DRAFT.value: (Power.WRITE_MINUTES, ToDo.WRITE),
        Minutes.State.SUBMITTED.value: (Power.APPROVE_MINUTES, ToDo.APPROVE),
        Minutes.State.APPROVED.value: (Power.ISSUE_DOCUMENTS, ToDo.ISSUE),
    }
    power, todo = steps.get(state, (Power.ISSUE_DOCUMENTS, ToDo.NOTICE))
    if power in powers and (todo is not ToDo.NOTICE or notice_missing):
        return todo
    return ToDo.NOTICE if notice_missing and Power.ISSUE_DOCUMENTS in powers else None


def _ended_and_noticed() -> dict[str, Any]:
    """Asked with the conferences: when the last official session that was held ended, and whether the
    notice of conclusions is out."""
    held = SessionEvent.objects.filter(kind="session.live", session__kind="official").values("session")
    own = SessionEvent.objects.filter(session__conference=OuterRef("pk"))
    ends = own.filter(kind="session.ended", session__in=held).order_by("-at")
    notices = IssuedDocument.objects.filter(conference=OuterRef("pk"), kind=Kind.NOTICE.value)
    return {"ended_at": Subquery(ends.values("at")[:1]), "noticed": Exists(notices)}


def _notice_by(conference: Any) -> date | None:
    """QĐ 45/2018: within five working days after; State bodies only."""
    if conference.noticed or conference.ended_at is None:
        return None
    return conclusions_due(Side(conference.convener.side), timezone.localdate(conference.ended_at))


def search_texts(minutes: Minutes) -> Iterable[str]:
    """What the archive's search may find of them: only what was issued."""
    if minutes.state != Minutes.State.ISSUED:
        return []
    return [*filter(None, text_of(latest(minutes)).values()), *(task.words for task in tasks_of(minutes))]
