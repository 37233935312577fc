"""What a player shows beside the picture: where each moment lies in the recording, and what happened there.

Times are whole milliseconds of the wall clock; seconds are those of the recording, in which a break has no
length.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from diemcau.conference.recording import Manifest, Segment
from diemcau.conference.timeline import Kind, Span, Timeline

DRIFT = 0.25
"""Seconds by which a segment may begin off the end of the one before it and still go on with it."""


class Run(msgspec.Struct, frozen=True):
    """Recorded without a break: from `start` of the recording, from `at` on the wall clock."""

    start: float
    at: int
    seconds: float

    @property
    def end(self) -> float:
        return self.start + self.seconds


class Lost(msgspec.Struct, frozen=True):
    """Not in the recording; `kind` as in the manifest: "pause" or "gap"."""

    kind: str
    since: int
    until: int
    reason: str


class Mark(msgspec.Struct, frozen=True):
    """A span of the session as it lies in the recording. `until` None: it goes on."""

    kind: Kind
    title: str
    detail: str
    site: str
    start: float
    end: float
    at: int
    until: int | None


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def runs_of(manifest: Manifest) -> tuple[Run, ...]:
    found: list[Run] = []
    passed = 0.0
    for segment in _segments(manifest):
        if found and _goes_on(found[-1], segment):
            last = found[-1]
            found[-1] = Run(last.start, last.at, last.seconds + segment.seconds)
        else:
            found.append(Run(passed, milliseconds(segment.at), segment.seconds))
        passed += segment.seconds
    return tuple(found)


def _goes_on(run: Run, segment: Segment) -> bool:
    return abs(milliseconds(segment.at) - run.at - run.seconds * 1000) <= DRIFT * 1000


def _segments(manifest: Manifest) -> Iterator[Segment]:
    return (segment for part in manifest.parts for segment in part.segments)


def second_of(runs: tuple[Run, ...], moment: int) -> float:
    """Where a moment lies; what was not recorded maps to where it goes on."""
    for run in runs:
        into = (moment - run.at) / 1000
        if into < run.seconds:
            return run.start + max(into, 0.0)
    return runs[-1].end if runs else 0.0


def missing_of(manifest: Manifest) -> tuple[Lost, ...]:
    return tuple(
        Lost(one.kind, milliseconds(one.since), milliseconds(one.until), one.reason)
        for one in manifest.missing
    )


def marks_of(
    timeline: Timeline, runs: tuple[Run, ...], kinds: frozenset[Kind] = frozenset(Kind)
) -> tuple[Mark, ...]:
    """What ended before the recording began, or began after its end, is not in it."""
    if not runs:
        return ()
    marks = (_mark(span, runs) for span in timeline.spans if span.kind in kinds)
    return tuple(mark for mark in marks if _within(mark, runs))


def _mark(span: Span, runs: tuple[Run, ...]) -> Mark:
    at = milliseconds(span.since)
    until = milliseconds(span.until) if span.until else None
    end = second_of(runs, until) if until is not None else runs[-1].end
    return Mark(span.kind, span.title, span.detail, span.site, second_of(runs, at), end, at, until)


def _within(mark: Mark, runs: tuple[Run, ...]) -> bool:
    first, last = runs[0], runs[-1]
    ended_before = mark.until is not None and mark.until <= first.at
    return not ended_before and mark.at < last.at + last.seconds * 1000
