"""The session itself, words in it, the media engine."""

from datetime import datetime

from diemcau.conference.actors import Actor
from diemcau.conference.events.base import Event
from diemcau.conference.script import Script
from diemcau.conference.session import Alarm, Note, Seat, SessionKind


class SessionPlanned(Event, frozen=True, tag="session.planned"):
    session: str
    conference: str
    title: str
    session_kind: SessionKind
    planned_start: datetime
    seats: tuple[Seat, ...]
    script: Script


class SessionOpened(Event, frozen=True, tag="session.opened"):
    pass


class SessionWentLive(Event, frozen=True, tag="session.live"):
    pass


class SessionPaused(Event, frozen=True, tag="session.paused"):
    reason: str = ""


class SessionResumed(Event, frozen=True, tag="session.resumed"):
    pass


class SessionEnded(Event, frozen=True, tag="session.ended"):
    pass


class TokenTaken(Event, frozen=True, tag="token.taken"):
    holder: Actor


class TokenReturned(Event, frozen=True, tag="token.returned"):
    pass


class NoteSent(Event, frozen=True, tag="note.sent"):
    note: Note


class NoteAcknowledged(Event, frozen=True, tag="note.acknowledged"):
    note: str
    site: str


class TalkbackStarted(Event, frozen=True, tag="talkback.started"):
    site: str


class TalkbackEnded(Event, frozen=True, tag="talkback.ended"):
    site: str


class AlarmRaised(Event, frozen=True, tag="alarm.raised"):
    alarm: Alarm


class AlarmSeen(Event, frozen=True, tag="alarm.seen"):
    alarm: str


class EngineLost(Event, frozen=True, tag="engine.lost"):
    pass


class EngineBack(Event, frozen=True, tag="engine.back"):
    pass
