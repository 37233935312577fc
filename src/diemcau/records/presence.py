"""Who is on the line, as the web process that holds the lines knows it: in memory, no clock, no I/O.

Every method returns what the machine saw: commands for the caller to act on (as `MACHINE`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from diemcau.conference.commands import SeeDevices, SeeLine, SeeMedia
from diemcau.conference.session import Session as State

SILENCE = timedelta(seconds=3)  # shown lost within 4 s; the caller looks every half second
GRACE_AT_START = timedelta(seconds=6)  # for the sites to come back to a web process that was started again

Seen = SeeLine | SeeMedia | SeeDevices


class Media(msgspec.Struct, frozen=True):
    """What a site's page publishes now, as its beat says."""

    up: bool = False
    camera: bool = False
    microphone: bool = False
    sharing: bool = False


@dataclass(slots=True)
class Room:
    """One site of one session. `lines`: each open line (a page may be open twice) and its latest beat.

    `up`, `media`: what was last told; None: not known here, so the next word is told in any case.
    """

    lines: dict[str, datetime] = field(default_factory=dict)
    up: bool | None = None
    media: Media | None = None
    expected_until: datetime | None = None


class Presence:
    def __init__(self) -> None:
        self._rooms: dict[tuple[UUID, str], Room] = {}

    def opened(self, session: UUID, site: str, line: str, now: datetime) -> tuple[Seen, ...]:
        room = self._rooms.setdefault((session, site), Room())
        room.lines[line] = now
        return _told_up(room, site)

    def beat(
        self, session: UUID, site: str, line: str, now: datetime, media: Media | None = None
    ) -> tuple[Seen, ...]:
        """A beat on a line that was given up already brings it back."""
        room = self._rooms.setdefault((session, site), Room())
        room.lines[line] = now
        return *_told_up(room, site), *(_told_media(room, site, media) if media else ())

    def closed(self, session: UUID, site: str, line: str) -> tuple[Seen, ...]:
        room = self._rooms.get((session, site))
        if room is None or room.lines.pop(line, None) is None:
            return ()
        return _told_down(room, site)

    def adopt(self, state: State, now: datetime) -> None:
        """A session that this process begins to serve: its sites get a grace to come back to their lines."""
        session = UUID(state.id)
        for seat in state.seats.values():
            room = self._rooms.setdefault((session, seat.site), Room())
            if seat.line_up and not room.lines:
                room.up = True
                room.media = Media(seat.media_up, seat.camera_on, seat.microphone_on, seat.sharing)
                room.expected_until = now + GRACE_AT_START

    def due(self, now: datetime) -> list[tuple[UUID, Seen]]:
        """Lines without a beat for three seconds, and sites that did not come back after a start."""
        return [
            (session, seen)
            for (session, site), room in self._rooms.items()
            for seen in _late(room, site, now)
        ]

    def forget(self, session: UUID) -> None:
        """The session has ended."""
        self._rooms = {key: room for key, room in self._rooms.items() if key[0] != session}

    def on_line(self, session: UUID) -> frozenset[str]:
        return frozenset(site for (of, site), room in self._rooms.items() if of == session and room.lines)


def _told_up(room: Room, site: str) -> tuple[Seen, ...]:
    room.expected_until = None
    if room.up:
        return ()
    room.up = True
    return (SeeLine(site=site, up=True),)


def _told_down(room: Room, site: str) -> tuple[Seen, ...]:
    if room.lines or not room.up:
        return ()
    room.up, room.media = False, None
    return (SeeLine(site=site, up=False),)


def _told_media(room: Room, site: str, media: Media) -> Iterator[Seen]:
    before, room.media = room.media, media
    if before is None or before.up != media.up:
        yield SeeMedia(site=site, up=media.up)
    if before is None or msgspec.structs.replace(before, up=media.up) != media:
        yield SeeDevices(site, media.camera, media.microphone, media.sharing)


def _late(room: Room, site: str, now: datetime) -> tuple[Seen, ...]:
    for line in [line for line, beat in room.lines.items() if now - beat >= SILENCE]:
        del room.lines[line]
    if room.expected_until is not None and now < room.expected_until:
        return ()
    room.expected_until = None
    return _told_down(room, site)
