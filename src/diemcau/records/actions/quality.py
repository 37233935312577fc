"""The measured numbers of the lines, written in bulk: one row for each site, direction and window."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from diemcau.conference.quality import Window
from diemcau.records.models import QualityWindow
from diemcau.records.store import translated


class Measured(NamedTuple):
    """`direction`: "up" or "down", as the site sees it."""

    session: UUID
    site: str
    direction: str
    window: Window


def write_windows(measured: Iterable[Measured]) -> None:
    """The same window twice (two processes, a repeated attempt) is kept once."""
    rows = [_row(one) for one in measured]
    if rows:
        with translated():
            QualityWindow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _row(one: Measured) -> QualityWindow:
    window = one.window
    return QualityWindow(
        session_id=one.session,
        site_code=one.site,
        direction=one.direction,
        started_at=window.started_at,
        samples=window.samples,
        loss_percent=window.loss,
        jitter_ms=window.jitter,
        round_trip_ms=window.round_trip,
        kbps=window.kbps,
        grade=window.grade.value,
    )
