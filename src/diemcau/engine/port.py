"""The media engine in our own words. One importer (engine.livekit), one twin in memory, one contract test."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from diemcau.conference.plan import Rights, Source


class EngineError(Exception):
    """The engine is away or refused. The database stays right; the conductor tries again."""


class TicketError(Exception):
    """A ticket that is forged, expired or not ours."""


class Ticket(msgspec.Struct, frozen=True):
    """What a client needs to enter one room as one identity. `token` is a secret: never log it."""

    room: str
    identity: str
    token: str
    expires_at: datetime


class TicketClaims(msgspec.Struct, frozen=True):
    room: str
    identity: str
    expires_at: datetime


class Participant(msgspec.Struct, frozen=True):
    identity: str
    rights: Rights
    publishing: frozenset[Source] = frozenset()


class EngineEvent(msgspec.Struct, frozen=True):
    """A webhook, verified. A hint only: idempotent by `id`, never the truth."""

    id: str
    kind: str  # "participant_joined", "participant_left", "track_published", "room_finished", ...
    room: str
    identity: str = ""


class MediaEngine(Protocol):
    async def open_room(self, room: str) -> None:
        """Create it; nothing happens when it exists."""

    async def close_room(self, room: str) -> None:
        """Remove everybody and the room; nothing happens when it does not exist."""

    async def rooms(self) -> frozenset[str]: ...

    async def participants(self, room: str) -> Mapping[str, Participant]:
        """By identity; empty when the room does not exist."""

    async def set_rights(self, room: str, identity: str, rights: Rights) -> None:
        """What it may publish from now on; what it may not any more is dropped at once. Gone: no error."""

    async def remove(self, room: str, identity: str) -> None:
        """Gone already: no error. Does not revoke a ticket: the gate does."""

    def ticket(self, room: str, identity: str, name: str, rights: Rights, ttl: timedelta) -> Ticket: ...

    def read_ticket(self, token: str) -> TicketClaims:
        """Raises TicketError."""

    def read_webhook(self, body: bytes, authorization: str) -> EngineEvent:
        """Raises TicketError when the signature or the hash is wrong."""

    @property
    def address(self) -> str:
        """Where the gate relays to: ws://127.0.0.1:port"""

    async def close(self) -> None: ...
