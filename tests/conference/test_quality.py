"""Grades of a line, by the dated limits: 1, 3, 10 % loss; 30, 40 ms jitter; 300, 400, 800 ms round trip."""

from datetime import UTC, date, datetime, timedelta

import pytest

from diemcau.conference import quality as q
from diemcau.conference.quality import Gathering, Limits, Sample, Window
from diemcau.conference.session import Grade
from tests.world import MORNING

LIMITS = q.limits_on(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("loss", "jitter", "round_trip", "expected"),
    [
        (0.0, 0.0, 0.0, Grade.GOOD),
        (0.99, 30.0, 300.0, Grade.GOOD),
        (1.0, 0.0, 0.0, Grade.FAIR),
        (0.0, 30.1, 0.0, Grade.FAIR),
        (0.0, 0.0, 300.1, Grade.FAIR),
        (2.99, 40.0, 400.0, Grade.FAIR),
        (3.0, 0.0, 0.0, Grade.POOR),
        (0.0, 40.1, 0.0, Grade.POOR),
        (2.0, 40.1, 0.0, Grade.POOR),
        (0.0, 0.0, 400.1, Grade.POOR),
        (9.99, 30.0, 800.0, Grade.POOR),
        (5.0, 40.1, 0.0, Grade.BAD),
        (5.0, 35.0, 0.0, Grade.POOR),
        (10.0, 0.0, 0.0, Grade.BAD),
        (0.0, 0.0, 800.1, Grade.BAD),
        (50.0, 35.0, 0.0, Grade.BAD),
        (100.0, 500.0, 5000.0, Grade.BAD),
        (0.5, None, None, Grade.GOOD),
        (None, 1.0, 1.0, Grade.NO_DATA),
    ],
)
def test_a_grade(loss: float | None, jitter: float | None, round_trip: float | None, expected: Grade) -> None:
    assert q.grade(loss, jitter, round_trip, LIMITS) is expected


def seconds(count: int, start: datetime = MORNING, **values: float | bool) -> list[Sample]:
    return [Sample(start + timedelta(seconds=n), **{"loss": 0.0, **values}) for n in range(count)]  # type: ignore[arg-type]


def test_twenty_seconds_make_a_window_with_its_numbers() -> None:
    samples = seconds(20, loss=2.0, jitter=10.0, round_trip=100.0, kbps=1500.0)
    assert q.window_of(MORNING, samples, LIMITS) == Window(MORNING, 20, 2.0, 10.0, 100.0, 1500.0, Grade.FAIR)


@pytest.mark.parametrize(
    "samples",
    [[], seconds(17), seconds(20, sending=False), seconds(10) + seconds(10, sending=False)],
    ids=["nothing", "too few", "muted", "half muted"],
)
def test_no_data_is_never_good(samples: list[Sample]) -> None:
    assert q.window_of(MORNING, samples, LIMITS).grade is Grade.NO_DATA


def test_a_second_without_the_loss_is_no_data() -> None:
    assert not Sample(MORNING, jitter=1.0).counts


def test_windows_stand_at_the_same_times_for_all() -> None:
    assert q.window_start(MORNING + timedelta(seconds=59, milliseconds=900)) == MORNING + timedelta(
        seconds=40
    )


def test_samples_gather_into_windows() -> None:
    gathering, closed = Gathering(), []
    for sample in seconds(45):
        gathering, window = q.gather(gathering, sample)
        closed += [window] if window else []
    assert [(window.started_at, window.samples) for window in closed] == [
        (MORNING, 20),
        (MORNING + timedelta(seconds=20), 20),
    ]
    last = q.close(gathering)
    assert last is not None
    assert (last.samples, last.grade) == (5, Grade.NO_DATA)
    assert q.close(Gathering()) is None


def test_a_sample_from_before_the_window_is_dropped() -> None:
    gathering, _ = q.gather(Gathering(), Sample(MORNING + timedelta(seconds=20), 0.0))
    assert q.gather(gathering, Sample(MORNING, 0.0)) == (gathering, None)


def test_the_worse_direction_counts_and_no_data_only_alone() -> None:
    assert q.worse(Grade.GOOD, Grade.POOR) is Grade.POOR
    assert q.worse(Grade.NO_DATA, Grade.FAIR) is Grade.FAIR
    assert q.worse(Grade.NO_DATA, Grade.NO_DATA) is Grade.NO_DATA


def test_a_session_is_summed_up() -> None:
    windows = [
        q.window_of(MORNING + timedelta(seconds=20 * n), seconds(20, loss=loss), LIMITS)
        for n, loss in enumerate((0.0, 2.0, 5.0, 7.0, 6.0))
    ]
    windows.append(q.window_of(MORNING + timedelta(seconds=100), [], LIMITS))
    summed = q.summary(windows)
    assert (summed.windows, summed.with_data, summed.share) == (6, 5, 0.4)
    assert summed.worst is windows[3]
    assert summed.grade is Grade.POOR


def test_a_session_without_data_is_neither_good_nor_bad() -> None:
    summed = q.summary([])
    assert (summed.share, summed.worst, summed.grade) == (None, None, Grade.NO_DATA)


def test_worse_than_at_the_test() -> None:
    assert q.worse_than_test(Grade.POOR, Grade.GOOD)
    assert not q.worse_than_test(Grade.GOOD, Grade.GOOD)
    assert not q.worse_than_test(Grade.POOR, Grade.NO_DATA)


def test_limits_have_dates() -> None:
    old = LIMITS
    new = Limits(date(2027, 1, 1), old.loss, old.round_trip, 20.0, 30.0)
    assert q.limits_on(date(2026, 12, 31), (old, new)) is old
    assert q.limits_on(date(2027, 1, 1), (old, new)) is new
    assert q.limits_on(date(2000, 1, 1)) is q.LIMITS[0]
    strict = q.gather(
        Gathering(datetime(2027, 1, 1, tzinfo=UTC)), Sample(datetime(2027, 1, 1, 1, tzinfo=UTC), 0.0)
    )
    assert strict[1] is not None
