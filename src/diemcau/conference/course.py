"""The course of a session: opened, live, paused, ended; and who holds the chair token."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.floor import release_all
from diemcau.conference.refusal import Act, Events, refuse
from diemcau.conference.session import Session
from diemcau.conference.taping import stopped_with_session
from diemcau.regulation.powers import Role


def _(words: str) -> str:
    return words


def open_session(state: Session, command: c.OpenSession, act: Act) -> Events:
    return (e.SessionOpened(),)


def go_live(state: Session, command: c.GoLive, act: Act) -> Events:
    return (*_check_over(state), e.SessionWentLive())


def pause(state: Session, command: c.Pause, act: Act) -> Events:
    tape = (e.RecordingPaused(),) if state.recording else ()
    return (*_check_over(state), e.SessionPaused(command.reason), *tape)


def resume(state: Session, command: c.Resume, act: Act) -> Events:
    return (e.SessionResumed(), e.RecordingResumed()) if state.recording else (e.SessionResumed(),)


def end(state: Session, command: c.End, act: Act) -> Events:
    talk = (e.TalkbackEnded(state.talkback),) if state.talkback else ()
    return (
        *release_all(state),
        *_check_over(state),
        *talk,
        *stopped_with_session(state),
        e.SessionEnded(),
    )


def _check_over(state: Session) -> Events:
    return (e.VoiceCheckMoved(None),) if state.voice_at else ()


def take_token(state: Session, command: c.TakeToken, act: Act) -> Events:
    if state.token is not None and state.token.id == act.by.id:
        return ()
    if state.token is not None and act.by.role is not Role.CENTRAL_TECHNICIAN:
        refuse(
            "token.held",
            _("{holder} đang giữ quyền chủ tọa; chỉ điểm cầu trung tâm lấy lại được."),
            holder=state.token.name,
        )
    return (e.TokenTaken(act.by),)


def return_token(state: Session, command: c.ReturnToken, act: Act) -> Events:
    if state.token is None:
        return ()
    if state.token.id != act.by.id and act.by.role is not Role.CENTRAL_TECHNICIAN:
        refuse("token.not_yours", _("Quyền chủ tọa do {holder} giữ."), holder=state.token.name)
    return (e.TokenReturned(),)
