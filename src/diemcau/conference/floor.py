"""The floor: asked for, accepted, ordered, given, taken back. States after BFCP (RFC 8855)."""

from datetime import datetime, timedelta

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.pictures import is_connected, of_speaker
from diemcau.conference.refusal import (
    BY_THE_SCRIPT,
    REGISTERING_BY_PHONE,
    Act,
    Events,
    connected,
    refuse,
    request_of,
    seat_of,
    with_reason,
)
from diemcau.conference.script import Speaker
from diemcau.conference.session import Channel, Request, RequestState, Seat, Session
from diemcau.regulation.powers import Role

OPEN_REQUESTS_OF_A_SITE = 20
"""Pending, accepted and skipped ones together; more is a mistake or a flood (2026)."""

UNDECIDED = (RequestState.PENDING, RequestState.ACCEPTED, RequestState.SKIPPED)
"""May still be given the floor. SKIPPED was passed over and may be taken up again."""


def _(words: str) -> str:
    return words


ENDED = _("Đăng ký này đã kết thúc, bị từ chối hoặc đã rút.")
SPEAKING = _("Người này đang phát biểu.")


# --- asking
def ask(state: Session, command: c.RequestFloor, act: Act) -> Events:
    """Articles 6.3, 7.3: by telephone, or by the system, which counts as by telephone."""
    seat = seat_of(state, command.site)
    id = command.request or act.id
    if id in state.floor.requests:
        refuse("floor.request_exists", _("Đăng ký phát biểu này đã có trong phiên."))
    _check_form(state, command, act)
    open_ones = [r for r in state.floor.requests.values() if r.site == seat.site and r.state in UNDECIDED]
    if len(open_ones) >= OPEN_REQUESTS_OF_A_SITE:
        refuse("floor.too_many", _("Điểm cầu {site} đã có quá nhiều đăng ký đang chờ."), site=seat.name)
    return (e.FloorRequested(_request(command, id, act)),)


def _check_form(state: Session, command: c.RequestFloor, act: Act) -> None:
    if not command.speaker.name.strip():
        refuse("floor.no_speaker", _("Xin ghi họ tên người phát biểu."), REGISTERING_BY_PHONE)
    if command.item is not None and state.script.item(command.item) is None:
        refuse("script.unknown_item", _("Kịch bản không có mục này."))
    if command.channel is Channel.SYSTEM:
        return
    if act.by.role is Role.SITE_TECHNICIAN:
        refuse(
            "floor.channel",
            _("Đăng ký qua điện thoại hoặc bằng văn bản do điểm cầu trung tâm ghi."),
            REGISTERING_BY_PHONE,
        )
    if command.channel is Channel.PHONE:
        _check_call(command)


def _check_call(command: c.RequestFloor) -> None:
    if not command.caller.strip():
        refuse("floor.no_caller", _("Đăng ký qua điện thoại phải ghi tên người gọi."), REGISTERING_BY_PHONE)
    if not command.read_back:
        refuse(
            "floor.not_read_back",
            _("Đăng ký qua điện thoại phải được đọc lại cho người gọi xác nhận."),
            REGISTERING_BY_PHONE,
        )


def _request(command: c.RequestFloor, id: str, act: Act) -> Request:
    phone = command.channel is Channel.PHONE
    return Request(
        id=id,
        site=command.site,
        speaker=command.speaker,
        channel=command.channel,
        by=act.by,
        at=act.now,
        topic=command.topic,
        item=command.item,
        minutes=command.minutes,
        point_of_order=command.point_of_order,
        caller=command.caller,
        called_at=command.called_at or (act.now if phone else None),
        read_back=command.read_back,
    )


# --- ordering
def accept(state: Session, command: c.AcceptRequest, act: Act) -> Events:
    request = _undecided(state, command.request)
    if request.state is RequestState.ACCEPTED:
        return () if command.position is None else _to(state, request, command.position)
    last = len(state.floor.queue) + 1
    position = min(command.position, last) if command.position else _place_for(state, request)
    return (e.FloorAccepted(request.id, position),)


def _place_for(state: Session, request: Request) -> int:
    """At the end; a point of order before all that are none."""
    queue = list(state.floor.waiting())
    if request.point_of_order:
        return 1 + sum(other.point_of_order for other in queue)
    return 1 + len(queue)


def move(state: Session, command: c.MoveRequest, act: Act) -> Events:
    request = request_of(state, command.request)
    if request.id not in state.floor.queue:
        refuse("floor.not_in_queue", _("Đăng ký này không ở trong danh sách chờ phát biểu."))
    return _to(state, request, command.position)


def _to(state: Session, request: Request, position: int) -> Events:
    position = min(position, len(state.floor.queue))
    if state.floor.queue.index(request.id) + 1 == position:
        return ()
    return (e.FloorReordered(request.id, position),)


def deny(state: Session, command: c.DenyRequest, act: Act) -> Events:
    request = _undecided(state, command.request)
    reason = with_reason(command.reason, "floor.no_reason", _("Xin ghi lý do từ chối đăng ký phát biểu."))
    return (e.FloorDenied(request.id, reason),)


def skip(state: Session, command: c.SkipRequest, act: Act) -> Events:
    request = _undecided(state, command.request)
    return () if request.state is RequestState.SKIPPED else (e.FloorSkipped(request.id, command.reason),)


def cancel(state: Session, command: c.CancelRequest, act: Act) -> Events:
    request = _of_own_site(state, command.request, act)
    _undecided(state, request.id)
    return (e.FloorCancelled(request.id, command.reason),)


def _of_own_site(state: Session, id: str, act: Act) -> Request:
    """Another site's request is to a site technician as if it did not exist."""
    request = state.floor.requests.get(id)
    if request is not None and act.by.role is Role.SITE_TECHNICIAN and act.by.site != request.site:
        request = None
    return request_of(state, request.id if request else "")


def _undecided(state: Session, id: str) -> Request:
    request = request_of(state, id)
    if request.state is RequestState.GRANTED:
        refuse("floor.already_speaking", SPEAKING)
    if request.state not in UNDECIDED:
        refuse("floor.ended", ENDED)
    return request


# --- giving
def give(state: Session, command: c.GiveFloor, act: Act) -> Events:
    return grant(state, _undecided(state, command.request), act, beside=command.beside)


def give_to_site(state: Session, command: c.GiveFloorToSite, act: Act) -> Events:
    """Out of turn. Nobody named: the site's own open request is taken up, if it has one."""
    seat = connected(state, command.site)
    if state.floor.holds(seat.site):
        refuse("floor.already_speaking", _("Điểm cầu {site} đang phát biểu."), site=seat.name)
    request = None if command.speaker else _open_request(state, seat.site)
    if request is None:
        return grant_new(state, seat, command.speaker, command.minutes, act, beside=command.beside)
    return grant(state, request, act, beside=command.beside, minutes=command.minutes)


def _open_request(state: Session, site: str) -> Request | None:
    return next((r for r in (*state.floor.waiting(), *state.floor.pending()) if r.site == site), None)


def grant_new(
    state: Session,
    seat: Seat,
    speaker: Speaker | None,
    minutes: int,
    act: Act,
    *,
    beside: bool = False,
    item: str | None = None,
) -> Events:
    """The floor without a request before: one is written, so that the record is complete."""
    request = Request(
        id=act.id,
        site=seat.site,
        speaker=speaker or Speaker(seat.name),
        channel=Channel.SYSTEM,
        by=act.by,
        at=act.now,
        item=item,
        minutes=minutes,
    )
    if request.id in state.floor.requests:
        refuse("floor.request_exists", _("Đăng ký phát biểu này đã có trong phiên."))
    return (e.FloorRequested(request), *grant(state, request, act, beside=beside))


def next_speaker(state: Session, command: c.NextSpeaker, act: Act) -> Events:
    speaking = state.floor.holders[-1] if state.floor.holders else None
    if command.after is not None and command.after != speaking:
        refuse("floor.moved_on", _("Người khác vừa chuyển lượt phát biểu; xin xem lại rồi thực hiện."))
    request = next_in_queue(state)
    if request is None:
        refuse(
            "floor.nobody",
            _("Danh sách chờ chưa có ai thuộc điểm cầu đang kết nối để mời phát biểu."),
            BY_THE_SCRIPT,
        )
    return grant(state, request, act)


def next_in_queue(state: Session) -> Request | None:
    """The one who was put forward, else the first whose site is connected."""
    floor = state.floor
    proposed = (floor.proposed,) if floor.proposed in floor.queue else ()
    ready = (floor.requests[id] for id in (*proposed, *floor.queue) if id)
    return next((request for request in ready if is_connected(state, request.site)), None)


def grant(state: Session, request: Request, act: Act, *, beside: bool = False, minutes: int = 0) -> Events:
    """The floor, and the speaker's picture prepared, so that "take" is one key."""
    picture = of_speaker(state, request)
    granted = grant_only(state, request, act, beside=beside, minutes=minutes)
    return granted if picture in (state.preview, state.program) else (*granted, e.PreviewSet(picture))


def grant_only(
    state: Session, request: Request, act: Act, *, beside: bool = False, minutes: int = 0
) -> Events:
    if state.all_closed:
        refuse("floor.all_closed", _("Tất cả micro đang bị tắt; xin mở lại quyền phát biểu trước."))
    connected(state, request.site)
    ended = () if beside else release_all(state)
    minutes = minutes or request.minutes
    deadline = act.now + timedelta(minutes=minutes) if minutes else None
    return (*ended, e.FloorGranted(request.id, deadline))


def release_all(state: Session, keep: str = "") -> Events:
    return tuple(e.FloorReleased(request.id) for request in state.floor.speaking() if request.site != keep)


# --- ending
def yield_floor(state: Session, command: c.YieldFloor, act: Act) -> Events:
    return (e.FloorReleased(_speaking(_of_own_site(state, command.request, act)).id),)


def revoke(state: Session, command: c.RevokeFloor, act: Act) -> Events:
    return (e.FloorRevoked(_speaking(request_of(state, command.request)).id, command.reason),)


def extend(state: Session, command: c.ExtendFloor, act: Act) -> Events:
    request = _speaking(request_of(state, command.request))
    start = _clock(state, act.now)
    deadline = max(request.deadline or start, start) + timedelta(minutes=command.minutes)
    return (e.FloorExtended(request.id, command.minutes, deadline),)


def _clock(state: Session, now: datetime) -> datetime:
    """A speaker's clock stands still during a pause."""
    return state.paused_at or now


def _speaking(request: Request) -> Request:
    if request.state is not RequestState.GRANTED:
        refuse("floor.not_speaking", _("Người này không phát biểu vào lúc này."))
    return request


def close_all(state: Session, command: c.CloseAllMicrophones, act: Act) -> Events:
    if state.all_closed:
        return ()
    revoked = tuple(e.FloorRevoked(request.id) for request in state.floor.speaking())
    check_over = (e.VoiceCheckMoved(None),) if state.voice_at else ()
    return (*revoked, *check_over, e.MicrophonesClosed())


def release_microphones(state: Session, command: c.ReleaseMicrophones, act: Act) -> Events:
    return (e.MicrophonesReleased(),) if state.all_closed else ()
