"""State -> what operators (central technician, chair) see: the board's head and one cell for each site."""

from datetime import datetime

import msgspec

from diemcau.conference.actors import Actor
from diemcau.conference.script import Item
from diemcau.conference.session import (
    Alarm,
    CheckResult,
    Grade,
    Lane,
    Note,
    Phase,
    Readiness,
    Request,
    SessionKind,
    SiteRole,
    VoiceMark,
)


class Cell(msgspec.Struct, frozen=True):
    """One site on the board. `lost`: "", "line", "media" or "both". `place`: its best place in the queue."""

    site: str
    number: int
    name: str
    role: SiteRole
    technician: str
    phone: str
    lane: Lane
    since: datetime | None
    lost: str
    lost_since: datetime | None
    losses: int
    lost_seconds: float
    reason: str
    call_again: bool
    check: CheckResult | None
    readiness: Readiness | None
    voice: VoiceMark | None
    camera_on: bool
    microphone_on: bool
    speaking: bool
    on_program: bool
    in_preview: bool
    place: int | None
    sharing_allowed: bool
    sharing: bool
    grade: Grade
    script_seen: int
    identity: str  # of its room slot in the engine; "" before admission


class RollSummary(msgspec.Struct, frozen=True):
    """`sentence` is the one the chair reads: "29/31 điểm cầu sẵn sàng". Counts leave out the central site."""

    started_at: datetime | None
    sites: int
    answered: int
    ready: int
    not_ready: tuple[str, ...]
    silent: tuple[str, ...]
    people: int
    sentence: str


class ScriptLine(msgspec.Struct, frozen=True):
    item: Item
    running: bool
    done: bool
    changed: bool


class Board(msgspec.Struct, frozen=True):
    title: str
    kind: SessionKind
    phase: Phase
    planned_start: datetime | None
    opened_at: datetime | None
    ended_at: datetime | None
    token: Actor | None
    program_version: int
    talkback: str | None
    voice_at: str | None
    lanes: dict[str, int]
    pending: tuple[Request, ...]  # point of order first, then as they came
    queue: tuple[Request, ...]
    speaking: tuple[Request, ...]
    proposed: str | None
    script: tuple[ScriptLine, ...]
    script_version: int
    notes: tuple[Note, ...]  # the latest 50
    alarms: tuple[Alarm, ...]
    roll: RollSummary
