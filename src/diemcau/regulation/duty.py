"""Art. 6.4, 7.4: exactly one technician is responsible at each site of a session, and has been trained.
Art. 12.1: the telecom stands by in tests and the whole official session. Art. 12.2: the power company's
contact is known.

Pure: a roster -> what is wrong with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PRESENT_BEFORE = timedelta(minutes=60)
"""A technician is in his room so long before (practice elsewhere; the regulation has no time)."""

BESIDE = timedelta(hours=4)
"""Sessions that begin within this time of one another are held at the same time, for a clash."""


class Duty(StrEnum):
    RESPONSIBLE = "responsible"
    ASSISTANT = "assistant"
    TELECOM = "telecom"
    POWER = "power"


class Flaw(StrEnum):
    GAP = "gap"
    CLASH = "clash"
    NOT_TRAINED = "not_trained"
    NO_PHONE = "no_phone"
    NO_TELECOM = "no_telecom"
    NO_POWER = "no_power"
    LATE = "late"


ARTICLES: dict[Flaw, str] = {
    Flaw.GAP: "6.4, 7.4",
    Flaw.CLASH: "6.4, 7.4",
    Flaw.NOT_TRAINED: "6.4, 7.4",
    Flaw.NO_PHONE: "5.4",
    Flaw.NO_TELECOM: "12.1",
    Flaw.NO_POWER: "12.2",
    Flaw.LATE: "5.4",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of a roster. `person`: who, by a key that is the same in every roster; `site` "": of the
    whole session (telecom, power)."""

    site: str
    duty: Duty
    person: str
    phone: str = ""
    present: bool = False


@dataclass(frozen=True, slots=True)
class Shortcoming:
    flaw: Flaw
    site: str = ""
    person: str = ""

    @property
    def article(self) -> str:
        return ARTICLES[self.flaw]


def shortcomings(
    sites: Iterable[str],
    turns: Iterable[Turn],
    *,
    elsewhere: Mapping[str, str],
    trained: Iterable[str],
    starts: datetime,
    now: datetime,
) -> tuple[Shortcoming, ...]:
    """`elsewhere`: person -> the site where he is responsible in another session held beside this one;
    `trained`: who has been to a training."""
    listed = list(turns)
    responsible = {turn.site: turn for turn in listed if turn.duty is Duty.RESPONSIBLE}
    known = frozenset(trained)
    return (
        *(Shortcoming(Flaw.GAP, site) for site in sites if site not in responsible),
        *_clashes(responsible, elsewhere),
        *(_of(Flaw.NOT_TRAINED, turn) for turn in responsible.values() if turn.person not in known),
        *(_of(Flaw.NO_PHONE, turn) for turn in responsible.values() if not turn.phone),
        *_standby(listed),
        *_late(responsible, starts, now),
    )


def _of(flaw: Flaw, turn: Turn) -> Shortcoming:
    return Shortcoming(flaw, turn.site, turn.person)


def _clashes(responsible: Mapping[str, Turn], elsewhere: Mapping[str, str]) -> Iterable[Shortcoming]:
    """Nobody is in two rooms: in this session, or in another one beside it."""
    first: dict[str, str] = {}
    for site, turn in responsible.items():
        at_once = first.setdefault(turn.person, site) != site
        if at_once or elsewhere.get(turn.person, site) != site:
            yield _of(Flaw.CLASH, turn)


def _standby(turns: Iterable[Turn]) -> Iterable[Shortcoming]:
    there = {turn.duty for turn in turns}
    if Duty.TELECOM not in there:
        yield Shortcoming(Flaw.NO_TELECOM)
    if Duty.POWER not in there:
        yield Shortcoming(Flaw.NO_POWER)


def _late(responsible: Mapping[str, Turn], starts: datetime, now: datetime) -> Iterable[Shortcoming]:
    if now < starts - PRESENT_BEFORE:
        return ()
    return (_of(Flaw.LATE, turn) for turn in responsible.values() if not turn.present)
