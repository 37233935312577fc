"""What somebody wants: every act that can be sent to a session, as parsed from JSON (`act` is the tag).

`power` is what the actor must hold. A command of a site (`for_site = True`) may be sent by that site's own
technician or by whoever holds ANSWER_FOR_SITE (the centre, on the telephone).
"""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec

from diemcau.conference.actors import Actor
from diemcau.conference.picture import Layout, Picture
from diemcau.conference.script import Code, Script, Short, Speaker, Words
from diemcau.conference.session import Channel, Grade
from diemcau.regulation.powers import Power

Minutes = Annotated[int, msgspec.Meta(ge=0, le=240)]
Position = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
Millis = Annotated[float, msgspec.Meta(ge=0, le=600_000)]


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="act"):
    power: ClassVar[Power]
    for_site: ClassVar[bool] = False


# --- the session
class OpenSession(Command, frozen=True, tag="session.open"):
    power = Power.OPEN_SESSION


class GoLive(Command, frozen=True, tag="session.go_live"):
    power = Power.PRESIDE


class Pause(Command, frozen=True, tag="session.pause"):
    power = Power.PRESIDE
    reason: Words = ""


class Resume(Command, frozen=True, tag="session.resume"):
    power = Power.PRESIDE


class End(Command, frozen=True, tag="session.end"):
    power = Power.PRESIDE


class TakeToken(Command, frozen=True, tag="token.take"):
    """While somebody else holds it, only the central technician may take it."""

    power = Power.PRESIDE


class ReturnToken(Command, frozen=True, tag="token.return"):
    power = Power.PRESIDE


# --- sites
class Knock(Command, frozen=True, tag="site.knock"):
    """The site's page is ready in the lobby. A device other than the seat's is refused until taken over."""

    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    device: Id


class TakeOverDevice(Command, frozen=True, tag="site.take_over_device"):
    power = Power.ADMIT_SITES
    site: Code
    device: Id


class Admit(Command, frozen=True, tag="site.admit"):
    power = Power.ADMIT_SITES
    site: Code


class AdmitAll(Command, frozen=True, tag="site.admit_all"):
    power = Power.ADMIT_SITES


class Refuse(Command, frozen=True, tag="site.refuse"):
    """Waiting site: not now, with a reason; it may knock again."""

    power = Power.ADMIT_SITES
    site: Code
    reason: Words


class Drop(Command, frozen=True, tag="site.drop"):
    power = Power.ADMIT_SITES
    site: Code
    reason: Words = ""


class MarkAbsent(Command, frozen=True, tag="site.mark_absent"):
    power = Power.ADMIT_SITES
    site: Code
    reason: Words


class CallAgain(Command, frozen=True, tag="site.call_again"):
    power = Power.ADMIT_SITES
    site: Code


class Leave(Command, frozen=True, tag="site.leave"):
    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    reason: Words = ""


class SubmitCheck(Command, frozen=True, tag="site.submit_check"):
    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    camera: bool
    microphone: bool
    speaker: bool
    line: bool
    loss_percent: Percent = 0.0
    jitter_ms: Millis = 0.0
    round_trip_ms: Millis = 0.0
    remark: Words = ""


class AllowSharing(Command, frozen=True, tag="sharing.allow"):
    power = Power.DIRECT_PICTURE
    site: Code


class WithdrawSharing(Command, frozen=True, tag="sharing.withdraw"):
    power = Power.DIRECT_PICTURE
    site: Code


class ReportFault(Command, frozen=True, tag="fault.report"):
    """Articles 6.2, 7.2. `happened_at`: kept in the page while the line was down and sent later."""

    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    fault_kind: Short
    words: Words = ""
    channel: Channel = Channel.SYSTEM
    happened_at: Moment | None = None


# --- what the machine saw
class SeeLine(Command, frozen=True, tag="machine.line"):
    """`device`: whose line it is; the line of a device that does not hold the site's slot counts for
    nothing."""

    power = Power.OBSERVE
    site: Code
    up: bool
    device: Id | None = None


class SeeMedia(Command, frozen=True, tag="machine.media"):
    """`epoch`: of the participant that was seen; one of an older admission counts for nothing."""

    power = Power.OBSERVE
    site: Code
    up: bool
    epoch: int | None = None


class SeeDevices(Command, frozen=True, tag="machine.devices"):
    power = Power.OBSERVE
    site: Code
    camera_on: bool
    microphone_on: bool
    sharing: bool = False


class SeeGrade(Command, frozen=True, tag="machine.grade"):
    power = Power.OBSERVE
    site: Code
    grade: Grade


class SeeEngine(Command, frozen=True, tag="machine.engine"):
    power = Power.OBSERVE
    up: bool


class CloseWhatIsDue(Command, frozen=True, tag="machine.tick"):
    """Time passed: a lost speaker yields after LOST_SPEAKER_KEEPS_FLOOR."""

    power = Power.OBSERVE


class SeeRecording(Command, frozen=True, tag="machine.recording"):
    power = Power.OBSERVE
    running: bool
    reason: Words = ""


# --- roll call and voice check
class StartRollCall(Command, frozen=True, tag="roll.start"):
    power = Power.ADMIT_SITES


class AnswerRoll(Command, frozen=True, tag="roll.answer"):
    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    ready: bool
    reason: Words = ""
    head_count: Annotated[int, msgspec.Meta(ge=0, le=5000)] = 0
    local_chair: Short = ""


class StartVoiceCheck(Command, frozen=True, tag="voice.start"):
    """Begins at `site`, or at the first connected site not yet marked."""

    power = Power.DIRECT_PICTURE
    site: Code | None = None


class MarkVoice(Command, frozen=True, tag="voice.mark"):
    """Marks the site under check and moves to the next connected one."""

    power = Power.DIRECT_PICTURE
    picture_clear: bool = True
    sound_clear: bool = True
    remark: Words = ""


class StopVoiceCheck(Command, frozen=True, tag="voice.stop"):
    power = Power.DIRECT_PICTURE


# --- the floor
class RequestFloor(Command, frozen=True, tag="floor.request"):
    """By the site, or by the centre on the leader's behalf (Articles 6.3, 7.3): then `channel` is phone
    or paper,
    with who called, when, and whether it was read back."""

    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    speaker: Speaker
    request: Id | None = None
    topic: Words = ""
    item: Short | None = None
    minutes: Minutes = 0
    point_of_order: bool = False
    channel: Channel = Channel.SYSTEM
    caller: Short = ""
    called_at: Moment | None = None
    read_back: bool = False


class AcceptRequest(Command, frozen=True, tag="floor.accept"):
    power = Power.GIVE_FLOOR
    request: Id
    position: Position | None = None


class DenyRequest(Command, frozen=True, tag="floor.deny"):
    power = Power.GIVE_FLOOR
    request: Id
    reason: Words


class CancelRequest(Command, frozen=True, tag="floor.cancel"):
    """By the site that asked (or the centre for it)."""

    power = Power.ANSWER_FOR_SITE
    request: Id
    reason: Words = ""


class MoveRequest(Command, frozen=True, tag="floor.move"):
    power = Power.GIVE_FLOOR
    request: Id
    position: Position


class SkipRequest(Command, frozen=True, tag="floor.skip"):
    power = Power.GIVE_FLOOR
    request: Id
    reason: Words = ""


class GiveFloor(Command, frozen=True, tag="floor.give"):
    """To one request (queue order or not). Ends the other holders' floor unless `beside`."""

    power = Power.GIVE_FLOOR
    request: Id
    beside: bool = False


class GiveFloorToSite(Command, frozen=True, tag="floor.give_site"):
    """Any site out of turn, without a request before."""

    power = Power.GIVE_FLOOR
    site: Code
    speaker: Speaker | None = None
    minutes: Minutes = 0
    beside: bool = False


class NextSpeaker(Command, frozen=True, tag="floor.next"):
    """The proposed one, else the head of the queue whose site is connected.

    `after`: the request the operator saw speaking (the latest); another one speaking is refused.
    """

    power = Power.GIVE_FLOOR
    after: Id | None = None


class YieldFloor(Command, frozen=True, tag="floor.yield"):
    """By the speaker's own site, or the operator's "Xong"."""

    power = Power.ANSWER_FOR_SITE
    request: Id


class RevokeFloor(Command, frozen=True, tag="floor.revoke"):
    power = Power.GIVE_FLOOR
    request: Id
    reason: Words = ""


class ExtendFloor(Command, frozen=True, tag="floor.extend"):
    power = Power.GIVE_FLOOR
    request: Id
    minutes: Annotated[int, msgspec.Meta(ge=1, le=60)]


class CloseAllMicrophones(Command, frozen=True, tag="floor.close_all"):
    power = Power.GIVE_FLOOR


class ReleaseMicrophones(Command, frozen=True, tag="floor.release_all"):
    power = Power.GIVE_FLOOR


# --- picture and script
class SetPreview(Command, frozen=True, tag="picture.preview"):
    power = Power.DIRECT_PICTURE
    picture: Picture


class SetPreviewLayout(Command, frozen=True, tag="picture.layout"):
    """Another layout for what is in preview, filled up sensibly (chair, speaker, next sites)."""

    power = Power.DIRECT_PICTURE
    layout: Layout


class Take(Command, frozen=True, tag="picture.take"):
    """Preview to program. `version`: the program version the operator saw; an older one is refused.

    `picture`: the preview the operator saw; another one in preview is refused.
    """

    power = Power.DIRECT_PICTURE
    version: int | None = None
    picture: Picture | None = None


class ChangeScript(Command, frozen=True, tag="script.change"):
    power = Power.PREPARE_CONFERENCE
    script: Script


class AcknowledgeScript(Command, frozen=True, tag="script.acknowledge"):
    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    version: int


class StartItem(Command, frozen=True, tag="script.start"):
    """`item` None: the next one. `after`: the item the operator saw running; another one running is refused.

    Stages the item's cue in preview; `take` also brings it on the program and opens its microphone.
    """

    power = Power.DIRECT_PICTURE
    item: Short | None = None
    after: Short | None = None
    take: bool = False


# --- words
class SendNote(Command, frozen=True, tag="note.send"):
    power = Power.INSTRUCT
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    to: Code | None = None
    instruction: bool = False


class SendNoteFromSite(Command, frozen=True, tag="note.from_site"):
    """A site's words to the centre."""

    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class AcknowledgeNote(Command, frozen=True, tag="note.acknowledge"):
    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    note: Id


class StartTalkback(Command, frozen=True, tag="talkback.start"):
    power = Power.INSTRUCT
    site: Code


class EndTalkback(Command, frozen=True, tag="talkback.end"):
    power = Power.INSTRUCT


class SeeAlarm(Command, frozen=True, tag="alarm.seen"):
    power = Power.ADMIT_SITES
    alarm: Id


class Order(msgspec.Struct, frozen=True):
    """A command with who gives it. `id` comes from the client: the same order twice has one effect."""

    command: "AnyCommand"
    by: Actor
    id: str
    on_word: bool = False


class Refused(msgspec.Struct, frozen=True):
    """No, with the reason. `code` is stable; `says` is the Vietnamese sentence with {names} for `values`."""

    code: str
    says: str
    values: dict[str, str] = {}
    article: str = ""

    def sentence(self) -> str:
        return self.says.format_map(self.values)


AnyCommand = (
    OpenSession | GoLive | Pause | Resume | End | TakeToken | ReturnToken
    | Knock | TakeOverDevice | Admit | AdmitAll | Refuse | Drop | MarkAbsent | CallAgain | Leave | SubmitCheck
    | AllowSharing | WithdrawSharing | ReportFault
    | SeeLine | SeeMedia | SeeDevices | SeeGrade | SeeEngine | CloseWhatIsDue | SeeRecording
    | StartRollCall | AnswerRoll | StartVoiceCheck | MarkVoice | StopVoiceCheck
    | RequestFloor | AcceptRequest | DenyRequest | CancelRequest | MoveRequest | SkipRequest | GiveFloor
    | GiveFloorToSite | NextSpeaker | YieldFloor | RevokeFloor | ExtendFloor | CloseAllMicrophones
    | ReleaseMicrophones
    | SetPreview | SetPreviewLayout | Take | ChangeScript | AcknowledgeScript | StartItem
    | SendNote | SendNoteFromSite | AcknowledgeNote | StartTalkback | EndTalkback | SeeAlarm
)  # fmt: skip
