"""Signed by the key pair we share with the engine: tickets and the engine's own messages (JWT, HS256)."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import msgspec

from diemcau.engine.port import EngineEvent, TicketClaims, TicketError

MOST_BYTES = 64 * 1024


@dataclass(frozen=True)
class Seal:
    """The key pair. Not printable: `secret` must not reach a log."""

    key: str
    secret: str

    def __repr__(self) -> str:
        return f"Seal(key={self.key!r})"

    def sign(self, claims: Mapping[str, Any], ttl: timedelta) -> str:
        now = datetime.now(UTC)
        dated = {**claims, "iss": self.key, "nbf": now, "exp": now + ttl}
        return jwt.encode(dated, self.secret, algorithm="HS256")

    def read(self, token: str) -> dict[str, Any]:
        if len(token) > MOST_BYTES:
            raise TicketError("too long")
        try:
            return jwt.decode(
                token, self.secret, algorithms=["HS256"], issuer=self.key, options={"require": ["exp", "iss"]}
            )
        except (jwt.InvalidTokenError, ValueError) as wrong:
            raise TicketError(type(wrong).__name__) from None


def read_ticket(seal: Seal, token: str) -> TicketClaims:
    claims = seal.read(token)
    grant, identity = claims.get("video"), claims.get("sub")
    if not isinstance(grant, dict) or grant.get("roomJoin") is not True:
        raise TicketError("not a ticket")
    room = grant.get("room")
    if not (isinstance(room, str) and room and isinstance(identity, str) and identity):
        raise TicketError("no room or no identity")
    return TicketClaims(room, identity, datetime.fromtimestamp(claims["exp"], UTC))


class _Named(msgspec.Struct, frozen=True):
    name: str = ""


class _Who(msgspec.Struct, frozen=True):
    identity: str = ""


class _Webhook(msgspec.Struct, frozen=True):
    id: str
    event: str
    room: _Named = _Named()
    participant: _Who = _Who()


def sign_body(seal: Seal, body: bytes, ttl: timedelta = timedelta(minutes=5)) -> str:
    return seal.sign({"sha256": base64.b64encode(hashlib.sha256(body).digest()).decode()}, ttl)


def read_webhook(seal: Seal, body: bytes, authorization: str) -> EngineEvent:
    claims = seal.read(authorization.removeprefix("Bearer ").strip())
    if not _same_hash(body, claims.get("sha256")):
        raise TicketError("the body is not the one that was signed")
    try:
        said = msgspec.json.decode(body, type=_Webhook)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise TicketError("not an engine's message") from None
    return EngineEvent(said.id, said.event, said.room.name, said.participant.identity)


def _same_hash(body: bytes, claimed: object) -> bool:
    try:
        expected = base64.b64decode(claimed if isinstance(claimed, str) else "", validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(hashlib.sha256(body).digest(), expected)
