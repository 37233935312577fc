"""State -> what everybody sees. Small, and it does not grow with the number of sites."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import takewhile

import msgspec

from diemcau.conference.clips import playing
from diemcau.conference.picture import HOLDING_CARD, Picture
from diemcau.conference.plan import microphones
from diemcau.conference.script import Item, Speaker
from diemcau.conference.session import Lane, Phase, Playing, Session, SessionKind


class OnFloor(msgspec.Struct, frozen=True, omit_defaults=True):
    request: str
    site: str
    speaker: Speaker
    granted_at: datetime
    deadline: datetime | None = None
    paused_seconds: float = 0.0


class ItemLine(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    title: str
    minutes: int
    starts: str = ""
    since: datetime | None = None
    clip: str = ""


class Stage(msgspec.Struct, frozen=True):
    """`names`: site code -> name, only for the sites this stage mentions. `behind_seconds`: script delay
    (+ late).

    `preview` is what everybody pre-subscribes, disabled, so that *take* shows it at once.
    `microphones`: sites whose sound everybody always subscribes (chair, floor holders, the one under
    voice check). `cameras_off`: of the program and the preview, those whose line is whole and who send no
    camera.
    """

    version: int
    session: str
    title: str
    kind: SessionKind
    phase: Phase
    program: Picture
    preview: Picture
    floor: tuple[OnFloor, ...]
    microphones: tuple[str, ...]
    cameras_off: tuple[str, ...]
    names: dict[str, str]
    item: ItemLine | None
    next: ItemLine | None
    live_at: datetime | None
    paused_at: datetime | None
    behind_seconds: int | None
    notice: str
    recording: bool
    recording_since: datetime | None
    all_closed: bool
    clip: Playing | None


def _(words: str) -> str:
    return words


PAUSED = _("Hội nghị tạm dừng.")


def stage(state: Session, now: datetime) -> Stage:
    """`version` is the program's: it counts the takes. During a pause the holding card is shown, nothing
    is lost."""
    program, floor = program_of(state), _floor(state)
    following = state.script.after(state.item)
    return Stage(
        version=state.program_version,
        session=state.id,
        title=state.title,
        kind=state.kind,
        phase=state.phase,
        program=program,
        preview=state.preview,
        floor=floor,
        microphones=microphones(state),
        cameras_off=_cameras_off(state, (*program.sites, *state.preview.sites)),
        names=_names(
            state, (*program.sites, *state.preview.sites, *(line.site for line in floor), *microphones(state))
        ),
        item=_line(state.current_item(), state.item_since),
        next=_line(following),
        live_at=state.live_at,
        paused_at=state.paused_at,
        behind_seconds=behind_seconds(state, now),
        notice=_notice(state),
        recording=state.recording,
        recording_since=state.recording_since,
        all_closed=state.all_closed,
        clip=playing(state),
    )


def program_of(state: Session) -> Picture:
    """What is on everybody's screen now."""
    return state.program if state.phase in (Phase.OPEN, Phase.LIVE) else HOLDING_CARD


def _floor(state: Session) -> tuple[OnFloor, ...]:
    return tuple(
        OnFloor(r.id, r.site, r.speaker, r.granted_at, r.deadline, r.paused_seconds)
        for r in state.floor.speaking()
        if r.granted_at
    )


def _cameras_off(state: Session, sites: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        site
        for site in dict.fromkeys(sites)
        if (seat := state.seats.get(site)) and seat.lane is Lane.CONNECTED and not seat.camera_on
    )


def _names(state: Session, sites: Iterable[str]) -> dict[str, str]:
    return {site: state.seats[site].name for site in sites if site in state.seats}


def _line(item: Item | None, since: datetime | None = None) -> ItemLine | None:
    if item is None:
        return None
    clip = item.cue.clip if item.cue else ""
    return ItemLine(item.id, item.title, item.minutes, item.starts, since, clip)


def _notice(state: Session) -> str:
    """Whoever is recorded reads it, in a pause too: it goes on by itself."""
    if state.phase is not Phase.PAUSED:
        return state.tape.notice
    told = " ".join(filter(None, (PAUSED, state.pause_reason)))
    return f"{told.rstrip('. ')}. {state.tape.notice}" if state.tape.notice else told


def behind_seconds(state: Session, now: datetime) -> int | None:
    """How late (+) or early (-) the running item began, or by how much it has overrun, whichever is more.

    A pause that the script does not know is a delay. The overrun counts in whole minutes, so that the stage
    does not change every second. None before the session is live, and without a script.
    """
    course = _course(state)
    if course is None:
        return None
    began, ends = course
    return max(began, _whole_minutes(min(now, state.ended_at or now) - ends))


def overruns(state: Session, since: datetime, until: datetime) -> Iterator[datetime]:
    """The moments after `since` and before `until` at which the delay grows although nothing happens."""
    course = _course(state)
    if course is None or state.ended_at is not None:
        return
    began, ends = course
    minutes = max(began // 60, _whole_minutes(since - ends) // 60, 0) + 1
    while (at := ends + timedelta(minutes=minutes)) < until:
        yield at
        minutes += 1


def _course(state: Session) -> tuple[int, datetime] | None:
    """By how many seconds the running item began late, and when it should end."""
    if state.live_at is None or not state.script.items:
        return None
    item = state.current_item()
    before = takewhile(lambda other: other is not item, state.script.items) if item else ()
    starts = state.live_at + timedelta(minutes=sum(other.minutes for other in before))
    began = int(((state.item_since or starts) - starts).total_seconds()) if item else 0
    return began, starts + timedelta(minutes=item.minutes if item else 0)


def _whole_minutes(time: timedelta) -> int:
    return int(time.total_seconds() // 60) * 60
