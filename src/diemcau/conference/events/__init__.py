"""What happened: every kind of event, with its stable dotted name (`tag`). Stored for ever; add, never
rename.

Time and actor stand beside the event in `Recorded`, not inside it.
"""

from datetime import datetime

import msgspec

from diemcau.conference.actors import Actor
from diemcau.conference.events.base import Event
from diemcau.conference.events.floor import (
    FloorAccepted,
    FloorCancelled,
    FloorDenied,
    FloorExtended,
    FloorGranted,
    FloorProposed,
    FloorReleased,
    FloorReordered,
    FloorRequested,
    FloorRevoked,
    FloorSkipped,
    MicrophonesClosed,
    MicrophonesReleased,
)
from diemcau.conference.events.production import (
    ClipPaused,
    ClipStarted,
    ClipStopped,
    ItemStarted,
    PictureTaken,
    PreviewSet,
    ScriptChanged,
    ScriptSeen,
)
from diemcau.conference.events.recording import (
    RecordingAsked,
    RecordingDeclined,
    RecordingDiscarded,
    RecordingFailed,
    RecordingFinished,
    RecordingGap,
    RecordingNotice,
    RecordingNoticeShown,
    RecordingPaused,
    RecordingResumed,
    RecordingStarted,
    RecordingStopped,
)
from diemcau.conference.events.session import (
    AlarmRaised,
    AlarmSeen,
    EngineBack,
    EngineLost,
    NoteAcknowledged,
    NoteSent,
    SessionEnded,
    SessionOpened,
    SessionPaused,
    SessionPlanned,
    SessionResumed,
    SessionWentLive,
    TalkbackEnded,
    TalkbackStarted,
    TokenReturned,
    TokenTaken,
)
from diemcau.conference.events.sites import (
    CheckDone,
    DevicesChanged,
    DeviceTakenOver,
    DutyAssigned,
    FaultReported,
    GradeChanged,
    LineDown,
    LineUp,
    MediaDown,
    MediaUp,
    ReferenceKnown,
    RollAnswered,
    RollCallStarted,
    SeatAdded,
    SharingAllowed,
    SharingWithdrawn,
    SiteAbsent,
    SiteAdmitted,
    SiteBack,
    SiteCalledAgain,
    SiteDropped,
    SiteJudged,
    SiteLeft,
    SiteLost,
    SiteRefused,
    SiteWaiting,
    VoiceCheckMoved,
    VoiceMarked,
)


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

__all__ = [
    "AlarmRaised",
    "AlarmSeen",
    "AnyEvent",
    "CheckDone",
    "ClipPaused",
    "ClipStarted",
    "ClipStopped",
    "DeviceTakenOver",
    "DevicesChanged",
    "DutyAssigned",
    "EngineBack",
    "EngineLost",
    "Event",
    "FaultReported",
    "FloorAccepted",
    "FloorCancelled",
    "FloorDenied",
    "FloorExtended",
    "FloorGranted",
    "FloorProposed",
    "FloorReleased",
    "FloorReordered",
    "FloorRequested",
    "FloorRevoked",
    "FloorSkipped",
    "GradeChanged",
    "ItemStarted",
    "LineDown",
    "LineUp",
    "MediaDown",
    "MediaUp",
    "MicrophonesClosed",
    "MicrophonesReleased",
    "NoteAcknowledged",
    "NoteSent",
    "PictureTaken",
    "PreviewSet",
    "Recorded",
    "RecordingAsked",
    "RecordingDeclined",
    "RecordingDiscarded",
    "RecordingFailed",
    "RecordingFinished",
    "RecordingGap",
    "RecordingNotice",
    "RecordingNoticeShown",
    "RecordingPaused",
    "RecordingResumed",
    "RecordingStarted",
    "RecordingStopped",
    "ReferenceKnown",
    "RollAnswered",
    "RollCallStarted",
    "ScriptChanged",
    "ScriptSeen",
    "SeatAdded",
    "SessionEnded",
    "SessionOpened",
    "SessionPaused",
    "SessionPlanned",
    "SessionResumed",
    "SessionWentLive",
    "SharingAllowed",
    "SharingWithdrawn",
    "SiteAbsent",
    "SiteAdmitted",
    "SiteBack",
    "SiteCalledAgain",
    "SiteDropped",
    "SiteJudged",
    "SiteLeft",
    "SiteLost",
    "SiteRefused",
    "SiteWaiting",
    "TalkbackEnded",
    "TalkbackStarted",
    "TokenReturned",
    "TokenTaken",
    "VoiceCheckMoved",
    "VoiceMarked",
]
