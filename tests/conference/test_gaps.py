"""What is missing in a recording: pauses as they were decided, gaps as faults left them. By situation."""

from datetime import datetime, timedelta

import pytest

from diemcau.conference import events as e
from diemcau.conference.actors import MACHINE
from diemcau.conference.events import AnyEvent, Recorded
from diemcau.conference.gaps import missing, untold
from diemcau.conference.recording import Manifest, Missing, Part, Segment
from tests.world import MORNING


def at(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def stream(*events: tuple[float, AnyEvent]) -> list[Recorded]:
    return [Recorded(seq, at(when), MACHINE, event) for seq, (when, event) in enumerate(events, 1)]


def part(number: int, since: float, until: float) -> Part:
    segment = Segment(f"p{number:03}-00001.m4s", at(since), until - since, 1000, "a" * 64)
    return Part(number, "may-ghi", "standard", "init", "b" * 64, (segment,))


def kept(*parts: tuple[float, float]) -> Manifest:
    return Manifest("phien-1", tuple(part(number, *span) for number, span in enumerate(parts, 1)))


def told(
    manifest: Manifest, events: list[Recorded], until: float | None = None
) -> list[tuple[str, float, float]]:
    found = missing(manifest, events, None if until is None else at(until))
    return [
        (one.kind, (one.since - MORNING).total_seconds(), (one.until - MORNING).total_seconds())
        for one in found
    ]


START = (0.0, e.RecordingStarted())
PAUSE, RESUME = e.SessionPaused("Giải lao"), e.SessionResumed()

SITUATIONS = {
    "whole": (kept((1, 60)), stream(START), 60.3, []),
    "nothing was ever started": (kept((1, 60)), stream(), None, []),
    "nothing was written": (kept(), stream(START), 30.0, [("gap", 0.0, 30.0)]),
    "a recorder needs a moment to begin": (kept((2.9, 60)), stream(START), None, []),
    "it came late": (kept((8, 60)), stream(START), None, [("gap", 0.0, 8.0)]),
    "it died and another one went on": (
        kept((1, 20), (26, 60)),
        stream(START, (22, e.RecordingFailed("tiến trình dừng"))),
        None,
        [("gap", 20.0, 26.0)],
    ),
    "one part joins the other": (kept((1, 20), (20, 40)), stream(START), None, []),
    "another one went on almost at once": (
        kept((1, 20), (20.3, 60)),
        stream(START),
        None,
        [("gap", 20.0, 20.3)],
    ),
    "it stopped a little before it was to stop": (
        kept((1, 19.7), (51, 59.8)),
        stream(START, (20, PAUSE), (50, RESUME), (60, e.RecordingStopped())),
        60.0,
        [("pause", 20.0, 51.0)],
    ),
    "a pause": (
        kept((1, 20), (51, 60)),
        stream(START, (20, PAUSE), (50, RESUME)),
        None,
        [("pause", 20.0, 51.0)],
    ),
    "it died shortly before a pause": (
        kept((1, 15), (51, 60)),
        stream(START, (20, PAUSE), (50, RESUME)),
        None,
        [("gap", 15.0, 20.0), ("pause", 20.0, 51.0)],
    ),
    "it came back late from a pause": (
        kept((1, 20), (60, 70)),
        stream(START, (20, PAUSE), (50, RESUME)),
        None,
        [("pause", 20.0, 50.0), ("gap", 50.0, 60.0)],
    ),
    "an operator stopped it and started it again": (
        kept((1, 20), (41, 60)),
        stream(START, (20, e.RecordingStopped("Theo yêu cầu")), (40, e.RecordingStarted())),
        None,
        [("pause", 20.0, 41.0)],
    ),
    "a pause that was recorded all the same concerns nothing else": (
        kept((1, 20), (26, 60)),
        stream(START, (5, PAUSE), (6, RESUME), (58, PAUSE), (59, RESUME)),
        None,
        [("gap", 20.0, 26.0)],
    ),
    "it ended while the session was paused": (
        kept((1, 20)),
        stream(START, (20, PAUSE), (40, e.RecordingStopped())),
        40.0,
        [("pause", 20.0, 40.0)],
    ),
    "it died before the end": (
        kept((1, 20)),
        stream(START, (30, e.RecordingStopped())),
        30.0,
        [("gap", 20.0, 30.0)],
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_is_missing(name: str) -> None:
    manifest, events, until, expected = SITUATIONS[name]
    assert told(manifest, events, until) == expected


def test_a_part_without_a_segment_counts_for_nothing() -> None:
    empty = Part(2, "may-ghi", "standard", "init", "b" * 64)
    manifest = Manifest("phien-1", (part(1, 1, 20), empty, part(3, 26, 60)))
    assert told(manifest, stream(START)) == [("gap", 20.0, 26.0)]


def test_a_gap_has_the_reason_that_was_told_in_it_and_a_pause_its_own() -> None:
    manifest = kept((1, 20), (26, 40), (61, 70))
    events = stream(
        (0, e.RecordingStarted()),
        (10, e.RecordingFailed("trước đó")),
        (22, e.RecordingFailed("tiến trình dừng")),
        (40, PAUSE),
        (60, RESUME),
    )
    assert [one.reason for one in missing(manifest, events)] == ["tiến trình dừng", "Giải lao"]


def test_a_gap_is_told_once() -> None:
    gap, pause = Missing("gap", at(20), at(26)), Missing("pause", at(40), at(60))
    assert untold([gap, pause], stream(START)) == [gap]
    assert untold([gap, pause], stream(START, (30, e.RecordingGap(at(20), at(26))))) == []
