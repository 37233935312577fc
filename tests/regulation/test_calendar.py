"""Working days with Tết and swaps, and what is due when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diemcau.regulation.archive import Side
from diemcau.regulation.calendar import (
    Swaps,
    add_working_days,
    conclusions_due,
    holiday,
    invitation_due,
    is_working_day,
    notice_due,
    technician_due,
    working_days_between,
)

DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 5), True),
        (date(2026, 1, 3), False),
        (date(2026, 1, 1), False),
        (date(2026, 2, 17), False),
        (date(2026, 4, 27), False),
        (date(2026, 9, 2), False),
        (date(2025, 5, 2), False),
        (date(2025, 4, 26), True),
    ],
    ids=[
        "Monday",
        "Saturday",
        "New Year",
        "Tết",
        "Hùng Kings' day on a Sunday is made up for",
        "National Day",
        "free, made up for before",
        "Saturday worked for it",
    ],
)
def test_the_vietnamese_calendar(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_a_holiday_has_its_name() -> None:
    assert holiday(date(2026, 2, 17)) == "Tết Nguyên Đán"
    assert holiday(date(2026, 1, 5)) == ""


def test_the_office_states_swaps_of_its_own() -> None:
    swaps = Swaps(off=frozenset({date(2026, 1, 2)}), work=frozenset({date(2026, 1, 10)}))
    assert is_working_day(date(2026, 1, 2))
    assert not is_working_day(date(2026, 1, 2), swaps)
    assert is_working_day(date(2026, 1, 10), swaps)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 1, 5), 0, date(2026, 1, 5)),
        (date(2026, 1, 5), 1, date(2026, 1, 6)),
        (date(2026, 1, 9), 1, date(2026, 1, 12)),
        (date(2026, 1, 5), -1, date(2026, 1, 2)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),
        (date(2026, 2, 23), -3, date(2026, 2, 11)),
    ],
    ids=["none", "next day", "over a week-end", "back over a week-end", "over Tết", "back over Tết"],
)
def test_working_days_are_counted_from_the_next_one_on(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end
    assert working_days_between(start, end) == count


@settings(deadline=None)
@given(DAYS, st.integers(-40, 40))
def test_counting_and_adding_agree(day: date, count: int) -> None:
    end = add_working_days(day, count)
    assert count == 0 or is_working_day(end)
    if is_working_day(day):
        assert working_days_between(day, end) == count


@settings(deadline=None)  # the first look at a year of holidays takes its time
@given(DAYS, DAYS, DAYS)
def test_counting_adds_up(first: date, middle: date, last: date) -> None:
    whole = working_days_between(first, middle) + working_days_between(middle, last)
    assert whole == working_days_between(first, last)


def test_decision_45_2018_invitation_and_papers_go_out_three_working_days_before() -> None:
    assert invitation_due(Side.STATE, date(2026, 2, 24)) == date(2026, 2, 12)


def test_decision_45_2018_conclusions_are_notified_within_five_working_days() -> None:
    assert conclusions_due(Side.STATE, date(2026, 2, 12)) == date(2026, 2, 26)
    free = Swaps(off=frozenset({date(2026, 2, 24)}))
    assert conclusions_due(Side.STATE, date(2026, 2, 12), free) == date(2026, 2, 27)


@pytest.mark.parametrize("side", [Side.PARTY, Side.OTHER])
def test_decision_45_2018_binds_state_bodies_only(side: Side) -> None:
    assert invitation_due(side, date(2026, 2, 24)) is None
    assert conclusions_due(side, date(2026, 2, 24)) is None


def test_decision_45_2018_binds_from_its_first_day_on() -> None:
    assert conclusions_due(Side.STATE, date(2018, 12, 28)) is None
    assert conclusions_due(Side.STATE, date(2019, 1, 7)) == date(2019, 1, 14)


def test_article_9_2_telecom_and_power_know_a_day_before() -> None:
    begins = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
    assert notice_due(begins) == begins - timedelta(days=1)


def test_the_technician_is_there_an_hour_before() -> None:
    begins = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
    assert technician_due(begins) == begins - timedelta(minutes=60)
