"""What happened to a site -> its seat after it."""

from datetime import datetime
from typing import Any

from diemcau.conference import events as e
from diemcau.conference.session import Lane, Session
from diemcau.conference.steps import Changes, Steps, nothing, seat


def _moved(state: Session, site: str, lane: Lane, at: datetime, **changes: Any) -> Changes:
    """Into another lane; what the site's page reported before no longer counts once it is out of the
    session."""
    return seat(state, site, lane=lane, since=at, **changes)


def _out(state: Session, site: str, lane: Lane, at: datetime, reason: str) -> Changes:
    return _moved(
        state, site, lane, at, reason=reason, device="", lost_since=None, call_again=False, **_NO_MEDIA
    )


_NO_MEDIA: Changes = {
    "media_up": False,
    "camera_on": False,
    "microphone_on": False,
    "sharing": False,
    "sharing_allowed": False,
}


def _seat_added(state: Session, event: e.SeatAdded, at: datetime) -> Changes:
    return {"seats": {**state.seats, event.seat.site: event.seat}}


def _assigned(state: Session, event: e.DutyAssigned, at: datetime) -> Changes:
    return seat(state, event.site, technician=event.technician, phone=event.phone)


def _waiting(state: Session, event: e.SiteWaiting, at: datetime) -> Changes:
    """Who knocks is on the line: a page opens its line first."""
    return _moved(
        state,
        event.site,
        Lane.WAITING,
        at,
        device=event.device,
        line_up=True,
        call_again=False,
        reason="",
        **_NO_MEDIA,
    )


def _admitted(state: Session, event: e.SiteAdmitted, at: datetime) -> Changes:
    return _moved(
        state, event.site, Lane.CONNECTED, at, epoch=event.epoch, call_again=False, reason="", **_NO_MEDIA
    )


def _refused(state: Session, event: e.SiteRefused, at: datetime) -> Changes:
    return _out(state, event.site, Lane.EXPECTED, at, event.reason)


def _dropped(state: Session, event: e.SiteDropped, at: datetime) -> Changes:
    return _out(state, event.site, Lane.DROPPED, at, event.reason)


def _left(state: Session, event: e.SiteLeft, at: datetime) -> Changes:
    return _out(state, event.site, Lane.LEFT, at, event.reason)


def _absent(state: Session, event: e.SiteAbsent, at: datetime) -> Changes:
    return _out(state, event.site, Lane.ABSENT, at, event.reason)


def _called_again(state: Session, event: e.SiteCalledAgain, at: datetime) -> Changes:
    return seat(state, event.site, call_again=True)


def _taken_over(state: Session, event: e.DeviceTakenOver, at: datetime) -> Changes:
    sharing = state.seats[event.site].sharing_allowed
    changes = {**_NO_MEDIA, "sharing_allowed": sharing}
    return seat(state, event.site, device=event.device, epoch=event.epoch, line_up=True, **changes)


def _line_up(state: Session, event: e.LineUp, at: datetime) -> Changes:
    return seat(state, event.site, line_up=True)


def _line_down(state: Session, event: e.LineDown, at: datetime) -> Changes:
    """A lobby page that is gone does not wait any more; it waits again when its line is back."""
    if state.seats[event.site].lane is Lane.WAITING:
        return _moved(state, event.site, Lane.EXPECTED, at, line_up=False)
    return seat(state, event.site, line_up=False)


def _media_up(state: Session, event: e.MediaUp, at: datetime) -> Changes:
    return seat(state, event.site, media_up=True)


def _media_down(state: Session, event: e.MediaDown, at: datetime) -> Changes:
    return seat(state, event.site, media_up=False)


def _lost(state: Session, event: e.SiteLost, at: datetime) -> Changes:
    lost = state.seats[event.site]
    if lost.lane is Lane.LOST:  # it was "line" or "media", now it is "both"
        return {}
    return _moved(state, event.site, Lane.LOST, at, lost_since=at, losses=lost.losses + 1)


def _back(state: Session, event: e.SiteBack, at: datetime) -> Changes:
    total = state.seats[event.site].lost_seconds + event.seconds
    return _moved(
        state, event.site, Lane.CONNECTED, at, lost_since=None, lost_seconds=total, call_again=False
    )


def _devices(state: Session, event: e.DevicesChanged, at: datetime) -> Changes:
    return seat(
        state, event.site, camera_on=event.camera_on, microphone_on=event.microphone_on, sharing=event.sharing
    )


def _checked(state: Session, event: e.CheckDone, at: datetime) -> Changes:
    return seat(state, event.site, check=event.check)


def _graded(state: Session, event: e.GradeChanged, at: datetime) -> Changes:
    return seat(state, event.site, grade=event.grade)


def _judged(state: Session, event: e.SiteJudged, at: datetime) -> Changes:
    return seat(state, event.site, verdict=event.verdict)


def _reference(state: Session, event: e.ReferenceKnown, at: datetime) -> Changes:
    return seat(state, event.site, reference=event.reference)


def _sharing_allowed(state: Session, event: e.SharingAllowed, at: datetime) -> Changes:
    return seat(state, event.site, sharing_allowed=True)


def _sharing_withdrawn(state: Session, event: e.SharingWithdrawn, at: datetime) -> Changes:
    return seat(state, event.site, sharing_allowed=False, sharing=False)


# --- roll call and voice check
def _roll_started(state: Session, event: e.RollCallStarted, at: datetime) -> Changes:
    """Earlier answers stay in the seats and count for nothing: see `roll.answer_of`."""
    return {"roll_call_at": at}


def _roll_answered(state: Session, event: e.RollAnswered, at: datetime) -> Changes:
    return seat(state, event.site, readiness=event.readiness)


def _voice_moved(state: Session, event: e.VoiceCheckMoved, at: datetime) -> Changes:
    return {"voice_at": event.site}


def _voice_marked(state: Session, event: e.VoiceMarked, at: datetime) -> Changes:
    return seat(state, event.site, voice=event.mark)


STEPS: Steps = {
    e.SeatAdded: _seat_added,
    e.DutyAssigned: _assigned,
    e.SiteWaiting: _waiting,
    e.SiteAdmitted: _admitted,
    e.SiteRefused: _refused,
    e.SiteDropped: _dropped,
    e.SiteLeft: _left,
    e.SiteAbsent: _absent,
    e.SiteCalledAgain: _called_again,
    e.DeviceTakenOver: _taken_over,
    e.LineUp: _line_up,
    e.LineDown: _line_down,
    e.MediaUp: _media_up,
    e.MediaDown: _media_down,
    e.SiteLost: _lost,
    e.SiteBack: _back,
    e.DevicesChanged: _devices,
    e.CheckDone: _checked,
    e.SiteJudged: _judged,
    e.ReferenceKnown: _reference,
    e.GradeChanged: _graded,
    e.SharingAllowed: _sharing_allowed,
    e.SharingWithdrawn: _sharing_withdrawn,
    e.RollCallStarted: _roll_started,
    e.RollAnswered: _roll_answered,
    e.VoiceCheckMoved: _voice_moved,
    e.VoiceMarked: _voice_marked,
    e.FaultReported: nothing,
}
