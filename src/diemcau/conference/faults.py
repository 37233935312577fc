"""Art. 6.2, 7.2: a fault at a site: checked and repaired with the centre, reported to the local chair and to
the centre, so that content and time can be adjusted. Pure: which report is missing and how late it is."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from diemcau.conference.commands import Refused
from diemcau.conference.quality import FAULT_OPENS_AFTER
from diemcau.conference.session import Phase, Session

REPORT_WITHIN = timedelta(minutes=5)
"""The regulation says that both are told, not when; a clock turns red after so long (our own rule, 2026)."""

ARTICLE = "6.2, 7.2"


def _(words: str) -> str:
    return words


class FaultKind(StrEnum):
    LINE = "line"
    POWER = "power"
    DEVICE = "device"
    PICTURE = "picture"
    SOUND = "sound"
    LIGHT = "light"
    PHYSICAL = "physical"
    OTHER = "other"


class Severity(StrEnum):
    MINOR = "minor"  # the site goes on
    MAJOR = "major"  # the site cannot be seen or heard


class Receiver(StrEnum):
    """Both must be told."""

    LOCAL_CHAIR = "local_chair"
    CENTRE = "centre"


class Lost(msgspec.Struct, frozen=True):
    """A line that has been away long enough to be a fault. `key` names it within the session."""

    site: str
    since: datetime
    key: str


def lost_lines(state: Session, now: datetime) -> tuple[Lost, ...]:
    """What opens a fault by itself now. Cheap: it looks at the seats in memory."""
    if state.phase not in (Phase.OPEN, Phase.LIVE, Phase.PAUSED):
        return ()
    return tuple(
        Lost(seat.site, seat.lost_since, f"lost-{seat.site}-{seat.losses}")
        for seat in state.seats.values()
        if seat.admitted and seat.lost_since and now - seat.lost_since >= FAULT_OPENS_AFTER
    )


def kind_of(word: str) -> FaultKind:
    """A word of a page that we do not know (any more) is a fault all the same."""
    return FaultKind(word) if word in FaultKind.__members__.values() else FaultKind.OTHER


class Told(msgspec.Struct, frozen=True):
    """How it stands with one of the two reports. `at` None: not told yet; `seconds`: waited so far, or until
    it was told."""

    to: Receiver
    at: datetime | None
    seconds: float

    @property
    def late(self) -> bool:
        return self.seconds > REPORT_WITHIN.total_seconds()


def reports(opened_at: datetime, told: dict[Receiver, datetime], now: datetime) -> tuple[Told, ...]:
    """`told`: the first report to each."""
    return tuple(
        Told(to, told.get(to), max(((told.get(to) or now) - opened_at).total_seconds(), 0.0))
        for to in Receiver
    )


def missing(told: dict[Receiver, datetime]) -> tuple[Receiver, ...]:
    return tuple(to for to in Receiver if to not in told)


def may_close(told: dict[Receiver, datetime], reason: str) -> Refused | None:
    """Both were told, or there is a reason why not."""
    if not missing(told) or reason.strip():
        return None
    return Refused(
        "fault.not_reported",
        _("Sự cố chưa được báo đủ cho chủ trì tại điểm cầu và cho trung tâm; xin báo hoặc ghi lý do."),
        {},
        ARTICLE,
    )
