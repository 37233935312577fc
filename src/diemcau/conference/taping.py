"""Whether a session is recorded, and what became of it. The notice stands before anything is written."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.alarms import alarm
from diemcau.conference.refusal import Act, Events, refuse, seat_of, with_reason
from diemcau.conference.session import Phase, Session, SessionKind

ALL_IS_KEPT = "3"


def _(words: str) -> str:
    return words


RECORDED = _("Phiên họp đang được ghi hình.")
"""Participants are told that the session is recorded: Law 91/2025/QH15, Article 32."""

RECORDER_STOPPED = _("Ghi hình gián đoạn; hội nghị vẫn tiếp tục, hệ thống đang tự ghi lại.")
NO_REASON = _("chưa rõ nguyên nhân")
DISK_LOW = _("Ổ đĩa lưu bản ghi hình sắp đầy; xin báo quản trị viên.")
DISK_FULL = _("Ổ đĩa lưu bản ghi hình đã đầy; ghi hình tự tiếp tục khi có chỗ trống.")


def wanted(state: Session) -> bool:
    """An official session from its opening by the chair on, a test session on request; an operator's word
    counts more, a decision not to record most."""
    if not state.running or state.tape.declined:
        return False
    if state.tape.asked is not None:
        return state.tape.asked
    return state.kind is SessionKind.OFFICIAL and state.phase is not Phase.OPEN


def due(state: Session) -> bool:
    """A recorder should be writing now."""
    return wanted(state) and state.phase is not Phase.PAUSED


def expected(state: Session) -> bool:
    """A recorder should stand ready: it is due, or will be when the chair opens or goes on."""
    if state.tape.declined or not state.running:
        return False
    return state.kind is SessionKind.OFFICIAL if state.tape.asked is None else state.tape.asked


def unfinished(state: Session) -> bool:
    """The session is over, and its recording is neither a file yet nor discarded."""
    return (
        state.phase is Phase.ENDED and state.tape.begun and not (state.tape.finished or state.tape.discarded)
    )


def to_be_discarded(state: Session) -> bool:
    """Of a test session whose sites were all accepted: it has served."""
    seen = [seat for seat in state.seats.values() if seat.epoch]
    accepted = all(seat.verdict and seat.verdict.accepted for seat in seen)
    return state.kind is SessionKind.TEST and bool(seen) and accepted


# --- operators and screens
def start(state: Session, command: c.StartRecording, act: Act) -> Events:
    if state.tape.declined:
        refuse(
            "recording.declined",
            _("Hội nghị này không ghi hình: {reason}"),
            ALL_IS_KEPT,
            reason=state.tape.declined,
        )
    return () if wanted(state) else (e.RecordingAsked(),)


def stop(state: Session, command: c.StopRecording, act: Act) -> Events:
    if not (wanted(state) or state.recording):
        return ()
    reason = command.reason.strip()
    if state.kind is SessionKind.OFFICIAL:
        says = _("Xin ghi lý do dừng ghi hình phiên chính thức.")
        reason = with_reason(reason, "recording.no_reason", says, ALL_IS_KEPT)
    return (e.RecordingStopped(reason),)


def confirm_notice(state: Session, command: c.ConfirmNotice, act: Act) -> Events:
    seat = seat_of(state, command.site)
    known = state.tape.displays if command.display else state.tape.shown
    if not state.recording or not seat.admitted or seat.site in known:
        return ()
    return (e.RecordingNoticeShown(seat.site, command.display),)


def stopped_with_session(state: Session) -> Events:
    return (e.RecordingStopped(),) if state.recording else ()


# --- the machine
def see_recording(state: Session, command: c.SeeRecording, act: Act) -> Events:
    if not command.running:
        return _failed(state, command, act)
    if state.recording or not due(state):
        return ()
    return (e.RecordingNotice(RECORDED), e.RecordingStarted(command.profile, command.recorder))


def _failed(state: Session, command: c.SeeRecording, act: Act) -> Events:
    """Told once; the conference goes on."""
    reason = command.reason.strip() or NO_REASON
    concerned = due(state) or unfinished(state)
    if not concerned or (state.tape.fault, state.tape.full) == (reason, command.full):
        return ()
    says = DISK_FULL if command.full else RECORDER_STOPPED
    return (e.RecordingFailed(reason, command.full), *alarm(state, act, "recording", None, says))


def see_gap(state: Session, command: c.SeeRecordingGap, act: Act) -> Events:
    if not state.tape.begun or state.tape.finished or command.until <= command.since:
        return ()
    return (e.RecordingGap(command.since, command.until, command.reason, command.recorder),)


def see_finished(state: Session, command: c.SeeRecordingFinished, act: Act) -> Events:
    if not unfinished(state):
        return ()
    return (
        e.RecordingFinished(
            command.seconds, command.size, command.sha256, command.manifest_sha256, command.segments
        ),
    )


def see_discarded(state: Session, command: c.SeeRecordingDiscarded, act: Act) -> Events:
    """Nothing of an official session is ever discarded here."""
    if not unfinished(state) or state.kind is not SessionKind.TEST:
        return ()
    return (e.RecordingDiscarded(command.reason),)


def see_not_recorded(state: Session, command: c.SeeNotRecorded, act: Act) -> Events:
    """Article 3. What has begun to be recorded is not declined any more: an operator stops it."""
    fresh = not (state.tape.begun or state.tape.declined or state.tape.asked)
    official = state.kind is SessionKind.OFFICIAL
    return (e.RecordingDeclined(command.reason),) if fresh and official and command.reason.strip() else ()


def see_disk_low(state: Session, command: c.SeeDiskLow, act: Act) -> Events:
    return alarm(state, act, "recording", None, DISK_LOW)
