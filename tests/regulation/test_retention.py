"""How long a dossier is kept and when it is handed in, on the days that matter."""

from datetime import date

import pytest

from diemcau.regulation.retention import (
    Retention,
    hand_in_by,
    hand_in_source,
    keep_until,
    may_be_removed,
    may_become,
)


@pytest.mark.parametrize(
    ("retention", "until"),
    [
        (Retention.FIVE_YEARS, date(2031, 12, 31)),
        (Retention.TEN_YEARS, date(2036, 12, 31)),
        (Retention.TWENTY_YEARS, date(2046, 12, 31)),
        (Retention.PERMANENT, None),
    ],
)
def test_the_years_are_counted_from_the_year_after_the_work_was_done(
    retention: Retention, until: date | None
) -> None:
    assert keep_until(date(2026, 1, 1), retention) == until
    assert keep_until(date(2026, 12, 31), retention) == until


def test_nothing_is_removed_on_the_last_day_and_nothing_permanent_ever() -> None:
    last = date(2031, 12, 31)
    assert not may_be_removed(last, last)
    assert may_be_removed(last, date(2032, 1, 1))
    assert not may_be_removed(None, date(9999, 1, 1))


def test_decree_30_art_30_handed_in_within_one_year() -> None:
    assert hand_in_by(date(2026, 11, 24)) == date(2027, 11, 24)
    assert hand_in_by(date(2028, 2, 29)) == date(2029, 2, 28)
    assert hand_in_by(date(2028, 2, 28)) == date(2029, 2, 28)


def test_the_source_is_the_one_of_that_day() -> None:
    assert "30/2020" in hand_in_source(date(2020, 1, 1))
    assert "33/2024" not in hand_in_source(date(2025, 6, 30))
    assert "33/2024" in hand_in_source(date(2025, 7, 1))


def test_a_closed_dossier_is_kept_longer_never_shorter() -> None:
    assert may_become(Retention.FIVE_YEARS, Retention.PERMANENT)
    assert may_become(Retention.TEN_YEARS, Retention.TEN_YEARS)
    assert not may_become(Retention.TWENTY_YEARS, Retention.TEN_YEARS)
