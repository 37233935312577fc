"""What happened -> the state after it. One function for each kind of event; `evolve` knows no rule."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from msgspec.structs import replace

from diemcau.conference import events as e
from diemcau.conference.events import Recorded
from diemcau.conference.session import Floor, Lane, Note, Phase, Request, RequestState, Session

Changes = dict[str, Any]
Step = Callable[[Session, Any, datetime], Changes]

NOTES_IN_STATE = 200  # older ones are in the stream only


def evolve(state: Session, recorded: Recorded) -> Session:
    kind = type(recorded.event)
    changes = STEPS[kind](state, recorded.event, recorded.at)
    if state.token is not None and recorded.by.id == state.token.id and kind in HOLDER_ACTS:
        changes[HOLDER_ACTS[kind]] = recorded.at
    return replace(state, seq=recorded.seq, **changes)


def fold(events: Iterable[Recorded], start: Session | None = None) -> Session:
    return reduce(evolve, events, start or Session())


HOLDER_ACTS: dict[type[e.Event], str] = {
    e.FloorGranted: "token_floor_at",
    e.FloorReleased: "token_floor_at",
    e.FloorRevoked: "token_floor_at",
    e.PictureTaken: "token_picture_at",
    e.ItemStarted: "token_picture_at",
}
"""The acts in which the token holder's word stands for a moment (see `token.CONFLICT`)."""


def _seat(state: Session, site: str, **changes: Any) -> Changes:
    return {"seats": {**state.seats, site: replace(state.seats[site], **changes)}}


def _moved(state: Session, site: str, lane: Lane, at: datetime, **changes: Any) -> Changes:
    """Into another lane; what the site's page reported before no longer counts once it is out of the session."""
    return _seat(state, site, lane=lane, since=at, **changes)


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


# --- the session
def _planned(state: Session, event: e.SessionPlanned, at: datetime) -> Changes:
    return {
        "id": event.session,
        "conference": event.conference,
        "title": event.title,
        "kind": event.session_kind,
        "planned_start": event.planned_start,
        "seats": {seat.site: seat for seat in event.seats},
        "script": event.script,
    }


def _opened(state: Session, event: e.SessionOpened, at: datetime) -> Changes:
    return {"phase": Phase.OPEN, "opened_at": at}


def _went_live(state: Session, event: e.SessionWentLive, at: datetime) -> Changes:
    return {"phase": Phase.LIVE, "live_at": at}


def _paused(state: Session, event: e.SessionPaused, at: datetime) -> Changes:
    return {"phase": Phase.PAUSED, "paused_at": at, "pause_reason": event.reason}


def _resumed(state: Session, event: e.SessionResumed, at: datetime) -> Changes:
    """The speakers' clocks stood still during the pause."""
    pause = at - state.paused_at if state.paused_at else timedelta()
    return {
        "phase": Phase.LIVE,
        "paused_at": None,
        "pause_reason": "",
        "paused_total": state.paused_total + pause,
        "floor": _later(state.floor, pause),
    }


def _later(floor: Floor, pause: timedelta) -> Floor:
    late = {r.id: replace(r, deadline=r.deadline + pause) for r in floor.speaking() if r.deadline}
    return replace(floor, requests={**floor.requests, **late})


def _ended(state: Session, event: e.SessionEnded, at: datetime) -> Changes:
    return {"phase": Phase.ENDED, "ended_at": at, "token": None}


def _token_taken(state: Session, event: e.TokenTaken, at: datetime) -> Changes:
    return {"token": event.holder, "token_floor_at": None, "token_picture_at": None}


def _token_returned(state: Session, event: e.TokenReturned, at: datetime) -> Changes:
    return {"token": None, "token_floor_at": None, "token_picture_at": None}


# --- sites
def _seat_added(state: Session, event: e.SeatAdded, at: datetime) -> Changes:
    return {"seats": {**state.seats, event.seat.site: event.seat}}


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
    return _seat(state, event.site, call_again=True)


def _taken_over(state: Session, event: e.DeviceTakenOver, at: datetime) -> Changes:
    sharing = state.seats[event.site].sharing_allowed
    changes = {**_NO_MEDIA, "sharing_allowed": sharing}
    return _seat(state, event.site, device=event.device, epoch=event.epoch, line_up=True, **changes)


def _line_up(state: Session, event: e.LineUp, at: datetime) -> Changes:
    return _seat(state, event.site, line_up=True)


def _line_down(state: Session, event: e.LineDown, at: datetime) -> Changes:
    """A lobby page that is gone does not wait any more; it waits again when its line is back."""
    if state.seats[event.site].lane is Lane.WAITING:
        return _moved(state, event.site, Lane.EXPECTED, at, line_up=False)
    return _seat(state, event.site, line_up=False)


def _media_up(state: Session, event: e.MediaUp, at: datetime) -> Changes:
    return _seat(state, event.site, media_up=True)


def _media_down(state: Session, event: e.MediaDown, at: datetime) -> Changes:
    return _seat(state, event.site, media_up=False)


def _lost(state: Session, event: e.SiteLost, at: datetime) -> Changes:
    seat = state.seats[event.site]
    if seat.lane is Lane.LOST:  # it was "line" or "media", now it is "both"
        return {}
    return _moved(state, event.site, Lane.LOST, at, lost_since=at, losses=seat.losses + 1)


def _back(state: Session, event: e.SiteBack, at: datetime) -> Changes:
    total = state.seats[event.site].lost_seconds + event.seconds
    return _moved(
        state, event.site, Lane.CONNECTED, at, lost_since=None, lost_seconds=total, call_again=False
    )


def _devices(state: Session, event: e.DevicesChanged, at: datetime) -> Changes:
    return _seat(
        state, event.site, camera_on=event.camera_on, microphone_on=event.microphone_on, sharing=event.sharing
    )


def _checked(state: Session, event: e.CheckDone, at: datetime) -> Changes:
    return _seat(state, event.site, check=event.check)


def _graded(state: Session, event: e.GradeChanged, at: datetime) -> Changes:
    return _seat(state, event.site, grade=event.grade)


def _sharing_allowed(state: Session, event: e.SharingAllowed, at: datetime) -> Changes:
    return _seat(state, event.site, sharing_allowed=True)


def _sharing_withdrawn(state: Session, event: e.SharingWithdrawn, at: datetime) -> Changes:
    return _seat(state, event.site, sharing_allowed=False, sharing=False)


def _nothing(state: Session, event: e.Event, at: datetime) -> Changes:
    return {}


# --- roll call and voice check
def _roll_started(state: Session, event: e.RollCallStarted, at: datetime) -> Changes:
    """Earlier answers stay in the seats and count for nothing: see `roll.answer_of`."""
    return {"roll_call_at": at}


def _roll_answered(state: Session, event: e.RollAnswered, at: datetime) -> Changes:
    return _seat(state, event.site, readiness=event.readiness)


def _voice_moved(state: Session, event: e.VoiceCheckMoved, at: datetime) -> Changes:
    return {"voice_at": event.site}


def _voice_marked(state: Session, event: e.VoiceMarked, at: datetime) -> Changes:
    return _seat(state, event.site, voice=event.mark)


# --- the floor
def _floor(state: Session, request: Request, **changes: Any) -> Changes:
    floor = state.floor
    return {"floor": replace(floor, requests={**floor.requests, request.id: request}, **changes)}


def _without(ids: tuple[str, ...], id: str) -> tuple[str, ...]:
    return tuple(other for other in ids if other != id)


def _inserted(ids: tuple[str, ...], id: str, position: int) -> tuple[str, ...]:
    others = _without(ids, id)
    return (*others[: position - 1], id, *others[position - 1 :])


def _closed(state: Session, id: str, to: RequestState, **changes: Any) -> Changes:
    """Out of the queue, off the floor, no longer proposed."""
    floor = state.floor
    return _floor(
        state,
        replace(floor.requests[id], state=to, **changes),
        queue=_without(floor.queue, id),
        holders=_without(floor.holders, id),
        proposed=None if floor.proposed == id else floor.proposed,
    )


def _requested(state: Session, event: e.FloorRequested, at: datetime) -> Changes:
    return _floor(state, event.request)


def _accepted(state: Session, event: e.FloorAccepted, at: datetime) -> Changes:
    request = replace(state.floor.requests[event.request], state=RequestState.ACCEPTED, reason="")
    return _floor(state, request, queue=_inserted(state.floor.queue, request.id, event.position))


def _denied(state: Session, event: e.FloorDenied, at: datetime) -> Changes:
    return _closed(state, event.request, RequestState.DENIED, reason=event.reason, ended_at=at)


def _cancelled(state: Session, event: e.FloorCancelled, at: datetime) -> Changes:
    return _closed(state, event.request, RequestState.CANCELLED, reason=event.reason, ended_at=at)


def _skipped(state: Session, event: e.FloorSkipped, at: datetime) -> Changes:
    return _closed(state, event.request, RequestState.SKIPPED, reason=event.reason)


def _reordered(state: Session, event: e.FloorReordered, at: datetime) -> Changes:
    queue = _inserted(state.floor.queue, event.request, event.position)
    return {"floor": replace(state.floor, queue=queue)}


def _granted(state: Session, event: e.FloorGranted, at: datetime) -> Changes:
    request = replace(
        state.floor.requests[event.request],
        state=RequestState.GRANTED,
        reason="",
        granted_at=at,
        deadline=event.deadline,
    )
    queue = _without(state.floor.queue, request.id)
    return _floor(state, request, queue=queue, holders=(*state.floor.holders, request.id), proposed=None)


def _extended(state: Session, event: e.FloorExtended, at: datetime) -> Changes:
    request = state.floor.requests[event.request]
    return _floor(state, replace(request, minutes=request.minutes + event.minutes, deadline=event.deadline))


def _released(state: Session, event: e.FloorReleased, at: datetime) -> Changes:
    return _closed(state, event.request, RequestState.RELEASED, ended_at=at)


def _revoked(state: Session, event: e.FloorRevoked, at: datetime) -> Changes:
    return _closed(state, event.request, RequestState.REVOKED, reason=event.reason, ended_at=at)


def _proposed(state: Session, event: e.FloorProposed, at: datetime) -> Changes:
    return {"floor": replace(state.floor, proposed=event.request)}


def _microphones_closed(state: Session, event: e.MicrophonesClosed, at: datetime) -> Changes:
    return {"all_closed": True}


def _microphones_released(state: Session, event: e.MicrophonesReleased, at: datetime) -> Changes:
    return {"all_closed": False}


# --- picture and script
def _previewed(state: Session, event: e.PreviewSet, at: datetime) -> Changes:
    return {"preview": event.picture}


def _taken(state: Session, event: e.PictureTaken, at: datetime) -> Changes:
    return {"program": event.picture, "program_version": state.program_version + 1}


def _script_changed(state: Session, event: e.ScriptChanged, at: datetime) -> Changes:
    return {"script": event.script}


def _script_seen(state: Session, event: e.ScriptSeen, at: datetime) -> Changes:
    return _seat(state, event.site, script_seen=event.version)


def _item_started(state: Session, event: e.ItemStarted, at: datetime) -> Changes:
    done = state.done if state.item is None or state.item in state.done else (*state.done, state.item)
    return {"item": event.item, "item_since": at, "done": _without(done, event.item)}


# --- words
def _note_sent(state: Session, event: e.NoteSent, at: datetime) -> Changes:
    return {"notes": (*state.notes[-NOTES_IN_STATE + 1 :], event.note)}


def _note_acknowledged(state: Session, event: e.NoteAcknowledged, at: datetime) -> Changes:
    def seen(note: Note) -> Note:
        return replace(note, acknowledged=(*note.acknowledged, event.site)) if note.id == event.note else note

    return {"notes": tuple(map(seen, state.notes))}


def _talkback_started(state: Session, event: e.TalkbackStarted, at: datetime) -> Changes:
    return {"talkback": event.site}


def _talkback_ended(state: Session, event: e.TalkbackEnded, at: datetime) -> Changes:
    return {"talkback": None}


def _alarm_raised(state: Session, event: e.AlarmRaised, at: datetime) -> Changes:
    return {"alarms": (*state.alarms, event.alarm)}


def _alarm_seen(state: Session, event: e.AlarmSeen, at: datetime) -> Changes:
    return {"alarms": tuple(alarm for alarm in state.alarms if alarm.id != event.alarm)}


# --- machines
def _recording(state: Session, event: e.RecordingStarted, at: datetime) -> Changes:
    return {"recording": True, "recording_since": at}


def _recording_stopped(state: Session, event: e.RecordingStopped, at: datetime) -> Changes:
    return {"recording": False, "recording_since": None}


def _engine_lost(state: Session, event: e.EngineLost, at: datetime) -> Changes:
    return {"engine_up": False, "engine_since": at}


def _engine_back(state: Session, event: e.EngineBack, at: datetime) -> Changes:
    return {"engine_up": True, "engine_since": at}


STEPS: dict[type[e.Event], Step] = {
    e.SessionPlanned: _planned,
    e.SessionOpened: _opened,
    e.SessionWentLive: _went_live,
    e.SessionPaused: _paused,
    e.SessionResumed: _resumed,
    e.SessionEnded: _ended,
    e.TokenTaken: _token_taken,
    e.TokenReturned: _token_returned,
    e.SeatAdded: _seat_added,
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
    e.GradeChanged: _graded,
    e.SharingAllowed: _sharing_allowed,
    e.SharingWithdrawn: _sharing_withdrawn,
    e.FaultReported: _nothing,
    e.RollCallStarted: _roll_started,
    e.RollAnswered: _roll_answered,
    e.VoiceCheckMoved: _voice_moved,
    e.VoiceMarked: _voice_marked,
    e.FloorRequested: _requested,
    e.FloorAccepted: _accepted,
    e.FloorDenied: _denied,
    e.FloorCancelled: _cancelled,
    e.FloorReordered: _reordered,
    e.FloorSkipped: _skipped,
    e.FloorGranted: _granted,
    e.FloorExtended: _extended,
    e.FloorReleased: _released,
    e.FloorRevoked: _revoked,
    e.FloorProposed: _proposed,
    e.MicrophonesClosed: _microphones_closed,
    e.MicrophonesReleased: _microphones_released,
    e.PreviewSet: _previewed,
    e.PictureTaken: _taken,
    e.ScriptChanged: _script_changed,
    e.ScriptSeen: _script_seen,
    e.ItemStarted: _item_started,
    e.NoteSent: _note_sent,
    e.NoteAcknowledged: _note_acknowledged,
    e.TalkbackStarted: _talkback_started,
    e.TalkbackEnded: _talkback_ended,
    e.AlarmRaised: _alarm_raised,
    e.AlarmSeen: _alarm_seen,
    e.RecordingStarted: _recording,
    e.RecordingStopped: _recording_stopped,
    e.EngineLost: _engine_lost,
    e.EngineBack: _engine_back,
}
