"""Who is in the session: a seat for a site invited late, knocking, admitting, dropping, leaving, taking a
device over, checks, sharing, faults."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.alarms import alarm
from diemcau.conference.picture import Layout, Picture
from diemcau.conference.pictures import cleared
from diemcau.conference.refusal import (
    CONNECTING_IS_THE_CENTRES,
    Act,
    Events,
    refuse,
    seat_of,
    with_reason,
)
from diemcau.conference.session import CheckResult, Lane, Seat, Session


def _(words: str) -> str:
    return words


def add_seat(state: Session, command: c.AddSeat, act: Act) -> Events:
    if command.site in state.seats:
        refuse("site.seated", _("Điểm cầu {site} đã có trong phiên."), site=state.seats[command.site].name)
    seat = Seat(
        site=command.site,
        number=command.number,
        name=command.name,
        role=command.role,
        technician=command.technician,
        phone=command.phone,
    )
    return (e.SeatAdded(seat),)


def assign_duty(state: Session, command: c.AssignDuty, act: Act) -> Events:
    seat = seat_of(state, command.site)
    if (seat.technician, seat.phone) == (command.technician, command.phone):
        return ()
    return (e.DutyAssigned(seat.site, command.technician, command.phone),)


def knock(state: Session, command: c.Knock, act: Act) -> Events:
    """A device in the lobby. A page that was reloaded with its storage cleared counts as another device:
    it takes the slot when the old one's line is down, else the operator must confirm."""
    seat = seat_of(state, command.site)
    if seat.lane is Lane.DROPPED and not seat.call_again:
        refuse(
            "site.dropped",
            _("Điểm cầu {site} đã bị ngắt kết nối; xin gọi điểm cầu trung tâm để được mời lại."),
            CONNECTING_IS_THE_CENTRES,
            site=seat.name,
        )
    if seat.lane is Lane.WAITING or seat.admitted:
        return _knock_again(seat, command.device)
    return (e.SiteWaiting(seat.site, command.device),)


def _knock_again(seat: Seat, device: str) -> Events:
    if seat.device == device:
        return ()
    if seat.line_up:
        refuse(
            "site.other_device",
            _("Điểm cầu {site} đang dùng một thiết bị khác; xin điểm cầu trung tâm xác nhận đổi thiết bị."),
            CONNECTING_IS_THE_CENTRES,
            site=seat.name,
        )
    return _with_device(seat, device)


def _with_device(seat: Seat, device: str) -> Events:
    if seat.lane is Lane.WAITING:
        return (e.SiteWaiting(seat.site, device),)
    return (e.DeviceTakenOver(seat.site, device, seat.epoch + 1),)


def take_over(state: Session, command: c.TakeOverDevice, act: Act) -> Events:
    seat = seat_of(state, command.site)
    if seat.lane is not Lane.WAITING and not seat.admitted:
        refuse(
            "site.nothing_to_take_over",
            _("Điểm cầu {site} chưa có thiết bị nào trong phiên nên không cần đổi."),
            site=seat.name,
        )
    return () if seat.device == command.device else _with_device(seat, command.device)


def admit(state: Session, command: c.Admit, act: Act) -> Events:
    seat = seat_of(state, command.site)
    if seat.admitted:
        return ()
    if seat.lane is not Lane.WAITING:
        refuse(
            "site.not_waiting",
            _("Điểm cầu {site} chưa vào phòng chờ nên chưa kết nối được."),
            CONNECTING_IS_THE_CENTRES,
            site=seat.name,
        )
    return (e.SiteAdmitted(seat.site, seat.epoch + 1),)


def admit_all(state: Session, command: c.AdmitAll, act: Act) -> Events:
    waiting = (seat for seat in state.seats.values() if seat.lane is Lane.WAITING)
    return tuple(e.SiteAdmitted(seat.site, seat.epoch + 1) for seat in waiting)


def refuse_site(state: Session, command: c.Refuse, act: Act) -> Events:
    seat = seat_of(state, command.site)
    if seat.lane is not Lane.WAITING:
        refuse("site.not_waiting", _("Điểm cầu {site} không ở trong phòng chờ."), site=seat.name)
    reason = with_reason(command.reason, "site.no_reason", _("Xin ghi lý do chưa cho điểm cầu kết nối."))
    return (e.SiteRefused(seat.site, reason),)


def drop(state: Session, command: c.Drop, act: Act) -> Events:
    seat = seat_of(state, command.site)
    if seat.lane is Lane.DROPPED:
        return ()
    if not seat.admitted:
        refuse("site.not_connected", _("Điểm cầu {site} hiện không kết nối."), site=seat.name)
    held = tuple(e.FloorRevoked(r.id, command.reason) for r in state.floor.speaking() if r.site == seat.site)
    return (*held, e.SiteDropped(seat.site, command.reason), *_gone(state, seat.site))


def leave(state: Session, command: c.Leave, act: Act) -> Events:
    seat = seat_of(state, command.site)
    if seat.lane is not Lane.WAITING and not seat.admitted:
        return ()
    held = tuple(e.FloorReleased(r.id) for r in state.floor.speaking() if r.site == seat.site)
    return (*held, e.SiteLeft(seat.site, command.reason), *_gone(state, seat.site))


def _gone(state: Session, site: str) -> Events:
    """What else ends when a site is out: its voice check, its talkback, its place in the pictures."""
    events: Events = ()
    if state.voice_at == site:
        events += (e.VoiceCheckMoved(None),)
    if state.talkback == site:
        events += (e.TalkbackEnded(site),)
    if site in state.preview.sites:
        events += (e.PreviewSet(cleared(state, state.preview, site)),)
    if site in state.program.sites:
        events += (e.PictureTaken(cleared(state, state.program, site)),)
    return events


def mark_absent(state: Session, command: c.MarkAbsent, act: Act) -> Events:
    seat = seat_of(state, command.site)
    reason = with_reason(command.reason, "site.no_reason", _("Xin ghi lý do điểm cầu vắng mặt."))
    if seat.lane is Lane.WAITING or seat.admitted:
        refuse("site.here", _("Điểm cầu {site} đang có mặt trong phiên."), site=seat.name)
    if seat.lane is Lane.ABSENT and seat.reason == reason:
        return ()
    return (e.SiteAbsent(seat.site, reason),)


def call_again(state: Session, command: c.CallAgain, act: Act) -> Events:
    """Marks whom to call; lets a dropped site knock again."""
    seat = seat_of(state, command.site)
    if seat.lane in (Lane.WAITING, Lane.CONNECTED):
        refuse("site.here", _("Điểm cầu {site} đang có mặt trong phiên."), site=seat.name)
    return () if seat.call_again else (e.SiteCalledAgain(seat.site),)


def submit_check(state: Session, command: c.SubmitCheck, act: Act) -> Events:
    seat_of(state, command.site)
    check = CheckResult(
        at=act.now,
        camera=command.camera,
        microphone=command.microphone,
        speaker=command.speaker,
        line=command.line,
        loss_percent=command.loss_percent,
        jitter_ms=command.jitter_ms,
        round_trip_ms=command.round_trip_ms,
        remark=command.remark,
    )
    return (e.CheckDone(command.site, check),)


def allow_sharing(state: Session, command: c.AllowSharing, act: Act) -> Events:
    seat = seat_of(state, command.site)
    if not seat.admitted:
        refuse("site.not_connected", _("Điểm cầu {site} hiện không kết nối."), site=seat.name)
    return () if seat.sharing_allowed else (e.SharingAllowed(seat.site),)


def withdraw_sharing(state: Session, command: c.WithdrawSharing, act: Act) -> Events:
    seat = seat_of(state, command.site)
    if not seat.sharing_allowed:
        return ()
    alone = Picture(Layout.ONE, (seat.site,))
    events: Events = (e.SharingWithdrawn(seat.site),)
    if _shows_share(state.preview, seat.site):
        events += (e.PreviewSet(alone),)
    if _shows_share(state.program, seat.site):
        events += (e.PictureTaken(alone),)
    return events


def _shows_share(picture: Picture, site: str) -> bool:
    return picture.layout is Layout.SHARED and site in picture.sites


def report_fault(state: Session, command: c.ReportFault, act: Act) -> Events:
    """Articles 6.2, 7.2: to the centre. A late entry keeps the time it happened; nothing happens in the
    future."""
    seat = seat_of(state, command.site)
    kind = with_reason(command.fault_kind, "fault.no_kind", _("Xin chọn loại sự cố."))
    happened = min(command.happened_at or act.now, act.now)
    fault = e.FaultReported(seat.site, kind, command.words, command.channel.value, happened)
    return (fault, *alarm(state, act, "fault", seat.site, command.words or kind))
