"""What nobody may overlook: raised once, on top until an operator has seen it."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.refusal import Act, Events
from diemcau.conference.session import Alarm, Session


def alarm(state: Session, act: Act, kind: str, site: str | None, text: str = "", nth: int = 0) -> Events:
    """None while the same one still stands unseen. `nth`: tells several alarms of one order apart."""
    if any((other.kind, other.site, other.text) == (kind, site, text) for other in state.alarms):
        return ()
    return (e.AlarmRaised(Alarm(f"{act.id}-a{nth}", act.now, kind, site, text)),)


def see_alarm(state: Session, command: c.SeeAlarm, act: Act) -> Events:
    standing = any(alarm.id == command.alarm for alarm in state.alarms)
    return (e.AlarmSeen(command.alarm),) if standing else ()
