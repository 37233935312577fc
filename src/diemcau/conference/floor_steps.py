"""What happened on the floor -> the floor after it."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from diemcau.conference import events as e
from diemcau.conference.session import Floor, Request, RequestState, Session
from diemcau.conference.steps import Changes, Steps


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


def later(floor: Floor, pause: timedelta) -> Floor:
    """A pause does not count: neither to a speaker's limit nor to how long he has spoken."""
    late = {r.id: _late(r, pause) for r in floor.speaking()}
    return replace(floor, requests={**floor.requests, **late})


def _late(request: Request, pause: timedelta) -> Request:
    return replace(
        request,
        deadline=request.deadline + pause if request.deadline else None,
        paused_seconds=request.paused_seconds + pause.total_seconds(),
    )


STEPS: Steps = {
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
}
