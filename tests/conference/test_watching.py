"""Where the moments of a session lie in its recording, and which of them are in it at all."""

from datetime import datetime, timedelta

from diemcau.conference.recording import Manifest, Missing, Part, Segment
from diemcau.conference.timeline import Kind, Span, Timeline
from diemcau.conference.watching import (
    Lost,
    Run,
    marks_of,
    milliseconds,
    missing_of,
    runs_of,
    second_of,
)
from tests.world import MORNING

START = milliseconds(MORNING)


def at(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def part(number: int, *begins: float) -> Part:
    """Segments of six seconds that begin then."""
    segments = (Segment(f"{number}-{n}.m4s", at(second), 6.0, 10, "x") for n, second in enumerate(begins))
    return Part(number, "thu-ky", "standard", f"init-{number}.mp4", "x", tuple(segments))


BROKEN = Manifest(
    "phien", (part(1, 0, 6.1, 12.0), part(2, 60, 66)), (Missing("gap", at(18), at(60), "hỏng"),)
)
RUNS = (Run(0.0, START, 18.0), Run(18.0, START + 60_000, 12.0))


def test_segments_that_follow_each_other_are_one_run_and_a_break_begins_the_next() -> None:
    assert runs_of(BROKEN) == RUNS
    assert runs_of(Manifest("phien")) == ()


def test_a_clock_that_creeps_away_begins_a_run_of_its_own() -> None:
    creeping = Manifest("phien", (part(1, 0, 6.2, 12.4),))
    assert [run.start for run in runs_of(creeping)] == [0.0, 12.0]


def test_a_moment_lies_where_it_was_recorded_or_where_the_recording_goes_on() -> None:
    moments = {-5: 0.0, 0: 0.0, 7.5: 7.5, 30: 18.0, 65: 23.0, 500: 30.0}
    assert {second: second_of(RUNS, START + round(second * 1000)) for second in moments} == moments
    assert second_of((), START) == 0.0


def test_what_is_missing_keeps_its_times_and_its_reason() -> None:
    assert missing_of(BROKEN) == (Lost("gap", START + 18_000, START + 60_000, "hỏng"),)


def span(kind: Kind, since: float, until: float | None, title: str = "") -> Span:
    return Span(kind, 1, at(since), None if until is None else at(until), title)


def line(*spans: Span) -> Timeline:
    return Timeline(at(-60), at(0), None, spans)


def test_a_span_lies_between_its_two_moments() -> None:
    (mark,) = marks_of(line(span(Kind.SPEAKER, 4, 64, "Hoàng Đình Toàn")), RUNS)
    assert (mark.title, mark.start, mark.end) == ("Hoàng Đình Toàn", 4.0, 22.0)
    assert (mark.at, mark.until) == (START + 4_000, START + 64_000)


def test_what_goes_on_reaches_the_end_that_is_recorded() -> None:
    (mark,) = marks_of(line(span(Kind.ITEM, -30, None)), RUNS)
    assert (mark.start, mark.end, mark.until) == (0.0, 30.0, None)


def test_what_was_over_before_or_began_after_is_not_in_it() -> None:
    outside = line(span(Kind.LOST, -50, 0), span(Kind.LOST, 72, None), span(Kind.LOST, 90, 95))
    assert marks_of(outside, RUNS) == ()
    assert marks_of(line(span(Kind.ITEM, 1, 2)), ()) == ()


def test_only_the_kinds_that_are_asked_for() -> None:
    both = line(span(Kind.ITEM, 1, 2), span(Kind.LOST, 1, 2))
    assert [mark.kind for mark in marks_of(both, RUNS, frozenset({Kind.ITEM}))] == [Kind.ITEM]
