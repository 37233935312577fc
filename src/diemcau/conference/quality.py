"""Line quality: samples once a second -> windows of 20 seconds -> grades. Numbers are kept, not only the
word.

Sources: Pexip Infinity's published call quality (1, 3 and 10 % loss in windows of 20 s; jitter above 40
ms lowers
the grade), Cisco's video design guide (1 %, 150 ms one way, 30 ms), ITU-T G.114 (150 and 400 ms one way).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from statistics import fmean

import msgspec
from msgspec.structs import replace

from diemcau.conference.session import Grade

WINDOW = timedelta(seconds=20)

SAMPLES_NEEDED = 18
"""Of the 20 of a window: one or two may come late (our own rule, 2026). Fewer are no data."""

LOST_IS_SHOWN_AFTER = timedelta(seconds=4)
FAULT_OPENS_AFTER = timedelta(seconds=10)
"""Without heartbeat or packets (design of 2026)."""


class Limits(msgspec.Struct, frozen=True):
    """Grade -> loss below (percent), round trip up to (ms). Jitter (ms): up to `calm` for good, up to
    `rough` for
    fair; above it poor becomes bad. In force from `since` on."""

    since: date
    loss: dict[Grade, float]
    round_trip: dict[Grade, float]
    calm: float
    rough: float


LIMITS: tuple[Limits, ...] = (
    Limits(
        since=date(2018, 12, 5),
        loss={Grade.GOOD: 1.0, Grade.FAIR: 3.0, Grade.POOR: 10.0},
        round_trip={Grade.GOOD: 300.0, Grade.FAIR: 400.0, Grade.POOR: 800.0},
        calm=30.0,
        rough=40.0,
    ),
)
"""Oldest first; the latest that is in force counts."""

BEST_FIRST = (Grade.GOOD, Grade.FAIR, Grade.POOR, Grade.BAD)


def limits_on(day: date, limits: tuple[Limits, ...] = LIMITS) -> Limits:
    """Before the first ones came into force, the first ones."""
    return next((one for one in reversed(limits) if one.since <= day), limits[0])


class Sample(msgspec.Struct, frozen=True, omit_defaults=True):
    """One second of one direction. `sending` False: muted, camera off; such a second is no data."""

    at: datetime
    loss: float | None = None
    jitter: float | None = None
    round_trip: float | None = None
    kbps: float | None = None
    sending: bool = True

    @property
    def counts(self) -> bool:
        return self.sending and self.loss is not None


class Window(msgspec.Struct, frozen=True):
    """Means over 20 seconds; None where nothing was measured."""

    started_at: datetime
    samples: int
    loss: float | None
    jitter: float | None
    round_trip: float | None
    kbps: float | None
    grade: Grade


def grade(loss: float | None, jitter: float | None, round_trip: float | None, limits: Limits) -> Grade:
    """A value that was not measured does not count; without the loss there is no grade."""
    if loss is None:
        return Grade.NO_DATA
    by_line = next(
        (g for g in BEST_FIRST[:3] if loss < limits.loss[g] and (round_trip or 0.0) <= limits.round_trip[g]),
        Grade.BAD,
    )
    return _with_jitter(by_line, jitter or 0.0, limits)


def _with_jitter(by_line: Grade, jitter: float, limits: Limits) -> Grade:
    if jitter <= limits.calm:
        return by_line
    if jitter <= limits.rough:
        return worse(by_line, Grade.FAIR)
    return Grade.POOR if by_line in (Grade.GOOD, Grade.FAIR) else Grade.BAD


def worse(one: Grade, other: Grade) -> Grade:
    """Of both directions of a site: the worse one; no data counts only when neither has any."""
    known = [g for g in (one, other) if g is not Grade.NO_DATA]
    return max(known, key=BEST_FIRST.index, default=Grade.NO_DATA)


def window_start(at: datetime) -> datetime:
    """Windows of all sites stand at the same times, so that they are written together."""
    seconds = WINDOW.seconds
    return at.replace(second=at.second // seconds * seconds, microsecond=0)


def window_of(started_at: datetime, samples: Iterable[Sample], limits: Limits) -> Window:
    counting = [sample for sample in samples if sample.counts]
    enough = len(counting) >= SAMPLES_NEEDED
    loss, jitter = _mean(s.loss for s in counting), _mean(s.jitter for s in counting)
    round_trip, kbps = _mean(s.round_trip for s in counting), _mean(s.kbps for s in counting)
    word = grade(loss, jitter, round_trip, limits) if enough else Grade.NO_DATA
    return Window(started_at, len(counting), loss, jitter, round_trip, kbps, word)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(fmean(known), 3) if known else None


class Gathering(msgspec.Struct, frozen=True):
    """A window being filled."""

    started_at: datetime | None = None
    samples: tuple[Sample, ...] = ()


def gather(
    gathering: Gathering, sample: Sample, limits: tuple[Limits, ...] = LIMITS
) -> tuple[Gathering, Window | None]:
    """One more second; a window as soon as the next one begins. A sample older than its window is dropped."""
    start = window_start(sample.at)
    if gathering.started_at is None:
        return Gathering(start, (sample,)), None
    if start < gathering.started_at:
        return gathering, None
    if start == gathering.started_at:
        return replace(gathering, samples=(*gathering.samples, sample)), None
    return Gathering(start, (sample,)), close(gathering, limits)


def close(gathering: Gathering, limits: tuple[Limits, ...] = LIMITS) -> Window | None:
    """What there is, when no more comes (the line is gone, the session has ended)."""
    if gathering.started_at is None:
        return None
    return window_of(gathering.started_at, gathering.samples, limits_on(gathering.started_at.date(), limits))


class Summary(msgspec.Struct, frozen=True):
    """A site's line over a session. `share`: good or fair ones among the windows with data, 0 to 1."""

    windows: int
    with_data: int
    share: float | None
    worst: Window | None

    @property
    def grade(self) -> Grade:
        return self.worst.grade if self.worst else Grade.NO_DATA


def summary(windows: Iterable[Window]) -> Summary:
    every = tuple(windows)
    known = [window for window in every if window.grade is not Grade.NO_DATA]
    fine = sum(window.grade in (Grade.GOOD, Grade.FAIR) for window in known)
    return Summary(len(every), len(known), fine / len(known) if known else None, _worst(known))


def _worst(windows: list[Window]) -> Window | None:
    """The first of the worst ones; among one grade the one that lost most."""
    return max(windows, key=lambda w: (BEST_FIRST.index(w.grade), w.loss or 0.0), default=None)


def worse_than_test(now: Grade, test: Grade) -> bool:
    """The board's warning in the official session; without data there is nothing to compare."""
    known = Grade.NO_DATA not in (now, test)
    return known and BEST_FIRST.index(now) > BEST_FIRST.index(test)
