"""Seconds -> windows -> rows and changes of grade."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from diemcau.conference.commands import SeeGrade
from diemcau.conference.quality import Sample
from diemcau.conference.session import Grade
from diemcau.records.actions.quality import write_windows
from diemcau.records.line_quality import KEPT, LineQuality
from diemcau.records.models import QualityWindow
from diemcau.records.queries.quality import summaries, windows_of
from diemcau.records.queries.session import current
from tests.records.builders import NOW, opened, planned

pytestmark = pytest.mark.django_db(transaction=True)

SITE = "bim-son"


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def feed(quality: LineQuality, session: UUID, loss: float, start: int = 0, seconds: int = 20) -> None:
    for second in range(start, start + seconds):
        for direction in ("up", "down"):
            sample = Sample(after(second), loss=loss, jitter=5.0, round_trip=20.0, kbps=900.0)
            quality.take(session, SITE, direction, sample)


def test_a_window_is_written_once_and_read_back() -> None:
    session, quality = planned(), LineQuality()
    feed(quality, session, loss=2.0, seconds=21)
    windows = quality.to_write()
    assert [(one.site, one.direction) for one in windows] == [(SITE, "up"), (SITE, "down")]
    write_windows(windows)
    write_windows(windows)
    assert quality.to_write() == []
    assert windows_of(session, SITE, "up") == (windows[0].window,)
    assert QualityWindow.objects.count() == 2
    assert summaries(session)[SITE].grade is Grade.FAIR


def test_a_grade_is_said_only_when_it_changed() -> None:
    session, quality = opened(), LineQuality()
    state = current(session)
    assert quality.seen(state) == []
    feed(quality, session, loss=0.1, seconds=21)
    assert quality.seen(state) == [SeeGrade(site=SITE, grade=Grade.GOOD)]
    seat = replace(state.seats[SITE], grade=Grade.GOOD)
    assert quality.seen(replace(state, seats={**state.seats, SITE: seat})) == []


def test_the_worse_direction_counts() -> None:
    session, quality = opened(), LineQuality()
    for second in range(21):
        for direction, loss in (("up", 20.0), ("down", 0.0)):
            quality.take(session, SITE, direction, Sample(after(second), loss=loss))
    assert quality.seen(current(session)) == [SeeGrade(site=SITE, grade=Grade.BAD)]


def test_a_line_that_is_gone_closes_its_window() -> None:
    session, quality = opened(), LineQuality()
    feed(quality, session, loss=0.1, seconds=19)
    quality.due(after(21))
    assert quality.to_write() == []
    quality.due(after(22))
    assert [one.window.samples for one in quality.to_write()] == [19, 19]
    assert quality.seen(current(session)) == [SeeGrade(site=SITE, grade=Grade.GOOD)]


def test_too_few_seconds_are_no_data() -> None:
    """Never counted as good."""
    session, quality = opened(), LineQuality()
    feed(quality, session, loss=0.0, seconds=5)
    quality.due(after(30))
    assert [one.window.grade for one in quality.to_write()] == [Grade.NO_DATA] * 2
    assert quality.seen(current(session)) == []  # what the stream says already


def test_the_end_of_a_session_closes_its_windows() -> None:
    session, quality = opened(), LineQuality()
    feed(quality, session, loss=0.1, seconds=18)
    quality.end(session)
    assert len(quality.to_write()) == 2
    quality.due(after(60))
    assert quality.to_write() == []


def test_what_could_not_be_written_is_written_later() -> None:
    session, quality = opened(), LineQuality()
    feed(quality, session, loss=0.1, seconds=21)
    windows = quality.to_write()
    quality.give_back(windows)
    assert quality.to_write() == windows


def test_memory_is_bounded_while_the_database_is_away() -> None:
    session, quality = opened(), LineQuality()
    feed(quality, session, loss=0.1, seconds=21)
    quality.give_back(quality.to_write() * KEPT)
    assert len(quality.to_write()) == KEPT


def test_nothing_to_write_asks_nothing(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        write_windows([])
