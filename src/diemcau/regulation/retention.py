"""How long a dossier is kept, and by when it is handed in: dated data with their source.

Law on Archives 33/2024/QH15 (before it: 01/2011/QH13): nothing is destroyed before its time is over. Which
class fits is the owner's judgement by the list of his body; DEFAULT is what a dossier starts from.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Retention(StrEnum):
    FIVE_YEARS = "5"
    TEN_YEARS = "10"
    TWENTY_YEARS = "20"
    PERMANENT = "permanent"


YEARS = {Retention.FIVE_YEARS: 5, Retention.TEN_YEARS: 10, Retention.TWENTY_YEARS: 20}
DEFAULT = Retention.TEN_YEARS
LONGER = tuple(Retention)
"""From the shortest to the longest."""


@dataclass(frozen=True, slots=True)
class Source:
    """`words`: as the page cites it."""

    since: date
    words: str


HAND_IN_YEARS = 1
HAND_IN = (
    Source(date(2020, 3, 5), "Điều 30 Nghị định 30/2020/NĐ-CP"),
    Source(date(2025, 7, 1), "Luật Lưu trữ số 33/2024/QH15 và Điều 30 Nghị định 30/2020/NĐ-CP"),
)
"""Handed in to the body's archive within one year after the work is done."""


def keep_until(ended: date, retention: Retention) -> date | None:
    """The last day on which nothing of it may be deleted: years are counted from the year after the work was
    done. None: for ever."""
    years = YEARS.get(retention)
    return None if years is None else date(ended.year + years, 12, 31)


def may_be_removed(until: date | None, today: date) -> bool:
    """`until`: what `keep_until` said; None: never."""
    return until is not None and today > until


def hand_in_by(ended: date) -> date:
    """29 February has its anniversary on the 28th."""
    year = ended.year + HAND_IN_YEARS
    return date(year, 2, 28) if (ended.month, ended.day) == (2, 29) else ended.replace(year=year)


def hand_in_source(ended: date) -> str:
    """The rule that held on that day; before the first one, the first one."""
    holding = [source for source in HAND_IN if source.since <= ended]
    return (holding or list(HAND_IN[:1]))[-1].words


def may_become(before: Retention, after: Retention) -> bool:
    """A dossier that is closed may be kept longer, never shorter."""
    return LONGER.index(after) >= LONGER.index(before)
