"""What somebody wants: every act that can be sent to a session, as parsed from JSON (`act` is the tag).

`power` is what the actor must hold. A command of a site (`for_site = True`) may be sent by that site's own
technician or by whoever holds ANSWER_FOR_SITE (the centre, on the telephone). What is not `from_outside` is
given by the server itself, in a person's name: a client cannot send it.
"""

import msgspec

from diemcau.conference.actors import Actor
from diemcau.conference.commands.base import Command, Id, Millis, Minutes, Moment, Percent, Position, Refused
from diemcau.conference.commands.clips import PauseClip, PlayClip, StopClip
from diemcau.conference.commands.floor import (
    AcceptRequest,
    CancelRequest,
    CloseAllMicrophones,
    DenyRequest,
    ExtendFloor,
    GiveFloor,
    GiveFloorToSite,
    MoveRequest,
    NextSpeaker,
    ReleaseMicrophones,
    RequestFloor,
    RevokeFloor,
    SkipRequest,
    YieldFloor,
)
from diemcau.conference.commands.machine import (
    CloseWhatIsDue,
    SeeDevices,
    SeeEngine,
    SeeGrade,
    SeeLine,
    SeeMedia,
    SeeReferences,
)
from diemcau.conference.commands.notes import (
    AcknowledgeNote,
    EndTalkback,
    SeeAlarm,
    SendNote,
    SendNoteFromSite,
    StartTalkback,
)
from diemcau.conference.commands.production import (
    AcknowledgeScript,
    ChangeScript,
    SetPreview,
    SetPreviewLayout,
    StartItem,
    Take,
)
from diemcau.conference.commands.recording import (
    ConfirmNotice,
    SeeDiskLow,
    SeeNotRecorded,
    SeeRecording,
    SeeRecordingDiscarded,
    SeeRecordingFinished,
    SeeRecordingGap,
    StartRecording,
    StopRecording,
)
from diemcau.conference.commands.roll import (
    AnswerRoll,
    MarkVoice,
    StartRollCall,
    StartVoiceCheck,
    StopVoiceCheck,
)
from diemcau.conference.commands.session import (
    End,
    GoLive,
    OpenSession,
    Pause,
    Resume,
    ReturnToken,
    TakeToken,
)
from diemcau.conference.commands.sites import (
    AddSeat,
    Admit,
    AdmitAll,
    AllowSharing,
    AssignDuty,
    CallAgain,
    Drop,
    JudgeSite,
    Knock,
    Leave,
    MarkAbsent,
    Refuse,
    ReportFault,
    SubmitCheck,
    TakeOverDevice,
    WithdrawSharing,
)

AnyCommand = (
    OpenSession | GoLive | Pause | Resume | End | TakeToken | ReturnToken
    | AddSeat | AssignDuty
    | Knock | TakeOverDevice | Admit | AdmitAll | Refuse | Drop | MarkAbsent | CallAgain | Leave
    | SubmitCheck | JudgeSite | AllowSharing | WithdrawSharing | ReportFault
    | SeeLine | SeeMedia | SeeDevices | SeeGrade | SeeReferences | SeeEngine | CloseWhatIsDue
    | StartRecording | StopRecording | ConfirmNotice | SeeRecording | SeeRecordingGap | SeeRecordingFinished
    | SeeRecordingDiscarded | SeeNotRecorded | SeeDiskLow
    | StartRollCall | AnswerRoll | StartVoiceCheck | MarkVoice | StopVoiceCheck
    | RequestFloor | AcceptRequest | DenyRequest | CancelRequest | MoveRequest | SkipRequest | GiveFloor
    | GiveFloorToSite | NextSpeaker | YieldFloor | RevokeFloor | ExtendFloor | CloseAllMicrophones
    | ReleaseMicrophones
    | SetPreview | SetPreviewLayout | Take | ChangeScript | AcknowledgeScript | StartItem
    | PlayClip | PauseClip | StopClip
    | SendNote | SendNoteFromSite | AcknowledgeNote | StartTalkback | EndTalkback | SeeAlarm
)  # fmt: skip


class Order(msgspec.Struct, frozen=True):
    """A command with who gives it. `id` comes from the client: the same order twice has one effect."""

    command: AnyCommand
    by: Actor
    id: str
    on_word: bool = False


__all__ = [
    "AcceptRequest",
    "AcknowledgeNote",
    "AcknowledgeScript",
    "AddSeat",
    "Admit",
    "AdmitAll",
    "AllowSharing",
    "AnswerRoll",
    "AnyCommand",
    "AssignDuty",
    "CallAgain",
    "CancelRequest",
    "ChangeScript",
    "CloseAllMicrophones",
    "CloseWhatIsDue",
    "Command",
    "ConfirmNotice",
    "DenyRequest",
    "Drop",
    "End",
    "EndTalkback",
    "ExtendFloor",
    "GiveFloor",
    "GiveFloorToSite",
    "GoLive",
    "Id",
    "JudgeSite",
    "Knock",
    "Leave",
    "MarkAbsent",
    "MarkVoice",
    "Millis",
    "Minutes",
    "Moment",
    "MoveRequest",
    "NextSpeaker",
    "OpenSession",
    "Order",
    "Pause",
    "PauseClip",
    "Percent",
    "PlayClip",
    "Position",
    "Refuse",
    "Refused",
    "ReleaseMicrophones",
    "ReportFault",
    "RequestFloor",
    "Resume",
    "ReturnToken",
    "RevokeFloor",
    "SeeAlarm",
    "SeeDevices",
    "SeeDiskLow",
    "SeeEngine",
    "SeeGrade",
    "SeeLine",
    "SeeMedia",
    "SeeNotRecorded",
    "SeeRecording",
    "SeeRecordingDiscarded",
    "SeeRecordingFinished",
    "SeeRecordingGap",
    "SeeReferences",
    "SendNote",
    "SendNoteFromSite",
    "SetPreview",
    "SetPreviewLayout",
    "SkipRequest",
    "StartItem",
    "StartRecording",
    "StartRollCall",
    "StartTalkback",
    "StartVoiceCheck",
    "StopClip",
    "StopRecording",
    "StopVoiceCheck",
    "SubmitCheck",
    "Take",
    "TakeOverDevice",
    "TakeToken",
    "WithdrawSharing",
    "YieldFloor",
]
