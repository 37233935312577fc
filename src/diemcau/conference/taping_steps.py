"""What happened to the recording -> the state after it."""

from datetime import datetime

from msgspec.structs import replace

from diemcau.conference import events as e
from diemcau.conference.session import Session
from diemcau.conference.steps import Changes, Steps, nothing


def _tape(state: Session, **changes: object) -> Changes:
    return {"tape": replace(state.tape, **changes)}


def _asked(state: Session, event: e.RecordingAsked, at: datetime) -> Changes:
    return _tape(state, asked=True)


def _notice(state: Session, event: e.RecordingNotice, at: datetime) -> Changes:
    return _tape(state, notice=event.words, shown=frozenset(), displays=frozenset())


def _notice_shown(state: Session, event: e.RecordingNoticeShown, at: datetime) -> Changes:
    if event.display:
        return _tape(state, displays=state.tape.displays | {event.site})
    return _tape(state, shown=state.tape.shown | {event.site})


def _started(state: Session, event: e.RecordingStarted, at: datetime) -> Changes:
    tape = _tape(
        state,
        begun=True,
        recorder=event.recorder,
        profile=event.profile,
        fault="",
        fault_since=None,
        full=False,
    )
    return {**tape, "recording": True, "recording_since": at}


def _failed(state: Session, event: e.RecordingFailed, at: datetime) -> Changes:
    since = state.tape.fault_since or at
    return _tape(state, fault=event.reason, fault_since=since, full=event.full)


def _gap(state: Session, event: e.RecordingGap, at: datetime) -> Changes:
    recorder = event.recorder or state.tape.recorder
    return _tape(state, recorder=recorder, fault="", fault_since=None, full=False)


def _stopped(state: Session, event: e.RecordingStopped, at: datetime) -> Changes:
    tape = _tape(state, asked=False, notice="", fault="", fault_since=None, full=False)
    return {**tape, "recording": False, "recording_since": None}


def _finished(state: Session, event: e.RecordingFinished, at: datetime) -> Changes:
    return _tape(state, finished=True, empty=not event.size, fault="", fault_since=None, full=False)


def _discarded(state: Session, event: e.RecordingDiscarded, at: datetime) -> Changes:
    return _tape(state, discarded=True)


def _declined(state: Session, event: e.RecordingDeclined, at: datetime) -> Changes:
    return _tape(state, declined=event.reason)


STEPS: Steps = {
    e.RecordingAsked: _asked,
    e.RecordingNotice: _notice,
    e.RecordingNoticeShown: _notice_shown,
    e.RecordingStarted: _started,
    e.RecordingPaused: nothing,
    e.RecordingResumed: nothing,
    e.RecordingFailed: _failed,
    e.RecordingGap: _gap,
    e.RecordingStopped: _stopped,
    e.RecordingFinished: _finished,
    e.RecordingDiscarded: _discarded,
    e.RecordingDeclined: _declined,
}
