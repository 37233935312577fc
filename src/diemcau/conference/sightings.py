"""What the machine saw: lines and media that go and come, devices, grades, the engine, time passing."""

from datetime import datetime, timedelta

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.alarms import alarm, explained, settled
from diemcau.conference.floor import next_in_queue
from diemcau.conference.refusal import Act, Events
from diemcau.conference.session import Grade, Lane, Request, Seat, Session

LOST_SPEAKER_KEEPS_FLOOR = timedelta(seconds=60)
"""A speaker whose picture and sound are lost keeps the floor so long. Our own rule (2026), from the duty
of Articles 6.2 and 7.2 to let content and time be adjusted when a line is lost."""


def _(words: str) -> str:
    return words


ENGINE_AWAY = _("Máy chủ hình và tiếng không trả lời; các điểm cầu sẽ tự kết nối lại.")


def see_line(state: Session, command: c.SeeLine, act: Act) -> Events:
    seat = state.seats.get(command.site)
    if seat is None or seat.line_up == command.up or _other_device(seat, command.device):
        return ()
    if command.up:
        waits = _waits_again(seat, command.device)
        return (e.LineUp(seat.site), *waits, *_back(state, seat, act, also_up=seat.media_up))
    return (e.LineDown(seat.site), *_lost(state, seat, act, "line", both=not seat.media_up))


def _other_device(seat: Seat, device: str | None) -> bool:
    holds_slot = seat.admitted or seat.lane is Lane.WAITING
    return holds_slot and device is not None and device != seat.device


def _waits_again(seat: Seat, device: str | None) -> Events:
    """Its lobby page was gone for a moment: it need not knock again."""
    same = bool(seat.device) and device in (None, seat.device)
    waits = same and seat.lane is Lane.EXPECTED
    return (e.SiteWaiting(seat.site, seat.device),) if waits else ()


def see_media(state: Session, command: c.SeeMedia, act: Act) -> Events:
    seat = state.seats.get(command.site)
    if seat is None or not seat.admitted or seat.media_up == command.up:
        return ()
    if command.epoch is not None and command.epoch != seat.epoch:
        return ()
    if command.up:
        return (e.MediaUp(seat.site), *_back(state, seat, act, also_up=seat.line_up))
    return (e.MediaDown(seat.site), *_lost(state, seat, act, "media", both=not seat.line_up))


def _lost(state: Session, seat: Seat, act: Act, what: str, *, both: bool) -> Events:
    """While the engine is away, its own alarm stands for all of them."""
    if seat.lane is Lane.LOST:
        return (e.SiteLost(seat.site, "both"),)
    if seat.lane is not Lane.CONNECTED:
        return ()
    lost = e.SiteLost(seat.site, "both" if both else what)
    return (lost, *alarm(state, act, "lost", seat.site)) if state.engine_up else (lost,)


def _back(state: Session, seat: Seat, act: Act, *, also_up: bool) -> Events:
    if seat.lane is not Lane.LOST or not also_up or seat.lost_since is None:
        return ()
    back = e.SiteBack(seat.site, max(0.0, (act.now - seat.lost_since).total_seconds()))
    return (back, *settled(state, seat.site))


def see_devices(state: Session, command: c.SeeDevices, act: Act) -> Events:
    seat = state.seats.get(command.site)
    if seat is None or not seat.admitted:
        return ()
    sharing = command.sharing and seat.sharing_allowed
    if (seat.camera_on, seat.microphone_on, seat.sharing) == (
        command.camera_on,
        command.microphone_on,
        sharing,
    ):
        return ()
    return (e.DevicesChanged(seat.site, command.camera_on, command.microphone_on, sharing),)


def see_grade(state: Session, command: c.SeeGrade, act: Act) -> Events:
    seat = state.seats.get(command.site)
    if seat is None or seat.grade is command.grade:
        return ()
    graded = e.GradeChanged(seat.site, command.grade)
    return (
        (graded, *alarm(state, act, "poor", seat.site)) if _grave(state, seat, command.grade) else (graded,)
    )


def _grave(state: Session, seat: Seat, grade: Grade) -> bool:
    """A bad line always, a poor one when everybody sees or hears that site."""
    watched = seat.site in state.program.sites or state.floor.holds(seat.site)
    return seat.admitted and (grade is Grade.BAD or (grade is Grade.POOR and watched))


def see_engine(state: Session, command: c.SeeEngine, act: Act) -> Events:
    if state.engine_up == command.up:
        return ()
    if command.up:
        return (e.EngineBack(),)
    return (e.EngineLost(), *explained(state, act.now), *alarm(state, act, "fault", None, ENGINE_AWAY))


def close_what_is_due(state: Session, command: c.CloseWhatIsDue, act: Act) -> Events:
    """Lost speakers yield; the next who is connected is proposed."""
    due = [request for request in state.floor.speaking() if _overdue(state, request, act.now)]
    events: Events = ()
    for nth, request in enumerate(due):
        events += (e.FloorReleased(request.id, lost=True),)
        events += alarm(state, act, "speaker_yielded", request.site, request.speaker.name, nth)
    following = next_in_queue(state) if due else None
    return (*events, e.FloorProposed(following.id)) if following else events


def _overdue(state: Session, request: Request, now: datetime) -> bool:
    since = floor_lost_since(state, request)
    return since is not None and now - since >= LOST_SPEAKER_KEEPS_FLOOR


def floor_lost_since(state: Session, request: Request) -> datetime | None:
    """Since when this speaker can be neither seen nor heard. Only the control line away: he still can.
    While the engine is away nobody can: the time counts from its return."""
    seat = state.seats[request.site]
    if seat.lane is not Lane.LOST or seat.lost_since is None or seat.media_up or not state.engine_up:
        return None
    return max(seat.lost_since, state.engine_since or seat.lost_since)
