"""Minutes: fetched and authorised in one step; absent and forbidden give the same answer (None)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from diemcau.conference.minutes import Draft, draft
from diemcau.documents.content import Document, Kind
from diemcau.records.models import Account, Assignment, Conference, Minutes, MinutesVersion, Task, Unit
from diemcau.records.papers.document import Particulars, minutes_document, notice_document
from diemcau.records.papers.minutes import SECTIONS, facts_of
from diemcau.records.queries.account import name_of
from diemcau.records.queries.session import events_after
from diemcau.regulation.powers import Power, Role, may

Held = Sequence[Assignment]


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
    return draft(events_after(one.pk, 0) for one in conference.sessions.filter(kind="official"))


def facts(conference: Conference) -> dict[str, str]:
    """What the record states, section by section."""
    return facts_of(draft_of(conference), conference)


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


def search_texts(minutes: Minutes) -> Iterable[str]:
    """What the archive's search may find of them: only what was issued."""
    if minutes.state != Minutes.State.ISSUED:
        return []
    return [*filter(None, text_of(latest(minutes)).values()), *(task.words for task in tasks_of(minutes))]
