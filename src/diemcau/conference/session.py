"""The state of one session: a value that `evolve` folds out of the event stream. Nothing else is the
truth."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

import msgspec

from diemcau.conference.actors import Actor
from diemcau.conference.picture import HOLDING_CARD, Picture
from diemcau.conference.script import Item, Script, Speaker


class SessionKind(StrEnum):
    TEST = "test"
    OFFICIAL = "official"


class Phase(StrEnum):
    PLANNED = "planned"  # nobody may connect; speakers may be registered
    OPEN = "open"  # sites may connect and are admitted
    LIVE = "live"  # the chair has opened
    PAUSED = "paused"
    ENDED = "ended"


class SiteRole(StrEnum):
    CENTRAL = "central"
    CHAIR = "chair"  # the site that chairs this session
    INVITED = "invited"  # a chair-capable room that does not chair this session
    END = "end"


class Lane(StrEnum):
    EXPECTED = "expected"
    WAITING = "waiting"
    CONNECTED = "connected"
    LOST = "lost"
    DROPPED = "dropped"  # by the centre: does not come back by itself
    LEFT = "left"
    ABSENT = "absent"


class Grade(StrEnum):
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    BAD = "bad"
    NO_DATA = "no_data"


class Channel(StrEnum):
    SYSTEM = "system"
    PHONE = "phone"
    PAPER = "paper"


class RequestState(StrEnum):
    """BFCP request states (RFC 8855, 5.2.6), plus SKIPPED: passed over, kept in the record."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    GRANTED = "granted"
    RELEASED = "released"
    REVOKED = "revoked"
    DENIED = "denied"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


class Readiness(msgspec.Struct, frozen=True, omit_defaults=True):
    """A site's answer to the roll call."""

    ready: bool
    at: datetime
    reason: str = ""
    head_count: int = 0
    local_chair: str = ""


class VoiceMark(msgspec.Struct, frozen=True, omit_defaults=True):
    """Voice check: "hình rõ, tiếng rõ"."""

    picture_clear: bool
    sound_clear: bool
    at: datetime
    remark: str = ""


class CheckResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """The site's own checks before admission. Measured values; `passed` is what the site's page concluded."""

    at: datetime
    camera: bool
    microphone: bool
    speaker: bool
    line: bool
    loss_percent: float = 0.0
    jitter_ms: float = 0.0
    round_trip_ms: float = 0.0
    remark: str = ""

    @property
    def passed(self) -> bool:
        return self.camera and self.microphone and self.speaker and self.line


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of a test session on one site: the centre accepts it or not."""

    accepted: bool
    at: datetime
    reason: str = ""


class Reference(msgspec.Struct, frozen=True, omit_defaults=True):
    """A site's line in the test session that the centre accepted: its worst 20 seconds."""

    at: datetime
    grade: Grade
    loss: float | None = None
    jitter: float | None = None
    round_trip: float | None = None


class Seat(msgspec.Struct, frozen=True, omit_defaults=True):
    """One site in this session. `epoch` counts admissions: a ticket of an older epoch opens nothing.

    `line_up`: our own WebSocket; `media_up`: LiveKit, as the site reports it and the engine confirms.
    `lost_since`: when the first of the two went away (kept until both are back).
    `device`: the device that holds the room slot. `verdict`: in a test session; `reference`: in an official
    one, what the line was like at the test.
    """

    site: str
    number: int
    name: str
    role: SiteRole
    technician: str = ""
    phone: str = ""
    lane: Lane = Lane.EXPECTED
    since: datetime | None = None
    epoch: int = 0
    device: str = ""
    line_up: bool = False
    media_up: bool = False
    lost_since: datetime | None = None
    lost_seconds: float = 0.0
    losses: int = 0
    reason: str = ""
    call_again: bool = False
    check: CheckResult | None = None
    readiness: Readiness | None = None
    voice: VoiceMark | None = None
    camera_on: bool = False
    microphone_on: bool = False
    sharing_allowed: bool = False
    sharing: bool = False
    grade: Grade = Grade.NO_DATA
    script_seen: int = 0
    verdict: Verdict | None = None
    reference: Reference | None = None

    @property
    def admitted(self) -> bool:
        return self.lane is Lane.CONNECTED or self.lane is Lane.LOST


class Request(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request for the floor. `minutes` 0: no limit. `deadline` runs while granted.

    `paused_seconds`: of the time since `granted_at`, how much the session was paused.
    """

    id: str
    site: str
    speaker: Speaker
    channel: Channel
    by: Actor
    at: datetime
    state: RequestState = RequestState.PENDING
    topic: str = ""
    item: str | None = None
    minutes: int = 0
    point_of_order: bool = False
    caller: str = ""
    called_at: datetime | None = None
    read_back: bool = False
    reason: str = ""
    granted_at: datetime | None = None
    deadline: datetime | None = None
    ended_at: datetime | None = None
    paused_seconds: float = 0.0


class Floor(msgspec.Struct, frozen=True, omit_defaults=True):
    """`queue`: accepted request ids in speaking order. `holders`: granted ids, the latest last.

    `proposed`: the request put forward when a speaker was lost.
    """

    requests: Mapping[str, Request] = MappingProxyType({})
    queue: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    proposed: str | None = None

    def pending(self) -> Iterator[Request]:
        return (r for r in self.requests.values() if r.state is RequestState.PENDING)

    def waiting(self) -> Iterator[Request]:
        return (self.requests[id] for id in self.queue)

    def speaking(self) -> Iterator[Request]:
        return (self.requests[id] for id in self.holders)

    def holds(self, site: str) -> bool:
        return any(r.site == site for r in self.speaking())


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message or an instruction. `to` None: everybody. An instruction must be acknowledged.

    `sender`: the site it comes from; then it is for the centre only.
    """

    id: str
    at: datetime
    by: Actor
    text: str
    to: str | None = None
    instruction: bool = False
    acknowledged: tuple[str, ...] = ()
    sender: str | None = None


class Playing(msgspec.Struct, frozen=True, omit_defaults=True):
    """An uploaded file that plays from `site`: it stood at second `at` when it was `since`. `running` False:
    it pauses there."""

    site: str
    item: str
    title: str
    seconds: float
    at: float
    since: datetime
    running: bool = True


class Alarm(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something nobody may overlook: stays on top until an operator has seen it."""

    id: str
    at: datetime
    kind: str  # "lost" | "speaker_yielded" | "fault" | "not_ready" | "poor" | "recording"
    site: str | None
    text: str = ""


class Tape(msgspec.Struct, frozen=True, omit_defaults=True):
    """The recording beside its being on. `asked`: an operator's word; None: the rule for this kind of session
    decides. `begun`: there is something to be finished. `fault`: why nothing is written just now.
    `finished`: there is one file, or (`empty`) nothing to make one of.
    `shown`: sites whose page has confirmed the notice that stands now; `displays`: whose room display has.
    """

    asked: bool | None = None
    declined: str = ""
    begun: bool = False
    notice: str = ""
    recorder: str = ""
    profile: str = ""
    fault: str = ""
    fault_since: datetime | None = None
    full: bool = False
    shown: frozenset[str] = frozenset()
    displays: frozenset[str] = frozenset()
    finished: bool = False
    empty: bool = False
    discarded: bool = False


class Session(msgspec.Struct, frozen=True):
    """`token`: who holds the chair token (None: central technician). `voice_at`: the site under voice check.

    `token_floor_at`, `token_picture_at`: the token holder's latest act on the floor and on the picture.
    `engine_since`: when the media engine last went or came back. `clip`: the file that was started last.
    `recording`: it is on, and the notice stands; `tape`: what else is known of it.
    """

    id: str = ""
    seq: int = 0
    conference: str = ""
    title: str = ""
    kind: SessionKind = SessionKind.OFFICIAL
    phase: Phase = Phase.PLANNED
    planned_start: datetime | None = None
    opened_at: datetime | None = None
    live_at: datetime | None = None
    paused_at: datetime | None = None
    paused_total: timedelta = timedelta()
    ended_at: datetime | None = None
    seats: Mapping[str, Seat] = MappingProxyType({})
    script: Script = Script()
    item: str | None = None
    item_since: datetime | None = None
    done: tuple[str, ...] = ()
    program: Picture = HOLDING_CARD
    preview: Picture = HOLDING_CARD
    program_version: int = 0
    floor: Floor = Floor()
    token: Actor | None = None
    talkback: str | None = None
    all_closed: bool = False
    roll_call_at: datetime | None = None
    voice_at: str | None = None
    notes: tuple[Note, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    recording: bool = False
    recording_since: datetime | None = None
    tape: Tape = Tape()
    pause_reason: str = ""
    token_floor_at: datetime | None = None
    token_picture_at: datetime | None = None
    engine_up: bool = True
    engine_since: datetime | None = None
    clip: Playing | None = None
    ended_by: Actor | None = None

    @property
    def running(self) -> bool:
        return self.phase in (Phase.OPEN, Phase.LIVE, Phase.PAUSED)

    def seat(self, site: str) -> Seat | None:
        return self.seats.get(site)

    def chair_seat(self) -> Seat | None:
        return next((seat for seat in self.seats.values() if seat.role is SiteRole.CHAIR), None)

    def central_seat(self) -> Seat | None:
        return next((seat for seat in self.seats.values() if seat.role is SiteRole.CENTRAL), None)

    def current_item(self) -> Item | None:
        return self.script.item(self.item) if self.item else None
