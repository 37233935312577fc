"""Sites: in and out, lines, checks, grades, faults; roll call and voice check."""

from datetime import datetime

from diemcau.conference.events.base import Event
from diemcau.conference.session import CheckResult, Grade, Readiness, Reference, Seat, Verdict, VoiceMark


class SeatAdded(Event, frozen=True, tag="site.added"):
    seat: Seat


class DutyAssigned(Event, frozen=True, tag="site.assigned"):
    """Who is responsible at the site from now on."""

    site: str
    technician: str
    phone: str = ""


class SiteWaiting(Event, frozen=True, tag="site.waiting"):
    """The site's page is in the lobby with `device` in its room slot."""

    site: str
    device: str


class SiteAdmitted(Event, frozen=True, tag="site.admitted"):
    site: str
    epoch: int


class SiteRefused(Event, frozen=True, tag="site.refused"):
    site: str
    reason: str


class SiteDropped(Event, frozen=True, tag="site.dropped"):
    site: str
    reason: str


class SiteLeft(Event, frozen=True, tag="site.left"):
    site: str
    reason: str = ""


class SiteAbsent(Event, frozen=True, tag="site.absent"):
    site: str
    reason: str


class SiteCalledAgain(Event, frozen=True, tag="site.called_again"):
    site: str


class DeviceTakenOver(Event, frozen=True, tag="site.device_taken_over"):
    """An operator let another device take the room slot: a new epoch, the old device is shut out."""

    site: str
    device: str
    epoch: int


class LineUp(Event, frozen=True, tag="line.up"):
    site: str


class LineDown(Event, frozen=True, tag="line.down"):
    site: str


class MediaUp(Event, frozen=True, tag="media.up"):
    site: str


class MediaDown(Event, frozen=True, tag="media.down"):
    site: str


class SiteLost(Event, frozen=True, tag="site.lost"):
    """`what`: "line" (control only), "media" (picture and sound), "both"."""

    site: str
    what: str


class SiteBack(Event, frozen=True, tag="site.back"):
    site: str
    seconds: float


class DevicesChanged(Event, frozen=True, tag="site.devices"):
    """What the site's page publishes now."""

    site: str
    camera_on: bool
    microphone_on: bool
    sharing: bool = False


class CheckDone(Event, frozen=True, tag="site.checked"):
    site: str
    check: CheckResult


class SiteJudged(Event, frozen=True, tag="test.judged"):
    """In a test session: accepted or not."""

    site: str
    verdict: Verdict


class ReferenceKnown(Event, frozen=True, tag="test.reference"):
    """In an official session: what this site's line was like at the test that was accepted."""

    site: str
    reference: Reference


class GradeChanged(Event, frozen=True, tag="quality.grade"):
    site: str
    grade: Grade


class SharingAllowed(Event, frozen=True, tag="sharing.allowed"):
    site: str


class SharingWithdrawn(Event, frozen=True, tag="sharing.withdrawn"):
    site: str


class FaultReported(Event, frozen=True, tag="fault.reported"):
    """`fault_kind`: line, power, device, picture, sound, light, physical. `happened_at` differs for late
    entries."""

    site: str
    fault_kind: str
    words: str
    channel: str
    happened_at: datetime


class RollCallStarted(Event, frozen=True, tag="roll.started"):
    pass


class RollAnswered(Event, frozen=True, tag="roll.answered"):
    site: str
    readiness: Readiness


class VoiceCheckMoved(Event, frozen=True, tag="voice.moved"):
    """The voice check stands at `site`; None: it is over."""

    site: str | None


class VoiceMarked(Event, frozen=True, tag="voice.marked"):
    site: str
    mark: VoiceMark
