"""Roll call (each site answers) and voice check (the centre goes through the sites, one key each)."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.alarms import alarm
from diemcau.conference.picture import Layout, Picture
from diemcau.conference.refusal import Act, Events, connected, refuse, seat_of, with_reason
from diemcau.conference.session import Lane, Readiness, Seat, Session, SiteRole, VoiceMark


def _(words: str) -> str:
    return words


def answer_of(state: Session, seat: Seat) -> Readiness | None:
    """A site's answer to the roll call that counts: not one given before the latest call."""
    answer = seat.readiness
    if answer is None or (state.roll_call_at is not None and answer.at < state.roll_call_at):
        return None
    return answer


def start_roll_call(state: Session, command: c.StartRollCall, act: Act) -> Events:
    return (e.RollCallStarted(),)


def answer_roll(state: Session, command: c.AnswerRoll, act: Act) -> Events:
    seat = seat_of(state, command.site)
    if seat.lane is not Lane.WAITING and not seat.admitted:
        refuse("roll.not_here", _("Điểm cầu {site} chưa vào phiên nên chưa điểm danh được."), site=seat.name)
    reason = command.reason.strip()
    if not command.ready:
        reason = with_reason(reason, "roll.no_reason", _("Xin ghi lý do chưa sẵn sàng."))
    before = answer_of(state, seat)
    answer = Readiness(
        command.ready, before.at if before else act.now, reason, command.head_count, command.local_chair
    )
    if answer == before:
        return ()
    answered = e.RollAnswered(
        seat.site, Readiness(answer.ready, act.now, reason, answer.head_count, answer.local_chair)
    )
    return (answered,) if command.ready else (answered, *alarm(state, act, "not_ready", seat.site, reason))


def start_voice_check(state: Session, command: c.StartVoiceCheck, act: Act) -> Events:
    if state.all_closed:
        refuse("floor.all_closed", _("Tất cả micro đang bị tắt; xin mở lại quyền phát biểu trước."))
    if command.site is not None:
        return _stand_at(state, connected(state, command.site).site)
    site = _next_unmarked(state, after=0)
    if site is None:
        refuse("voice.nobody", _("Không còn điểm cầu nào đang kết nối mà chưa kiểm tra tiếng."))
    return _stand_at(state, site)


def mark_voice(state: Session, command: c.MarkVoice, act: Act) -> Events:
    seat = state.seats.get(state.voice_at or "")
    if seat is None:
        refuse("voice.not_running", _("Chưa bắt đầu kiểm tra tiếng."))
    mark = VoiceMark(command.picture_clear, command.sound_clear, act.now, command.remark)
    following = _next_unmarked(state, after=seat.number, besides=seat.site)
    moved = _stand_at(state, following) if following else (e.VoiceCheckMoved(None),)
    return (e.VoiceMarked(seat.site, mark), *moved)


def stop_voice_check(state: Session, command: c.StopVoiceCheck, act: Act) -> Events:
    return (e.VoiceCheckMoved(None),) if state.voice_at else ()


def _next_unmarked(state: Session, after: int, besides: str = "") -> str | None:
    """By number, from `after` on and round again. The central site asks and is not asked."""
    unmarked = [
        seat
        for seat in state.seats.values()
        if seat.lane is Lane.CONNECTED
        and seat.voice is None
        and seat.role is not SiteRole.CENTRAL
        and seat.site != besides
    ]
    return min(unmarked, key=lambda seat: (seat.number <= after, seat.number)).site if unmarked else None


def _stand_at(state: Session, site: str) -> Events:
    """Its microphone and its picture; who comes after it is prepared."""
    if state.voice_at == site:
        return ()
    picture = Picture(Layout.ONE, (site,))
    following = _next_unmarked(state, after=state.seats[site].number, besides=site)
    prepared = Picture(Layout.ONE, (following,)) if following else picture
    events: Events = (e.VoiceCheckMoved(site),)
    if state.program != picture:
        events += (e.PictureTaken(picture),)
    return events if state.preview == prepared else (*events, e.PreviewSet(prepared))
