"""What happened, as one sentence for the log: of the board now, of the log book later."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from diemcau.conference import events as e
from diemcau.conference.events import Recorded
from diemcau.conference.picture import Layout
from diemcau.conference.session import Channel, Grade, Request, Session
from diemcau.regulation.powers import Role


def _(words: str) -> str:
    return words


class Line(msgspec.Struct, frozen=True):
    """`template` is Vietnamese with {names} for `values`; names and words said stand in `values`, unmarked.

    `role` tells what the machine saw from what a person did.
    """

    seq: int
    at: datetime
    by: str
    kind: str
    template: str
    values: dict[str, str]
    site: str | None
    role: Role
    on_word: bool = False

    def sentence(self) -> str:
        return self.template.format_map(self.values)


Told = tuple[str, dict[str, str]]

GRADES: dict[Grade, str] = {
    Grade.GOOD: _("Đường truyền của {site}: tốt"),
    Grade.FAIR: _("Đường truyền của {site}: đạt"),
    Grade.POOR: _("Đường truyền của {site}: kém"),
    Grade.BAD: _("Đường truyền của {site}: rất kém"),
    Grade.NO_DATA: _("Đường truyền của {site}: chưa có số liệu"),
}

LOST = {
    "line": _("{site} mất điều khiển"),
    "media": _("{site} mất hình và tiếng"),
    "both": _("{site} mất kết nối"),
}

LAYOUTS: dict[Layout, str] = {
    Layout.HOLDING: _("Đưa hình chờ lên màn hình"),
    Layout.ONE: _("Đưa lên hình: {sites}"),
    Layout.CHAIR_SPEAKER: _("Đưa lên hình chủ tọa và người phát biểu: {sites}"),
    Layout.TWO: _("Đưa lên hình hai điểm cầu: {sites}"),
    Layout.FOUR: _("Đưa lên hình bốn ô: {sites}"),
    Layout.MOSAIC: _("Đưa lên hình nhiều ô: {sites}"),
    Layout.SHARED: _("Đưa lên hình màn hình chia sẻ của {sites}"),
}

FAULTS: dict[str, str] = {
    "line": _("{site} báo sự cố đường truyền{because}"),
    "power": _("{site} báo sự cố nguồn điện{because}"),
    "device": _("{site} báo sự cố thiết bị{because}"),
    "picture": _("{site} báo sự cố hình ảnh{because}"),
    "sound": _("{site} báo sự cố âm thanh{because}"),
    "light": _("{site} báo sự cố ánh sáng{because}"),
    "other": _("{site} báo sự cố{because}"),
    "physical": _("{site} báo sự cố do va chạm, tác động cơ học{because}"),
}

CHANNELS: dict[Channel, str] = {
    Channel.SYSTEM: _("{site} đăng ký phát biểu: {speaker}"),
    Channel.PHONE: _("{site} đăng ký phát biểu qua điện thoại ({caller} gọi): {speaker}"),
    Channel.PAPER: _("{site} đăng ký phát biểu bằng văn bản: {speaker}"),
}

SENTENCES: dict[type[e.Event], str] = {
    e.SessionPlanned: _("Lập phiên “{title}”"),
    e.SessionOpened: _("Mở phiên, các điểm cầu bắt đầu kết nối"),
    e.SessionWentLive: _("Khai mạc"),
    e.SessionPaused: _("Tạm dừng phiên{because}"),
    e.SessionResumed: _("Tiếp tục phiên"),
    e.SessionEnded: _("Bế mạc"),
    e.TokenTaken: _("{holder} giữ quyền chủ tọa"),
    e.TokenReturned: _("Trả quyền chủ tọa"),
    e.SeatAdded: _("Thêm điểm cầu {site} vào phiên"),
    e.DutyAssigned: _("{site}: {technician} trực kỹ thuật"),
    e.SiteWaiting: _("{site} vào phòng chờ"),
    e.SiteAdmitted: _("Kết nối {site}"),
    e.SiteRefused: _("Chưa cho {site} kết nối{because}"),
    e.SiteDropped: _("Ngắt kết nối {site}{because}"),
    e.SiteLeft: _("{site} rời phiên{because}"),
    e.SiteAbsent: _("{site} vắng mặt{because}"),
    e.SiteCalledAgain: _("Gọi lại {site}"),
    e.DeviceTakenOver: _("{site} chuyển sang thiết bị khác"),
    e.SiteBack: _("{site} đã kết nối lại sau {seconds} giây"),
    e.SharingAllowed: _("Cho phép {site} chia sẻ màn hình"),
    e.SharingWithdrawn: _("Thôi cho {site} chia sẻ màn hình"),
    e.RollCallStarted: _("Bắt đầu điểm danh"),
    e.FloorAccepted: _("Nhận đăng ký phát biểu của {who}, thứ tự {position}"),
    e.FloorDenied: _("Từ chối đăng ký phát biểu của {who}{because}"),
    e.FloorCancelled: _("{site} rút đăng ký phát biểu của {speaker}{because}"),
    e.FloorReordered: _("Chuyển {who} sang thứ tự {position}"),
    e.FloorSkipped: _("Bỏ qua lượt của {who}{because}"),
    e.FloorGranted: _("Mời {who} phát biểu"),
    e.FloorExtended: _("Cho {who} thêm {minutes} phút"),
    e.FloorRevoked: _("Ngắt lời phát biểu của {who}{because}"),
    e.FloorProposed: _("Đề nghị mời tiếp theo: {who}"),
    e.MicrophonesClosed: _("Tắt tất cả micro, trừ chủ tọa"),
    e.MicrophonesReleased: _("Mở lại quyền phát biểu"),
    e.ScriptChanged: _("Kịch bản có bản mới: bản số {version}"),
    e.ScriptSeen: _("{site} xác nhận đã xem kịch bản bản số {version}"),
    e.ItemStarted: _("Chuyển sang mục: {item}"),
    e.ClipPaused: _("Tạm dừng tệp “{title}”"),
    e.NoteAcknowledged: _("{site} xác nhận đã nhận tin"),
    e.TalkbackStarted: _("Đàm thoại kỹ thuật với {site}"),
    e.TalkbackEnded: _("Kết thúc đàm thoại với {site}"),
    e.RecordingAsked: _("Yêu cầu ghi hình"),
    e.RecordingNotice: _("Thông báo trên mọi màn hình: {words}"),
    e.RecordingStarted: _("Bắt đầu ghi hình, đã thông báo cho các điểm cầu"),
    e.RecordingPaused: _("Tạm dừng ghi hình cùng phiên"),
    e.RecordingResumed: _("Tiếp tục ghi hình"),
    e.RecordingFailed: _("Ghi hình gián đoạn{because}"),
    e.RecordingGap: _("Bản ghi hình thiếu {seconds} giây{because}"),
    e.RecordingStopped: _("Dừng ghi hình{because}"),
    e.RecordingDiscarded: _("Hủy bản ghi hình phiên thử{because}"),
    e.RecordingDeclined: _("Không ghi hình{because}"),
    e.EngineLost: _("Máy chủ hình và tiếng mất liên lạc"),
    e.EngineBack: _("Máy chủ hình và tiếng hoạt động lại"),
}
"""Every event with one sentence. `because`: ": <reason>" or nothing."""

SILENT = frozenset(
    {
        e.LineUp,
        e.LineDown,
        e.MediaUp,
        e.MediaDown,
        e.DevicesChanged,
        e.PreviewSet,
        e.AlarmRaised,
        e.AlarmSeen,
        e.ReferenceKnown,
        e.RecordingNoticeShown,
    }
)
"""Not worth a line: what matters of them has its own event."""


def narrate(before: Session, recorded: Recorded) -> Line | None:
    event = recorded.event
    if type(event) in SILENT or _ordinary(before, event) or _out_of_turn(before, recorded):
        return None
    template, values = _told(before, event)
    return Line(
        seq=recorded.seq,
        at=recorded.at,
        by=recorded.by.name,
        kind=str(type(event).__struct_config__.tag),
        template=template,
        values=values,
        site=_site(before, event),
        role=recorded.by.role,
        on_word=recorded.on_word,
    )


UNFIT = frozenset({Grade.POOR, Grade.BAD})


def on_board(before: Session, recorded: Recorded) -> Line | None:
    """The board's log: a line that stays fit for use shows on its tile, the log keeps room for what needs
    somebody."""
    return None if _everyday(before, recorded.event) else narrate(before, recorded)


def _everyday(before: Session, event: Any) -> bool:
    if not isinstance(event, e.GradeChanged):
        return False
    seat = before.seat(event.site)
    return not {event.grade, seat.grade if seat else Grade.NO_DATA} & UNFIT


def _ordinary(before: Session, event: Any) -> bool:
    """A line that is measured for the first time and is fine: nothing anybody need read, at thirty sites."""
    if not isinstance(event, e.GradeChanged) or event.grade not in (Grade.GOOD, Grade.FAIR):
        return False
    seat = before.seat(event.site)
    return seat is not None and seat.grade is Grade.NO_DATA


def _out_of_turn(before: Session, recorded: Recorded) -> bool:
    """Written so that the record is complete: no site asked, and the next line says who has the floor."""
    event = recorded.event
    if not isinstance(event, e.FloorRequested) or recorded.by.role is Role.SITE_TECHNICIAN:
        return False
    return event.request.speaker.name == _name(before, event.request.site)


def _told(before: Session, event: Any) -> Told:
    tell = VARIED.get(type(event))
    if tell is None:
        return SENTENCES[type(event)], _values(before, event)
    template, more = tell(before, event)
    return template, {**_values(before, event), **more}


def _site(before: Session, event: Any) -> str | None:
    """The site that the line is about."""
    if isinstance(event, e.NoteSent):
        return event.note.sender or event.note.to
    if isinstance(event, e.SeatAdded):
        return event.seat.site
    if isinstance(event, e.FloorRequested):
        return event.request.site
    request = before.floor.requests.get(getattr(event, "request", ""))
    return request.site if request else getattr(event, "site", None)


def _name(before: Session, site: str) -> str:
    seat = before.seats.get(site)
    return seat.name if seat else site


def _values(before: Session, event: Any) -> dict[str, str]:
    values = {}
    site = _site(before, event)
    if site is not None:
        values["site"] = _name(before, site)
    request = before.floor.requests.get(str(getattr(event, "request", "")))
    if request is not None:
        values["speaker"] = request.speaker.name
        values["who"] = _who(before, request)
    values["because"] = _because(str(getattr(event, "reason", "") or getattr(event, "words", "")))
    return {**values, **_own(before, event)}


def _who(before: Session, request: Request) -> str:
    """Whom the floor was given without a name is called by the site, once."""
    site = _name(before, request.site)
    return site if request.speaker.name == site else f"{request.speaker.name} ({site})"


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""


def _own(before: Session, event: Any) -> dict[str, str]:
    """What only one kind of event carries."""
    match event:
        case e.SessionPlanned():
            return {"title": event.title}
        case e.TokenTaken():
            return {"holder": event.holder.name}
        case e.DutyAssigned():
            return {"technician": event.technician}
        case e.SeatAdded():
            return {"site": event.seat.name}
        case e.SiteBack():
            return {"seconds": str(round(event.seconds))}
        case e.FloorAccepted() | e.FloorReordered():
            return {"position": str(event.position)}
        case e.FloorExtended():
            return {"minutes": str(event.minutes)}
        case e.ScriptChanged():
            return {"version": str(event.script.version)}
        case e.ScriptSeen():
            return {"version": str(event.version)}
        case e.ClipStarted():
            return {"title": event.title}
        case e.ClipPaused() | e.ClipStopped():
            return {"title": before.clip.title if before.clip else ""}
        case e.RecordingNotice():
            return {"words": event.words}
        case e.RecordingGap():
            return {"seconds": str(round((event.until - event.since).total_seconds()))}
        case e.RecordingFinished():
            return {"minutes": str(round(event.seconds / 60)), "hash": event.sha256[:12]}
        case e.ItemStarted():
            item = before.script.item(event.item)
            return {"item": item.title if item else event.item}
    return {}


# --- events with more than one sentence
def _lost(before: Session, event: e.SiteLost) -> Told:
    return LOST[event.what], {}


def _graded(before: Session, event: e.GradeChanged) -> Told:
    return GRADES[event.grade], {}


def _checked(before: Session, event: e.CheckDone) -> Told:
    remark = {"because": _because(event.check.remark)}
    passed = _("{site} đã tự kiểm tra: đạt{because}")
    return (passed if event.check.passed else _("{site} đã tự kiểm tra: chưa đạt{because}")), remark


def _judged(before: Session, event: e.SiteJudged) -> Told:
    because = {"because": _because(event.verdict.reason)}
    accepted = _("Phiên thử: chấp nhận {site}{because}")
    return (accepted if event.verdict.accepted else _("Phiên thử: chưa chấp nhận {site}{because}")), because


def _fault(before: Session, event: e.FaultReported) -> Told:
    """A kind of its own is told in its own words."""
    other = _("{site} báo sự cố ({fault}){because}")
    return FAULTS.get(event.fault_kind, other), {"fault": event.fault_kind}


def _answered(before: Session, event: e.RollAnswered) -> Told:
    answer = event.readiness
    if answer.ready:
        return _("{site} sẵn sàng, {people} người dự"), {"people": str(answer.head_count)}
    return _("{site} chưa sẵn sàng{because}"), {"because": _because(answer.reason)}


def _voice_moved(before: Session, event: e.VoiceCheckMoved) -> Told:
    return (_("Kiểm tra hình, tiếng: {site}") if event.site else _("Kết thúc kiểm tra hình, tiếng")), {}


def _voice_marked(before: Session, event: e.VoiceMarked) -> Told:
    mark = event.mark
    template = {
        (True, True): _("{site}: hình rõ, tiếng rõ{because}"),
        (True, False): _("{site}: hình rõ, tiếng chưa rõ{because}"),
        (False, True): _("{site}: hình chưa rõ, tiếng rõ{because}"),
        (False, False): _("{site}: hình chưa rõ, tiếng chưa rõ{because}"),
    }[mark.picture_clear, mark.sound_clear]
    return template, {"because": _because(mark.remark)}


def _requested(before: Session, event: e.FloorRequested) -> Told:
    request = event.request
    return CHANNELS[request.channel], {"speaker": request.speaker.name, "caller": request.caller}


def _released(before: Session, event: e.FloorReleased) -> Told:
    if event.lost:
        return _("{who} mất kết nối, lượt phát biểu được chuyển"), {}
    return _("{who} phát biểu xong"), {}


def _taken(before: Session, event: e.PictureTaken) -> Told:
    picture = event.picture
    return LAYOUTS[picture.layout], {"sites": ", ".join(_name(before, site) for site in picture.sites)}


def _clip_started(before: Session, event: e.ClipStarted) -> Told:
    return (_("Phát tiếp tệp “{title}”") if event.at else _("Phát tệp “{title}” từ đầu")), {}


def _clip_stopped(before: Session, event: e.ClipStopped) -> Told:
    return (_("Đã phát hết tệp “{title}”") if event.ended else _("Dừng phát tệp “{title}”")), {}


def _recording_finished(before: Session, event: e.RecordingFinished) -> Told:
    whole = _("Bản ghi hình đã hoàn tất: {minutes} phút, mã kiểm tra {hash}")
    return (whole if event.size else _("Không có gì được ghi hình")), {}


def _note(before: Session, event: e.NoteSent) -> Told:
    note = event.note
    values = {"text": note.text}
    if note.sender is not None:
        return _("{site} nhắn trung tâm: {text}"), values
    if note.to is None:
        return (_("Chỉ dẫn chung: {text}") if note.instruction else _("Tin nhắn chung: {text}")), values
    return (_("Chỉ dẫn {site}: {text}") if note.instruction else _("Nhắn {site}: {text}")), values


VARIED: dict[type[e.Event], Callable[[Session, Any], Told]] = {
    e.SiteLost: _lost,
    e.GradeChanged: _graded,
    e.CheckDone: _checked,
    e.SiteJudged: _judged,
    e.FaultReported: _fault,
    e.RollAnswered: _answered,
    e.VoiceCheckMoved: _voice_moved,
    e.VoiceMarked: _voice_marked,
    e.FloorRequested: _requested,
    e.FloorReleased: _released,
    e.PictureTaken: _taken,
    e.ClipStarted: _clip_started,
    e.ClipStopped: _clip_stopped,
    e.NoteSent: _note,
    e.RecordingFinished: _recording_finished,
}
