"""The stored windows of line quality, back in the core's words."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from diemcau.conference.quality import Summary, Window, summary
from diemcau.conference.session import Grade, Reference, SessionKind, Verdict
from diemcau.records.models import QualityWindow, Session
from diemcau.records.queries.session import current
from diemcau.records.store import reading

COLUMNS = ("started_at", "samples", "loss_percent", "jitter_ms", "round_trip_ms", "kbps", "grade")


def windows_of(session: UUID, site: str, direction: str) -> tuple[Window, ...]:
    rows = QualityWindow.objects.filter(session=session, site_code=site, direction=direction)
    return tuple(
        _window(row) for row in reading(lambda: list(rows.order_by("started_at").values_list(*COLUMNS)))
    )


def line_since(session: UUID, site: str, since: datetime) -> Summary:
    """Both directions together; the window in which `since` lies is not counted."""
    rows = QualityWindow.objects.filter(session=session, site_code=site, started_at__gte=since)
    ordered = rows.order_by("started_at", "direction").values_list(*COLUMNS)
    return summary([_window(values) for values in reading(lambda: list(ordered))])


def summaries(session: UUID) -> dict[str, Summary]:
    """Site -> its line over the whole session, both directions together; one question."""
    rows = QualityWindow.objects.filter(session=session).order_by("started_at", "direction")
    found: dict[str, list[Window]] = defaultdict(list)
    for site, *values in reading(lambda: list(rows.values_list("site_code", *COLUMNS))):
        found[site].append(_window(values))
    return {site: summary(windows) for site, windows in found.items()}


def references_of(session: UUID) -> dict[str, Reference]:
    """For an official session: site -> its line in the latest test of the conference that was accepted."""
    wanted = Session.objects.filter(conference__sessions=session, kind=SessionKind.TEST.value)
    tests = reading(lambda: list(wanted.order_by("planned_start").values_list("pk", flat=True)))
    found: dict[str, Reference] = {}
    for test in tests:
        lines, seats = summaries(test), current(test).seats.values()
        for seat in seats:
            reference = _reference(seat.verdict, lines.get(seat.site))
            found |= {seat.site: reference} if reference else {}
    return found


def _reference(verdict: Verdict | None, line: Summary | None) -> Reference | None:
    if verdict is None or not verdict.accepted or line is None or line.worst is None:
        return None
    worst = line.worst
    return Reference(verdict.at, worst.grade, worst.loss, worst.jitter, worst.round_trip)


def _window(values: Sequence[Any]) -> Window:
    *numbers, grade = values
    return Window(*[*numbers, Grade(grade)])
