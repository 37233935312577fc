"""What a dossier's page shows beside the conference: sittings and their recordings, lines, the course, who
may see it, who looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from diemcau.conference.evolve import evolve
from diemcau.conference.minutes import Sitting
from diemcau.conference.narrate import Line, narrate
from diemcau.conference.quality import Summary
from diemcau.conference.session import Session as State
from diemcau.conference.timeline import Kind, Total, timeline
from diemcau.records.models import (
    AccessRequest,
    Conference,
    LogEntry,
    Recording,
    Session,
    Share,
    Site,
    Viewing,
)
from diemcau.records.queries.archive import BEGUN, Asked, Dossier, find_dossiers, seen_by
from diemcau.records.queries.minutes import draft_of
from diemcau.records.queries.quality import summaries
from diemcau.records.queries.search import Snippet, asked_words, snippets
from diemcau.records.queries.session import current, events_after
from diemcau.regulation.archive import Viewer

VIEWINGS_SHOWN = 200
PLAYABLE = (Recording.State.FINISHED, Recording.State.RECORDING)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    dossier: Dossier
    sittings: Sequence[Session]
    found: Sequence[Snippet] = ()

    @property
    def recorded(self) -> bool:
        return any(is_playable(one) for one in self.sittings)


def dossiers_found(viewer: Viewer, asked: Asked, now: datetime) -> QuerySet[Conference]:
    sittings = Session.objects.filter(kind="official", phase__in=BEGUN).select_related("recording")
    return find_dossiers(viewer, asked, now).prefetch_related(
        Prefetch("sessions", sittings, to_attr="sittings")
    )


def rows_of(conferences: Sequence[Conference], viewer: Viewer, asked: Asked, now: datetime) -> list[Row]:
    """For a page of `dossiers_found`. What the rules do not show any more is left out."""
    seen = [seen_by(viewer, one, now) for one in conferences]
    shown = [one for one in seen if one.level and (one.shows_content or not asked.for_content)]
    hits = snippets([one.conference for one in shown], asked_words(asked.words))
    return [Row(one, one.conference.sittings, hits.get(one.conference.pk, ())) for one in shown]  # type: ignore[attr-defined]


def is_playable(session: Session) -> bool:
    recording: Recording | None = getattr(session, "recording", None)
    return recording is not None and recording.state in PLAYABLE


def sittings_of(conference: Conference) -> list[Session]:
    """The official ones that have begun."""
    begun = conference.sessions.filter(kind="official", phase__in=BEGUN)
    return list(begun.select_related("recording").order_by("planned_start"))


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site's line in one sitting: how it was, and how often and how long it was lost."""

    name: str
    line: Summary | None
    lost: Total

    @property
    def share(self) -> int | None:
        """Percent of the time with data in which it was good or fair; not rounded up to a hundred."""
        fine = self.line.share if self.line else None
        return None if fine is None else int(fine * 100)


def lines_of(session: Session, now: datetime) -> list[SiteLine]:
    measured = summaries(session.pk)
    course = timeline(events_after(session.pk, 0))
    seats = sorted(current(session.pk).seats.values(), key=lambda seat: seat.number)
    return [
        SiteLine(seat.name, measured.get(seat.site), course.totals(now, site=seat.site)[Kind.LOST])
        for seat in seats
    ]


def record_of(session: Session) -> list[Line]:
    """Everything that happened, as sentences in Vietnamese with their values."""
    told, before = [], State()
    for event in events_after(session.pk, 0):
        line = narrate(before, event)
        if line is not None:
            told.append(line)
        before = evolve(before, event)
    return told


def course_of(conference: Conference) -> Sequence[Sitting]:
    return draft_of(conference).sittings


@dataclass(frozen=True, slots=True)
class LogPage:
    """An entry of a site's log book about a sitting of the conference."""

    site: str
    entry: LogEntry


def log_pages_of(conference: Conference) -> list[LogPage]:
    rows = LogEntry.objects.filter(session__conference=conference).order_by("site_code", "number")
    entries = list(rows.select_related("session"))
    named = Site.objects.filter(code__in={one.site_code for one in entries}).order_by("valid_from")
    names = dict(named.values_list("code", "name"))
    return [LogPage(names.get(one.site_code, one.site_code), one) for one in entries]


def requests_of(conference: Conference) -> list[AccessRequest]:
    """The waiting ones first."""
    rows = conference.access_requests.select_related("unit", "decided_by__person", "account__person")
    return sorted(rows, key=lambda one: one.state != AccessRequest.State.PENDING)


def shares_of(conference: Conference) -> list[Share]:
    """Those that hold or were withdrawn: all of them stay on the page."""
    people = "account__person", "given_by__person", "withdrawn_by__person"
    return list(conference.shares.select_related("unit", *people))


def viewings_of(conference: Conference) -> list[Viewing]:
    return list(conference.viewings.all()[:VIEWINGS_SHOWN])
