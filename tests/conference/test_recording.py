"""Where a moment of the session lies in its recording, and back. Pauses and gaps are not in it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diemcau.conference.recording import (
    LONGEST_SEGMENT,
    PROFILES,
    Manifest,
    Part,
    Segment,
    moment_at,
    seconds_at,
)

BEGAN = datetime(2026, 7, 22, 1, 0, tzinfo=UTC)


def part(number: int, at: datetime, *lengths: float) -> Part:
    segments, passed = [], 0.0
    for index, seconds in enumerate(lengths):
        begins = at + timedelta(seconds=passed)
        segments.append(Segment(f"p{number:03}-{index + 1:05}.m4s", begins, seconds, 1000, "0" * 64))
        passed += seconds
    return Part(number, "may-chu", "standard", f"p{number:03}-init.mp4", "0" * 64, tuple(segments))


def after(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


PAUSED = Manifest("phien-1", (part(1, BEGAN, 4, 4, 2), part(2, after(70), 4, 1)))
"""Ten seconds, a pause of a minute, five seconds."""


@pytest.mark.parametrize(
    ("moment", "second"),
    [
        (-5, 0),
        (0, 0),
        (3.5, 3.5),
        (4, 4),
        (9.5, 9.5),
        (10, 10),
        (40, 10),
        (70, 10),
        (72, 12),
        (75, 15),
        (900, 15),
    ],
)
def test_a_moment_has_its_second_and_a_pause_the_second_where_it_goes_on(
    moment: float, second: float
) -> None:
    assert seconds_at(PAUSED, after(moment)) == second


@pytest.mark.parametrize(
    ("second", "moment"), [(-1, 0), (0, 0), (9.5, 9.5), (10, 70), (14.5, 74.5), (99, 75)]
)
def test_a_second_has_its_moment(second: float, moment: float) -> None:
    assert moment_at(PAUSED, second) == after(moment)


def test_where_nothing_is_recorded_there_are_no_moments() -> None:
    nothing = Manifest("phien-1")
    assert moment_at(nothing, 0) is None
    assert seconds_at(nothing, BEGAN) == nothing.seconds == 0


def test_the_length_is_that_of_all_parts() -> None:
    assert PAUSED.seconds == 15
    assert [one.seconds for one in PAUSED.parts] == [10, 5]


def test_profiles_are_found_by_the_name_that_stands_in_the_events() -> None:
    assert {(p.name, p.width, p.height, p.rate) for p in PROFILES.values()} == {
        ("standard", 1280, 720, 25),
        ("low", 1280, 720, 15),
    }
    assert all(PROFILES[name].name == name for name in PROFILES)
    assert timedelta(seconds=6) == LONGEST_SEGMENT


lengths = st.lists(st.integers(1, 150).map(lambda frames: frames / 25), min_size=1, max_size=6)


@given(
    parts=st.lists(st.tuples(st.integers(0, 4000), lengths), min_size=1, max_size=5), share=st.floats(0, 1)
)
def test_from_second_to_moment_and_back(parts: list[tuple[int, list[float]]], share: float) -> None:
    made, at = [], BEGAN
    for number, (away, seconds) in enumerate(parts, 1):
        at += timedelta(seconds=away)
        made.append(part(number, at, *seconds))
        at += timedelta(seconds=sum(seconds))
    manifest = Manifest("phien-1", tuple(made))
    moment = moment_at(manifest, share * manifest.seconds)
    assert moment is not None
    assert seconds_at(manifest, moment) == pytest.approx(share * manifest.seconds, abs=1e-4)
