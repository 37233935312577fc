"""Working days of the Vietnamese calendar, and the deadlines that rest on them.

Public holidays with Tết, and the swaps the Government has made, come from the package `holidays`; what it
does not know yet, the office states as `Swaps`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from holidays import HolidayBase, country_holidays

from diemcau.regulation.archive import Side

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Swaps:
    """`off`: working days that are free, `work`: free days that are worked. Both as the office says."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()


NO_SWAPS = Swaps()


@lru_cache(maxsize=16)
def _holidays(year: int) -> HolidayBase:
    return country_holidays("VN", years=year, language="vi")


def holiday(day: date) -> str:
    """Its Vietnamese name; "" on any other day."""
    return _holidays(day.year).get(day) or ""


def is_working_day(day: date, swaps: Swaps = NO_SWAPS) -> bool:
    if day in swaps.work:
        return True
    return day not in swaps.off and _holidays(day.year).is_working_day(day)


def add_working_days(day: date, count: int, swaps: Swaps = NO_SWAPS) -> date:
    """The day that many working days later; earlier when negative. The day itself is not counted."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, swaps):
            day += step
    return day


def working_days_between(first: date, last: date, swaps: Swaps = NO_SWAPS) -> int:
    """Working days after `first` up to and with `last`; negative when `last` is earlier."""
    if last < first:
        return -working_days_between(last, first, swaps)
    return sum(is_working_day(first + DAY * ahead, swaps) for ahead in range(1, (last - first).days + 1))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A number of working days before (negative) or after an event. `sides`: whom it binds; `words`: as the
    page cites it."""

    working_days: int
    since: date
    sides: frozenset[Side]
    words: str

    def binds(self, side: Side, day: date) -> bool:
        return side in self.sides and self.since <= day


_MEETINGS_DECISION = date(2019, 1, 1)
"""Decision 45/2018/QĐ-TTg on meetings in State administrative bodies came into force."""

INVITATION = Deadline(-3, _MEETINGS_DECISION, frozenset({Side.STATE}), "Quyết định 45/2018/QĐ-TTg")
CONCLUSIONS = Deadline(5, _MEETINGS_DECISION, frozenset({Side.STATE}), "Quyết định 45/2018/QĐ-TTg")

NOTICE_DAYS = 1
NOTICE_ARTICLE = "9.2"
PRESENT_MINUTES = 60
"""The site's technician is there an hour before: practice of other provinces, no rule of the seed."""


def due(deadline: Deadline, side: Side, event: date, swaps: Swaps = NO_SWAPS) -> date | None:
    """The last day; None where the rule does not bind that side or did not hold yet."""
    if not deadline.binds(side, event):
        return None
    return add_working_days(event, deadline.working_days, swaps)


def invitation_due(side: Side, begins: date, swaps: Swaps = NO_SWAPS) -> date | None:
    """Invitation and papers at least 3 working days before."""
    return due(INVITATION, side, begins, swaps)


def conclusions_due(side: Side, ended: date, swaps: Swaps = NO_SWAPS) -> date | None:
    """Conclusions are notified within 5 working days after."""
    return due(CONCLUSIONS, side, ended, swaps)


def notice_due(begins: datetime) -> datetime:
    """Art. 9.2: telecom and power know at least one day before. Not said to be a working day."""
    return begins - timedelta(days=NOTICE_DAYS)


def technician_due(begins: datetime) -> datetime:
    return begins - timedelta(minutes=PRESENT_MINUTES)
