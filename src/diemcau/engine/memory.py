"""The engine's twin in memory: same promises, no media. For tests and for trying the pages."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from diemcau.conference.plan import Rights, Source
from diemcau.engine.port import EngineError, EngineEvent, Participant, Ticket, TicketClaims
from diemcau.engine.signed import Seal, read_ticket, read_webhook, sign_body


class MemoryEngine:
    """`down`: the engine is away; every call fails as it would with a dead server."""

    def __init__(self, key: str = "memory", secret: str = "") -> None:
        self._seal = Seal(key, secret or secrets.token_hex(32))
        self._rooms: dict[str, dict[str, Participant]] = {}
        self.down = False

    # --- MediaEngine
    async def open_room(self, room: str) -> None:
        self._answer().setdefault(room, {})

    async def close_room(self, room: str) -> None:
        self._answer().pop(room, None)

    async def rooms(self) -> frozenset[str]:
        return frozenset(self._answer())

    async def participants(self, room: str) -> Mapping[str, Participant]:
        return dict(self._answer().get(room, {}))

    async def set_rights(self, room: str, identity: str, rights: Rights) -> None:
        here = self._answer().get(room, {})
        if (there := here.get(identity)) is not None:
            here[identity] = Participant(identity, rights, there.publishing & rights.publish)

    async def remove(self, room: str, identity: str) -> None:
        self._answer().get(room, {}).pop(identity, None)

    def ticket(self, room: str, identity: str, name: str, rights: Rights, ttl: timedelta) -> Ticket:
        grant = {"roomJoin": True, "room": room, "publish": sorted(rights.publish)}
        claims = {"sub": identity, "name": name, "jti": uuid.uuid4().hex, "video": grant}
        return Ticket(room, identity, self._seal.sign(claims, ttl), datetime.now(UTC) + ttl)

    def read_ticket(self, token: str) -> TicketClaims:
        return read_ticket(self._seal, token)

    def read_webhook(self, body: bytes, authorization: str) -> EngineEvent:
        return read_webhook(self._seal, body, authorization)

    @property
    def address(self) -> str:
        return "ws://127.0.0.1:9"  # the discard port: nobody listens there

    async def close(self) -> None:
        self._rooms.clear()

    # --- what participants and the server do by themselves
    def join(self, token: str) -> Participant:
        """As a client with this ticket; the same identity again throws the first one out."""
        claims = self.read_ticket(token)
        room = self._answer().get(claims.room)
        if room is None:
            raise EngineError("no such room")
        publish = self._seal.read(token)["video"].get("publish", [])
        room[claims.identity] = Participant(claims.identity, Rights(frozenset(map(Source, publish))))
        return room[claims.identity]

    def publish(self, room: str, identity: str, source: Source) -> None:
        there = self._answer().get(room, {}).get(identity)
        if there is None or source not in there.rights.publish:
            raise EngineError("may not publish")
        self._rooms[room][identity] = msgspec.structs.replace(there, publishing=there.publishing | {source})

    def unpublish(self, room: str, identity: str, source: Source) -> None:
        there = self._rooms[room][identity]
        self._rooms[room][identity] = msgspec.structs.replace(there, publishing=there.publishing - {source})

    def leave(self, room: str, identity: str) -> None:
        self._rooms.get(room, {}).pop(identity, None)

    def forget(self) -> None:
        """A restarted server knows no rooms."""
        self._rooms.clear()

    def webhook(self, kind: str, room: str, identity: str = "") -> tuple[bytes, str]:
        """Body and Authorization of a message as the server would send it."""
        said = {"event": kind, "id": f"EV_{uuid.uuid4().hex}", "room": {"name": room}}
        body = msgspec.json.encode({**said, "participant": {"identity": identity}} if identity else said)
        return body, sign_body(self._seal, body)

    def _answer(self) -> dict[str, dict[str, Participant]]:
        if self.down:
            raise EngineError("away")
        return self._rooms
