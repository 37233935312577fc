"""The engine behind the port: LiveKit's server API. Every error of it becomes an EngineError here."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import TypeVar

import aiohttp
from livekit.api import LiveKitAPI, ServerError
from livekit.api.room_service import RoomService
from livekit.api.twirp_client import ServerErrorCode
from livekit.protocol import room as proto
from livekit.protocol.models import ParticipantInfo

from diemcau.conference.plan import Rights
from diemcau.engine.livekit import tickets
from diemcau.engine.port import EngineError, EngineEvent, Participant, Ticket, TicketClaims
from diemcau.engine.signed import Seal, read_ticket, read_webhook

TIMEOUT = 2.0
ROOM_KEPT_EMPTY = 24 * 3600  # a session's room lives until we close it

T = TypeVar("T")


class LiveKitEngine:
    def __init__(self, url: str, key: str, secret: str) -> None:
        self._url = url.rstrip("/").replace("ws", "http", 1) if url.startswith("ws") else url.rstrip("/")
        self._seal = Seal(key, secret)
        self._clients: dict[asyncio.AbstractEventLoop, LiveKitAPI] = {}

    async def open_room(self, room: str) -> None:
        asked = proto.CreateRoomRequest(
            name=room, empty_timeout=ROOM_KEPT_EMPTY, departure_timeout=ROOM_KEPT_EMPTY
        )
        await self._ask(lambda api: api.create_room(asked))

    async def close_room(self, room: str) -> None:
        await self._ask(lambda api: api.delete_room(proto.DeleteRoomRequest(room=room)))

    async def rooms(self) -> frozenset[str]:
        found = await self._ask(lambda api: api.list_rooms(proto.ListRoomsRequest()))
        return frozenset(room.name for room in found.rooms) if found else frozenset()

    async def participants(self, room: str) -> Mapping[str, Participant]:
        found = await self._ask(lambda api: api.list_participants(proto.ListParticipantsRequest(room=room)))
        return {one.identity: _participant(one) for one in found.participants} if found else {}

    async def set_rights(self, room: str, identity: str, rights: Rights) -> None:
        asked = proto.UpdateParticipantRequest(
            room=room, identity=identity, permission=tickets.permission(rights)
        )
        await self._ask(lambda api: api.update_participant(asked))

    async def remove(self, room: str, identity: str) -> None:
        asked = proto.RoomParticipantIdentity(room=room, identity=identity)
        await self._ask(lambda api: api.remove_participant(asked))

    def ticket(self, room: str, identity: str, name: str, rights: Rights, ttl: timedelta) -> Ticket:
        return tickets.make_ticket(self._seal, room, identity, name, rights, ttl)

    def read_ticket(self, token: str) -> TicketClaims:
        return read_ticket(self._seal, token)

    def read_webhook(self, body: bytes, authorization: str) -> EngineEvent:
        return read_webhook(self._seal, body, authorization)

    @property
    def address(self) -> str:
        return self._url.replace("http", "ws", 1)

    async def close(self) -> None:
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.aclose()

    async def _ask(self, call: Callable[[RoomService], Awaitable[T]]) -> T | None:
        """None: what it is about does not exist."""
        try:
            async with asyncio.timeout(TIMEOUT):  # the client library drops the session's own timeout
                return await call(self._client().room)
        except ServerError as refused:
            if refused.code == ServerErrorCode.NOT_FOUND:
                return None
            raise EngineError(f"{refused.code}: {refused.message}") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as away:
            raise EngineError(type(away).__name__) from None

    def _client(self) -> LiveKitAPI:
        """An HTTP session belongs to one event loop; those of loops that are over are let go."""
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients = {at: client for at, client in self._clients.items() if not at.is_closed()}
            self._clients[loop] = LiveKitAPI(self._url, self._seal.key, self._seal.secret, failover=False)
        return self._clients[loop]


def _participant(info: ParticipantInfo) -> Participant:
    publishing = frozenset(tickets.SOURCES[t.source] for t in info.tracks if t.source in tickets.SOURCES)
    return Participant(info.identity, tickets.rights(info.permission), publishing)
