"""What happened: every kind of event, with its stable dotted name (`tag`). Stored for ever; add, never
rename.

Time and actor stand beside the event in `Recorded`, not inside it.
"""

from datetime import datetime

import msgspec

from diemcau.conference.actors import Actor
from diemcau.conference.picture import Picture
from diemcau.conference.script import Script
from diemcau.conference.session import (
    Alarm,
    CheckResult,
    Grade,
    Note,
    Readiness,
    Reference,
    Request,
    Seat,
    SessionKind,
    Verdict,
    VoiceMark,
)


class Event(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind"):
    pass


# --- the session ---------------------------------------------------------------
class SessionPlanned(Event, frozen=True, tag="session.planned"):
    session: str
    conference: str
    title: str
    session_kind: SessionKind
    planned_start: datetime
    seats: tuple[Seat, ...]
    script: Script


class SessionOpened(Event, frozen=True, tag="session.opened"):
    pass


class SessionWentLive(Event, frozen=True, tag="session.live"):
    pass


class SessionPaused(Event, frozen=True, tag="session.paused"):
    reason: str = ""


class SessionResumed(Event, frozen=True, tag="session.resumed"):
    pass


class SessionEnded(Event, frozen=True, tag="session.ended"):
    pass


class TokenTaken(Event, frozen=True, tag="token.taken"):
    holder: Actor


class TokenReturned(Event, frozen=True, tag="token.returned"):
    pass


# --- sites ---------------------------------------------------------------------
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


# --- roll call and voice check -------------------------------------------------
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


# --- the floor -----------------------------------------------------------------
class FloorRequested(Event, frozen=True, tag="floor.requested"):
    request: Request


class FloorAccepted(Event, frozen=True, tag="floor.accepted"):
    """`position` counts from 1 in the queue as it is after this event."""

    request: str
    position: int


class FloorDenied(Event, frozen=True, tag="floor.denied"):
    request: str
    reason: str


class FloorCancelled(Event, frozen=True, tag="floor.cancelled"):
    request: str
    reason: str = ""


class FloorReordered(Event, frozen=True, tag="floor.reordered"):
    request: str
    position: int


class FloorSkipped(Event, frozen=True, tag="floor.skipped"):
    request: str
    reason: str = ""


class FloorGranted(Event, frozen=True, tag="floor.granted"):
    request: str
    deadline: datetime | None = None


class FloorExtended(Event, frozen=True, tag="floor.extended"):
    request: str
    minutes: int
    deadline: datetime


class FloorReleased(Event, frozen=True, tag="floor.released"):
    """The speaker is done. `lost`: yielded because the line stayed away."""

    request: str
    lost: bool = False


class FloorRevoked(Event, frozen=True, tag="floor.revoked"):
    request: str
    reason: str = ""


class FloorProposed(Event, frozen=True, tag="floor.proposed"):
    """The next speaker the centre may call, after one was lost."""

    request: str


class MicrophonesClosed(Event, frozen=True, tag="floor.all_closed"):
    """Emergency: every microphone but the chair's."""


class MicrophonesReleased(Event, frozen=True, tag="floor.all_released"):
    """The emergency is over: the floor works again."""


# --- picture and script --------------------------------------------------------
class PreviewSet(Event, frozen=True, tag="picture.preview"):
    picture: Picture


class PictureTaken(Event, frozen=True, tag="picture.taken"):
    picture: Picture


class ScriptChanged(Event, frozen=True, tag="script.changed"):
    script: Script


class ScriptSeen(Event, frozen=True, tag="script.seen"):
    site: str
    version: int


class ItemStarted(Event, frozen=True, tag="script.item"):
    item: str


class ClipStarted(Event, frozen=True, tag="clip.started"):
    """The uploaded file of an item plays from second `at`: 0 from its beginning, else it goes on."""

    site: str
    item: str
    file: str
    title: str
    seconds: float
    at: float = 0.0


class ClipPaused(Event, frozen=True, tag="clip.paused"):
    site: str
    at: float


class ClipStopped(Event, frozen=True, tag="clip.stopped"):
    """`ended`: it came to its end by itself."""

    site: str
    ended: bool = False


# --- words ---------------------------------------------------------------------
class NoteSent(Event, frozen=True, tag="note.sent"):
    note: Note


class NoteAcknowledged(Event, frozen=True, tag="note.acknowledged"):
    note: str
    site: str


class TalkbackStarted(Event, frozen=True, tag="talkback.started"):
    site: str


class TalkbackEnded(Event, frozen=True, tag="talkback.ended"):
    site: str


class AlarmRaised(Event, frozen=True, tag="alarm.raised"):
    alarm: Alarm


class AlarmSeen(Event, frozen=True, tag="alarm.seen"):
    alarm: str


# --- recording (the recorder states what it does) ------------------------------
class RecordingAsked(Event, frozen=True, tag="recording.asked"):
    """An operator wants it: a test session, or an official one where it had been stopped."""


class RecordingNotice(Event, frozen=True, tag="recording.notice"):
    """What stands on every screen from now on, always just before the start."""

    words: str


class RecordingNoticeShown(Event, frozen=True, tag="recording.notice_shown"):
    """The page of this site has it on its screen. `display`: the room's display, not the site's page."""

    site: str
    display: bool = False


class RecordingStarted(Event, frozen=True, tag="recording.started"):
    """`profile`: a name of `recording.PROFILES`."""

    profile: str = ""
    recorder: str = ""


class RecordingPaused(Event, frozen=True, tag="recording.paused"):
    """With the session."""


class RecordingResumed(Event, frozen=True, tag="recording.resumed"):
    pass


class RecordingFailed(Event, frozen=True, tag="recording.failed"):
    """Nothing is written for the time being; the gap is told when it is over. `full`: the disk is."""

    reason: str = ""
    full: bool = False


class RecordingGap(Event, frozen=True, tag="recording.gap"):
    """This stretch is not in the recording. `recorder`: who goes on."""

    since: datetime
    until: datetime
    reason: str = ""
    recorder: str = ""


class RecordingStopped(Event, frozen=True, tag="recording.stopped"):
    """By an operator, or with the session's end."""

    reason: str = ""


class RecordingFinished(Event, frozen=True, tag="recording.finished"):
    """Of the one file: its length, size and SHA-256; `manifest_sha256` of the manifest as it stands then."""

    seconds: float
    size: int
    sha256: str
    manifest_sha256: str
    segments: int


class RecordingDiscarded(Event, frozen=True, tag="recording.discarded"):
    """Of a test session, after its sites were accepted: the files are removed, this and the row stay."""

    reason: str = ""


class RecordingDeclined(Event, frozen=True, tag="recording.declined"):
    """Article 3: what is not recorded has a stated reason."""

    reason: str


# --- the engine ----------------------------------------------------------------
class EngineLost(Event, frozen=True, tag="engine.lost"):
    pass


class EngineBack(Event, frozen=True, tag="engine.back"):
    pass


class Recorded(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event as it stands in the stream. `on_word`: done on the chair's word ("theo lời chủ tọa")."""

    seq: int
    at: datetime
    by: Actor
    event: "AnyEvent"
    on_word: bool = False


AnyEvent = (
    SessionPlanned | SessionOpened | SessionWentLive | SessionPaused | SessionResumed | SessionEnded
    | TokenTaken | TokenReturned
    | SeatAdded | DutyAssigned
    | SiteWaiting | SiteAdmitted | SiteRefused | SiteDropped | SiteLeft | SiteAbsent
    | SiteCalledAgain
    | DeviceTakenOver | LineUp | LineDown | MediaUp | MediaDown | SiteLost | SiteBack | DevicesChanged
    | CheckDone | SiteJudged | ReferenceKnown
    | GradeChanged | SharingAllowed | SharingWithdrawn | FaultReported
    | RollCallStarted | RollAnswered | VoiceCheckMoved | VoiceMarked
    | FloorRequested | FloorAccepted | FloorDenied | FloorCancelled | FloorReordered | FloorSkipped
    | FloorGranted
    | FloorExtended | FloorReleased | FloorRevoked | FloorProposed | MicrophonesClosed | MicrophonesReleased
    | PreviewSet | PictureTaken | ScriptChanged | ScriptSeen | ItemStarted
    | ClipStarted | ClipPaused | ClipStopped
    | NoteSent | NoteAcknowledged | TalkbackStarted | TalkbackEnded | AlarmRaised | AlarmSeen
    | RecordingAsked | RecordingNotice | RecordingNoticeShown | RecordingStarted | RecordingPaused
    | RecordingResumed | RecordingFailed | RecordingGap | RecordingStopped | RecordingFinished
    | RecordingDiscarded | RecordingDeclined
    | EngineLost | EngineBack
)  # fmt: skip
