"""State -> what one site's own page needs beside the stage. Before admission it is all the site gets."""

from datetime import datetime

import msgspec

from diemcau.conference.plan import Source, microphones, rights_of
from diemcau.conference.roll import answer_of
from diemcau.conference.script import Item
from diemcau.conference.session import (
    CheckResult,
    Lane,
    Note,
    Phase,
    Readiness,
    Request,
    Seat,
    Session,
    SessionKind,
)
from diemcau.conference.stage import program_of

NOTES_ON_PAGE = 50


class MyItem(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    title: str
    starts: str
    minutes: int
    speaker: str = ""
    mine: bool = False
    done: bool = False
    running: bool = False
    changed: bool = False


class Mine(msgspec.Struct, frozen=True):
    """`place`: my best place in the queue, from 1. `may_publish`: what the engine lets this site's room
    publish now.

    `everybody_sees_me`: on the program, in preview, or pre-subscribed: my camera may be subscribed by all.
    `chair`: the site that chairs; its room may subscribe every camera at any time.
    `chair`, `script`, `script_version`: empty before admission. `central_*`: who to call, always there.
    """

    site: str
    name: str
    title: str
    kind: SessionKind
    phase: Phase
    planned_start: datetime | None
    lane: Lane
    since: datetime | None
    epoch: int
    device: str
    reason: str
    call_again: bool
    check: CheckResult | None
    readiness: Readiness | None
    roll_call_at: datetime | None
    may_publish: tuple[Source, ...]
    everybody_sees_me: bool
    on_program: bool
    in_preview: bool
    voice_check: bool
    sharing_allowed: bool
    talkback: bool
    place: int | None
    requests: tuple[Request, ...]
    notes: tuple[Note, ...]
    script: tuple[MyItem, ...]
    script_version: int
    script_seen: int
    central_name: str
    central_phone: str
    recording: bool
    chair: str


def mine(state: Session, site: str, now: datetime) -> Mine:
    """Raises KeyError when the session has no such site."""
    seat, central, heard = state.seats[site], state.central_seat(), microphones(state)
    chair = state.chair_seat()
    published = rights_of(seat, heard).publish if seat.admitted and state.running else frozenset[Source]()
    watched = (*state.program.sites, *state.preview.sites, *heard)
    return Mine(
        site=site,
        name=seat.name,
        title=state.title,
        kind=state.kind,
        phase=state.phase,
        planned_start=state.planned_start,
        lane=seat.lane,
        since=seat.since,
        epoch=seat.epoch,
        device=seat.device,
        reason=seat.reason,
        call_again=seat.call_again,
        check=seat.check,
        readiness=answer_of(state, seat),
        roll_call_at=state.roll_call_at,
        may_publish=tuple(sorted(published)),
        everybody_sees_me=seat.admitted and site in watched,
        on_program=site in program_of(state).sites,
        in_preview=site in state.preview.sites,
        voice_check=state.voice_at == site,
        sharing_allowed=seat.sharing_allowed,
        talkback=state.talkback == site,
        place=places(state).get(site),
        requests=tuple(request for request in state.floor.requests.values() if request.site == site),
        notes=_notes(state, seat),
        script=tuple(_item(state, site, item) for item in state.script.items) if seat.admitted else (),
        script_version=state.script.version if seat.admitted else 0,
        script_seen=seat.script_seen,
        central_name=central.technician if central else "",
        central_phone=central.phone if central else "",
        recording=state.recording,
        chair=chair.site if chair and seat.admitted else "",
    )


def places(state: Session) -> dict[str, int]:
    """Site -> its best place in the queue, from 1."""
    queue = list(enumerate((request.site for request in state.floor.waiting()), 1))
    return {site: place for place, site in reversed(queue)}


def _notes(state: Session, seat: Seat) -> tuple[Note, ...]:
    """What was said to this site, to everybody once it is admitted, and what it said itself."""

    def concerns(note: Note) -> bool:
        to_all = note.to is None and note.sender is None
        return seat.site in (note.to, note.sender) or (to_all and seat.admitted)

    return tuple(filter(concerns, state.notes))[-NOTES_ON_PAGE:]


def _item(state: Session, site: str, item: Item) -> MyItem:
    return MyItem(
        id=item.id,
        title=item.title,
        starts=item.starts,
        minutes=item.minutes,
        speaker=item.speaker.name if item.speaker else "",
        mine=item.site == site,
        done=item.id in state.done,
        running=item.id == state.item,
        changed=item.id in state.script.changed,
    )
