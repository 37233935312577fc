"""What happened -> the state after it. One step for each kind of event; `evolve` knows no rule."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce

from msgspec.structs import replace

from diemcau.conference import events as e
from diemcau.conference import floor_steps, site_steps, taping_steps
from diemcau.conference.events import Recorded
from diemcau.conference.floor_steps import later
from diemcau.conference.session import Note, Phase, Playing, Session
from diemcau.conference.steps import Changes, Steps, seat

NOTES_IN_STATE = 200  # older ones are in the stream only


HOLDER_ACTS: dict[type[e.Event], str] = {
    e.FloorGranted: "token_floor_at",
    e.FloorReleased: "token_floor_at",
    e.FloorRevoked: "token_floor_at",
    e.PictureTaken: "token_picture_at",
    e.ItemStarted: "token_picture_at",
}
"""The acts in which the token holder's word stands for a moment (see `decide.TOKEN_HOLDS`)."""


def evolve(state: Session, recorded: Recorded) -> Session:
    kind = type(recorded.event)
    changes = STEPS[kind](state, recorded.event, recorded.at)
    if state.token is not None and recorded.by.id == state.token.id and kind in HOLDER_ACTS:
        changes = {**changes, HOLDER_ACTS[kind]: recorded.at}
    if kind is e.SessionEnded:
        changes = {**changes, "ended_by": recorded.by}
    return replace(state, seq=recorded.seq, **changes)


def fold(events: Iterable[Recorded], start: Session | None = None) -> Session:
    return reduce(evolve, events, start or Session())


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
        "floor": later(state.floor, pause),
    }


def _ended(state: Session, event: e.SessionEnded, at: datetime) -> Changes:
    return {"phase": Phase.ENDED, "ended_at": at, "token": None, "clip": None}


def _token_taken(state: Session, event: e.TokenTaken, at: datetime) -> Changes:
    return {"token": event.holder, "token_floor_at": None, "token_picture_at": None}


def _token_returned(state: Session, event: e.TokenReturned, at: datetime) -> Changes:
    return {"token": None, "token_floor_at": None, "token_picture_at": None}


# --- picture and script
def _previewed(state: Session, event: e.PreviewSet, at: datetime) -> Changes:
    return {"preview": event.picture}


def _taken(state: Session, event: e.PictureTaken, at: datetime) -> Changes:
    return {"program": event.picture, "program_version": state.program_version + 1}


def _script_changed(state: Session, event: e.ScriptChanged, at: datetime) -> Changes:
    return {"script": event.script}


def _script_seen(state: Session, event: e.ScriptSeen, at: datetime) -> Changes:
    return seat(state, event.site, script_seen=event.version)


def _item_started(state: Session, event: e.ItemStarted, at: datetime) -> Changes:
    done = state.done if state.item is None or state.item in state.done else (*state.done, state.item)
    return {"item": event.item, "item_since": at, "done": tuple(item for item in done if item != event.item)}


# --- a file that plays
def _clip_started(state: Session, event: e.ClipStarted, at: datetime) -> Changes:
    return {"clip": Playing(event.site, event.item, event.title, event.seconds, event.at, at)}


def _clip_paused(state: Session, event: e.ClipPaused, at: datetime) -> Changes:
    return {"clip": replace(state.clip, at=event.at, since=at, running=False) if state.clip else None}


def _clip_stopped(state: Session, event: e.ClipStopped, at: datetime) -> Changes:
    return {"clip": None}


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
def _engine_lost(state: Session, event: e.EngineLost, at: datetime) -> Changes:
    return {"engine_up": False, "engine_since": at}


def _engine_back(state: Session, event: e.EngineBack, at: datetime) -> Changes:
    return {"engine_up": True, "engine_since": at}


STEPS: Steps = {
    **site_steps.STEPS,
    **floor_steps.STEPS,
    **taping_steps.STEPS,
    e.SessionPlanned: _planned,
    e.SessionOpened: _opened,
    e.SessionWentLive: _went_live,
    e.SessionPaused: _paused,
    e.SessionResumed: _resumed,
    e.SessionEnded: _ended,
    e.TokenTaken: _token_taken,
    e.TokenReturned: _token_returned,
    e.PreviewSet: _previewed,
    e.PictureTaken: _taken,
    e.ScriptChanged: _script_changed,
    e.ScriptSeen: _script_seen,
    e.ItemStarted: _item_started,
    e.ClipStarted: _clip_started,
    e.ClipPaused: _clip_paused,
    e.ClipStopped: _clip_stopped,
    e.NoteSent: _note_sent,
    e.NoteAcknowledged: _note_acknowledged,
    e.TalkbackStarted: _talkback_started,
    e.TalkbackEnded: _talkback_ended,
    e.AlarmRaised: _alarm_raised,
    e.AlarmSeen: _alarm_seen,
    e.EngineLost: _engine_lost,
    e.EngineBack: _engine_back,
}
