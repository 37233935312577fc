"""What nobody may overlook: raised once, on top until an operator has seen it."""

from datetime import datetime, timedelta

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.refusal import Act, Events
from diemcau.conference.session import Alarm, Phase, Session


def alarm(state: Session, act: Act, kind: str, site: str | None, text: str = "", nth: int = 0) -> Events:
    """None while the same one still stands unseen, and none after the end: nobody is called to a session that
    is over. `nth`: tells several alarms of one order apart."""
    if state.phase is Phase.ENDED:
        return ()
    if any((other.kind, other.site, other.text) == (kind, site, text) for other in state.alarms):
        return ()
    return (e.AlarmRaised(Alarm(f"{act.id}-a{nth}", act.now, kind, site, text)),)


ONE_CAUSE = timedelta(seconds=5)


def explained(state: Session, now: datetime) -> Events:
    """The engine is away: the lines whose media went a moment before went with it, and its own alarm stands
    for all of them. Their pages notice it sooner than who asks the engine."""
    return tuple(
        e.AlarmSeen(alarm.id)
        for alarm in state.alarms
        if alarm.kind == "lost" and now - alarm.at <= ONE_CAUSE and not _media_up(state, alarm)
    )


SETTLES = timedelta(seconds=30)


def settled(state: Session, site: str) -> Events:
    """A line that was lost just after the engine's return is back: nothing but the engine was wrong."""
    since = state.engine_since
    return tuple(
        e.AlarmSeen(alarm.id)
        for alarm in state.alarms
        if (alarm.kind, alarm.site) == ("lost", site)
        and since is not None
        and since <= alarm.at <= since + SETTLES
    )


def _media_up(state: Session, alarm: Alarm) -> bool:
    seat = state.seats.get(alarm.site or "")
    return seat is not None and seat.media_up


def see_alarm(state: Session, command: c.SeeAlarm, act: Act) -> Events:
    standing = any(alarm.id == command.alarm for alarm in state.alarms)
    return (e.AlarmSeen(command.alarm),) if standing else ()
