"""State -> what operators (central technician, chair) see: the board's head and one cell for each site."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import msgspec

from diemcau.conference.actors import Actor
from diemcau.conference.mine import places
from diemcau.conference.plan import Identity, Slot
from diemcau.conference.rehearsal import is_worse
from diemcau.conference.roll import answer_of
from diemcau.conference.script import Item
from diemcau.conference.session import (
    Alarm,
    CheckResult,
    Grade,
    Lane,
    Note,
    Phase,
    Readiness,
    Reference,
    Request,
    Seat,
    Session,
    SessionKind,
    SiteRole,
    Verdict,
    VoiceMark,
)
from diemcau.conference.stage import program_of
from diemcau.conference.taping import wanted

NOTES_ON_BOARD = 50


class Cell(msgspec.Struct, frozen=True):
    """One site on the board. `lost`: "", "line", "media" or "both". `place`: its best place in the queue.

    `worse`: in an official session, its line is worse than at the test that was accepted (`reference`).
    """

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
    verdict: Verdict | None
    reference: Reference | None
    worse: bool


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


class TapeLine(msgspec.Struct, frozen=True):
    """`on`: the notice stands; `fault`: nothing is written just now, and why. `unseen`: connected sites whose
    page has not confirmed the notice yet."""

    on: bool
    since: datetime | None
    wanted: bool
    fault: str
    declined: str
    unseen: tuple[str, ...]
    finished: bool
    discarded: bool


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
    ended_by: Actor | None
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
    tape: TapeLine


def _(words: str) -> str:
    return words


READY = _("{ready}/{sites} điểm cầu sẵn sàng")


def board(state: Session, now: datetime) -> Board:
    return Board(
        title=state.title,
        kind=state.kind,
        phase=state.phase,
        planned_start=state.planned_start,
        opened_at=state.opened_at,
        ended_at=state.ended_at,
        ended_by=state.ended_by,
        token=state.token,
        program_version=state.program_version,
        talkback=state.talkback,
        voice_at=state.voice_at,
        lanes=_lanes(state),
        pending=tuple(sorted(state.floor.pending(), key=lambda request: not request.point_of_order)),
        queue=tuple(state.floor.waiting()),
        speaking=tuple(state.floor.speaking()),
        proposed=state.floor.proposed,
        script=tuple(_script_line(state, item) for item in state.script.items),
        script_version=state.script.version,
        notes=state.notes[-NOTES_ON_BOARD:],
        alarms=() if state.phase is Phase.ENDED else state.alarms,
        roll=roll_summary(state),
        tape=_tape_line(state),
    )


def _tape_line(state: Session) -> TapeLine:
    tape, connected = state.tape, (seat for seat in state.seats.values() if seat.admitted)
    return TapeLine(
        on=state.recording,
        since=state.recording_since,
        wanted=wanted(state),
        fault=tape.fault,
        declined=tape.declined,
        unseen=tuple(s.site for s in connected if s.site not in tape.shown) if state.recording else (),
        finished=tape.finished and not tape.empty,
        discarded=tape.discarded,
    )


def _lanes(state: Session) -> dict[str, int]:
    count = Counter(seat.lane for seat in state.seats.values())
    return {lane.value: count[lane] for lane in Lane}


def _script_line(state: Session, item: Item) -> ScriptLine:
    return ScriptLine(item, item.id == state.item, item.id in state.done, item.id in state.script.changed)


def roll_summary(state: Session) -> RollSummary:
    seats = [seat for seat in state.seats.values() if seat.role is not SiteRole.CENTRAL]
    answers = {seat.site: answer for seat in seats if (answer := answer_of(state, seat))}
    ready = sum(answer.ready for answer in answers.values())
    return RollSummary(
        started_at=state.roll_call_at,
        sites=len(seats),
        answered=len(answers),
        ready=ready,
        not_ready=tuple(site for site, answer in answers.items() if not answer.ready),
        silent=tuple(seat.site for seat in seats if seat.site not in answers),
        people=sum(answer.head_count for answer in answers.values()),
        sentence=READY.format(ready=ready, sites=len(seats)),
    )


def cell(state: Session, site: str) -> Cell:
    """Raises KeyError when the session has no such site."""
    return _cell(state, state.seats[site], places(state))


def cells(state: Session, sites: Collection[str] | None = None) -> dict[str, Cell]:
    """Of these sites, or of all."""
    place = places(state)
    return {
        site: _cell(state, state.seats[site], place) for site in (state.seats if sites is None else sites)
    }


def _cell(state: Session, seat: Seat, place: Mapping[str, int]) -> Cell:
    return Cell(
        site=seat.site,
        number=seat.number,
        name=seat.name,
        role=seat.role,
        technician=seat.technician,
        phone=seat.phone,
        lane=seat.lane,
        since=seat.since,
        lost="" if state.ended_at else what_is_lost(seat),
        lost_since=None if state.ended_at else seat.lost_since,
        losses=seat.losses,
        lost_seconds=seat.lost_seconds + _lost_at_the_end(state, seat),
        reason=seat.reason,
        call_again=seat.call_again,
        check=seat.check,
        readiness=answer_of(state, seat),
        voice=seat.voice,
        camera_on=seat.camera_on,
        microphone_on=seat.microphone_on,
        speaking=seat.site in _on_floor(state),
        on_program=seat.site in program_of(state).sites,
        in_preview=seat.site in state.preview.sites,
        place=place.get(seat.site),
        sharing_allowed=seat.sharing_allowed,
        sharing=seat.sharing,
        grade=seat.grade,
        script_seen=seat.script_seen,
        identity=str(Identity(Slot.ROOM, seat.site, seat.epoch)) if seat.admitted else "",
        verdict=seat.verdict,
        reference=seat.reference,
        worse=is_worse(seat),
    )


def what_is_lost(seat: Seat) -> str:
    if seat.lane is not Lane.LOST:
        return ""
    if seat.line_up:
        return "media"
    return "line" if seat.media_up else "both"


def _lost_at_the_end(state: Session, seat: Seat) -> float:
    """Nobody waits for a line any more once the session is over: its last loss ends with it."""
    if state.ended_at is None or seat.lost_since is None:
        return 0.0
    return (state.ended_at - seat.lost_since).total_seconds()


def touched(before: Session, after: Session) -> set[str]:
    """The sites whose cells may have changed: cheap, and never too few."""
    if before.roll_call_at != after.roll_call_at or before.ended_at != after.ended_at:
        return set(after.seats)
    changed: set[str] = set()
    if before.seats is not after.seats:
        changed.update(site for site, seat in after.seats.items() if before.seats.get(site) is not seat)
    if before.floor is not after.floor or before.phase is not after.phase:
        changed |= _on_floor(before) ^ _on_floor(after)
        changed.update(site for site, _place in places(before).items() ^ places(after).items())
    return changed | _moved(before.preview.sites, after.preview.sites) | _on_air(before, after)


def _on_floor(state: Session) -> set[str]:
    """Who is heard as a speaker. In a pause nobody is; they keep the floor and go on afterwards."""
    if state.phase is Phase.PAUSED:
        return set()
    return {request.site for request in state.floor.speaking()}


def _moved(before: tuple[str, ...], after: tuple[str, ...]) -> set[str]:
    return set() if before == after else set(before) ^ set(after)


def _on_air(before: Session, after: Session) -> set[str]:
    return _moved(program_of(before).sites, program_of(after).sites)


def changed_keys(before: msgspec.Struct | None, after: msgspec.Struct) -> dict[str, Any]:
    """The fields that differ, with their new values; all of them when there was nothing before."""
    fields = after.__struct_fields__
    if before is None:
        return {name: getattr(after, name) for name in fields}
    return {name: new for name in fields if (new := getattr(after, name)) != getattr(before, name)}
