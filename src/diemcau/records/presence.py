"""Who is on the line, as the web process that holds the lines knows it: in memory, no clock, no I/O.

`seen` compares with the state and says what the machine must state (as `MACHINE`): a word that could
not be written is said again, nothing is said twice that the stream knows already.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from diemcau.conference.commands import SeeDevices, SeeLine, SeeMedia
from diemcau.conference.session import Lane, Phase, Seat
from diemcau.conference.session import Session as State

SILENCE = timedelta(seconds=3)  # lost is shown within 4 s
GRACE_AT_START = timedelta(seconds=6)  # for the sites to come back to a process that was started again
MEDIA_RESUME = timedelta(seconds=4)  # signalling that is taken up again, a page that is opened anew: not lost
LOOK_EVERY = 0.5  # seconds between two calls of `seen`

Seen = SeeLine | SeeMedia | SeeDevices


class Media(msgspec.Struct, frozen=True):
    """What a site's page publishes now, as its beat says."""

    up: bool = False
    camera: bool = False
    microphone: bool = False
    sharing: bool = False


@dataclass(slots=True)
class Line:
    device: str
    beat: datetime
    media: Media | None = None
    without_media: datetime | None = None  # since when its page says so

    def take(self, media: Media | None, now: datetime) -> None:
        if media is None:
            return
        self.media = media
        self.without_media = None if media.up else self.without_media or now


class Elsewhere(Protocol):
    """What the other web processes hold."""

    def elsewhere(self, session: str, site: str) -> bool:
        """Perhaps a line of this site."""

    def devices(self, session: str, site: str) -> frozenset[str]:
        """The devices on their lines of this site, as far as it is known."""


class NowhereElse:
    """One process."""

    def elsewhere(self, session: str, site: str) -> bool:
        return False

    def devices(self, session: str, site: str) -> frozenset[str]:
        return frozenset()


class Presence:
    def __init__(self, others: Elsewhere | None = None) -> None:
        self._others = others or NowhereElse()
        self._sessions: dict[str, dict[str, dict[str, Line]]] = {}
        self._since: dict[str, datetime] = {}
        self._came: set[tuple[str, str]] = set()

    def opened(self, session: str, site: str, line: str, device: str, now: datetime) -> None:
        """`line`: an id of this socket; a page may be open twice."""
        self._since.setdefault(session, now)
        self._came.add((session, site))
        lines = self._sessions.setdefault(session, {}).setdefault(site, {})
        lines[line] = Line(device, now)

    def beat(self, session: str, site: str, line: str, now: datetime, media: Media | None = None) -> None:
        known = self._lines(session, site).get(line)
        if known is not None:
            known.beat = now
            known.take(media, now)

    def closed(self, session: str, site: str, line: str) -> None:
        self._lines(session, site).pop(line, None)

    def forget(self, session: str) -> None:
        """The session has ended."""
        self._sessions.pop(session, None)
        self._since.pop(session, None)
        self._came = {(of, site) for of, site in self._came if of != session}

    def on_line(self, now: datetime) -> Iterator[tuple[str, str, str]]:
        """(session, site, device) of every fresh line here."""
        for session, sites in self._sessions.items():
            for site in sites:
                for device in sorted(self._devices(session, site, now)):
                    yield session, site, device

    def seen(self, state: State, now: datetime) -> list[Seen]:
        """Every site of the session; to be asked every half second, and cheap."""
        self._since.setdefault(state.id, now)
        return [said for seat in state.seats.values() for said in self.seen_of(state, seat, now)]

    def seen_of(self, state: State, seat: Seat, now: datetime) -> Iterator[Seen]:
        """One site; to be asked at once when its line opens, closes or its media change."""
        line = self._counting(state.id, seat, now)
        if state.phase is Phase.ENDED:
            return
        if line is not None:
            if not seat.line_up:
                yield SeeLine(site=seat.site, up=True, device=line.device)
            yield from _media(seat, line, now)
        elif seat.line_up and not self._may_come_back(state.id, seat.site, now):
            yield SeeLine(site=seat.site, up=False, device=seat.device or None)

    def knocking(self, state: State, now: datetime) -> dict[str, tuple[str, ...]]:
        """Site -> the devices that wait before a slot which another device holds."""
        found = {seat.site: self._other_devices(state.id, seat, now) for seat in state.seats.values()}
        return {site: devices for site, devices in found.items() if devices}

    def _other_devices(self, session: str, seat: Seat, now: datetime) -> tuple[str, ...]:
        if not seat.admitted and seat.lane is not Lane.WAITING:
            return ()
        there = self._devices(session, seat.site, now) | self._others.devices(session, seat.site)
        return tuple(sorted(there - {seat.device}))

    def _devices(self, session: str, site: str, now: datetime) -> set[str]:
        lines = self._lines(session, site).values()
        return {line.device for line in lines if now - line.beat < SILENCE}

    def _lines(self, session: str, site: str) -> dict[str, Line]:
        return self._sessions.get(session, {}).get(site, {})

    def _counting(self, session: str, seat: Seat, now: datetime) -> Line | None:
        """The line that stands for the site: fresh, and of the device that holds its slot, if one does."""
        holds = seat.admitted or seat.lane is Lane.WAITING
        fresh = [
            line
            for line in self._lines(session, seat.site).values()
            if now - line.beat < SILENCE and (not holds or line.device == seat.device)
        ]
        return max(fresh, key=lambda line: line.beat, default=None)

    def _may_come_back(self, session: str, site: str, now: datetime) -> bool:
        started = (session, site) not in self._came and now - self._since[session] < GRACE_AT_START
        return started or self._others.elsewhere(session, site)


def _media(seat: Seat, line: Line, now: datetime) -> Iterator[Seen]:
    media = line.media
    if media is None or not seat.admitted or _may_resume(seat, line, now):
        return
    if media.up != seat.media_up:
        yield SeeMedia(site=seat.site, up=media.up, epoch=seat.epoch)
    said = (media.camera, media.microphone, media.sharing and seat.sharing_allowed)
    if said != (seat.camera_on, seat.microphone_on, seat.sharing):
        yield SeeDevices(seat.site, media.camera, media.microphone, media.sharing)


def _may_resume(seat: Seat, line: Line, now: datetime) -> bool:
    """Its media were there a moment ago: who comes back from a restart of web or engine was not lost."""
    return seat.media_up and line.without_media is not None and now - line.without_media < MEDIA_RESUME
