"""The stored windows of line quality, back in the core's words."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from diemcau.conference.quality import Summary, Window, summary
from diemcau.conference.session import Grade
from diemcau.records.models import QualityWindow
from diemcau.records.store import reading

COLUMNS = ("started_at", "samples", "loss_percent", "jitter_ms", "round_trip_ms", "kbps", "grade")


def windows_of(session: UUID, site: str, direction: str) -> tuple[Window, ...]:
    rows = QualityWindow.objects.filter(session=session, site_code=site, direction=direction)
    return tuple(
        _window(row) for row in reading(lambda: list(rows.order_by("started_at").values_list(*COLUMNS)))
    )


def summaries(session: UUID) -> dict[str, Summary]:
    """Site -> its line over the whole session, both directions together; one question."""
    rows = QualityWindow.objects.filter(session=session).order_by("started_at", "direction")
    found: dict[str, list[Window]] = defaultdict(list)
    for site, *values in reading(lambda: list(rows.values_list("site_code", *COLUMNS))):
        found[site].append(_window(values))
    return {site: summary(windows) for site, windows in found.items()}


def _window(values: Sequence[Any]) -> Window:
    *numbers, grade = values
    return Window(*[*numbers, Grade(grade)])
