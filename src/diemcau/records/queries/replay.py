"""A session to be replayed: its stream in parts, its course as spans, the numbers of its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from diemcau.conference.quality import Window
from diemcau.conference.replay import Frame, Part, Snapshot, frames, has_begun, parts, snapshot
from diemcau.conference.session import Session as State
from diemcau.conference.timeline import Timeline, timeline
from diemcau.records.models import Account, Conference, DossierRecord
from diemcau.records.queries.access import AsOperator, Credential, Granted, access_live
from diemcau.records.queries.account import assignments_on
from diemcau.records.queries.archive import access_dossier
from diemcau.records.queries.quality import windows_of
from diemcau.records.queries.session import events_after, read_rows
from diemcau.records.store import NotFound, reading
from diemcau.records.stream import recorded
from diemcau.regulation.archive import Level

COURSES_IN_MEMORY = 20


@dataclass(frozen=True, slots=True)
class Course:
    """A session up to one of its events. Once it has ended this is all there will ever be."""

    seq: int
    timeline: Timeline
    parts: Sequence[Part]


def access_replay(session: UUID, credential: Credential, now: datetime) -> tuple[Granted, Conference]:
    """Whoever may watch its board, from its opening on; once its dossier is closed, whoever still sees its
    content there (ADR 10). Raises NotSignedIn, NotFound."""
    granted = access_live(session, credential, AsOperator(), now)
    rows = Conference.objects.select_related("record")
    conference = reading(lambda: rows.get(pk=granted.state.conference))
    if not has_begun(granted.state) or not reading(lambda: _shown(conference, granted, now)):
        raise NotFound
    return granted, conference


def _shown(conference: Conference, granted: Granted, now: datetime) -> bool:
    record: DossierRecord | None = getattr(conference, "record", None)
    if record is None or record.closed_at is None:
        return True
    account = Account.objects.get(pk=granted.actor.id)
    held = assignments_on(account, timezone.localdate(now))
    return access_dossier(account, held, conference.pk, Level.CONTENT, now) is not None


def course_of(state: State) -> Course:
    return _course(UUID(state.id), state.seq)


@lru_cache(maxsize=COURSES_IN_MEMORY)
def _course(session: UUID, seq: int) -> Course:
    """Kept in memory for each process: the states in it share what did not change."""
    events = [event for event in events_after(session, 0) if event.seq <= seq]
    return Course(seq, timeline(events), tuple(parts(events)))


def part_of(state: State, number: int) -> tuple[Snapshot, list[Frame]]:
    """The board at the beginning of this part, and what each moment of it changed."""
    known = course_of(state).parts
    if number >= len(known):
        raise NotFound
    part = known[number]
    wanted = Q(seq__gte=part.first, seq__lte=part.last)
    rows = reading(lambda: read_rows(UUID(state.id), wanted))
    return snapshot(part.state, part.since), list(frames(part.state, map(recorded, rows), part.since))


def numbers_of(state: State, site: str) -> dict[str, tuple[Window, ...]]:
    """Direction -> the windows of this site's line."""
    if state.seat(site) is None:
        raise NotFound
    return {direction: windows_of(UUID(state.id), site, direction) for direction in ("up", "down")}
