"""The gate: the only way to the engine's signalling. A relay that asks the session's state before and during.

The engine does not revoke the ticket of somebody who was removed, and hands out fresh ones; so a ticket opens
nothing here by itself. And the engine never sees a client's ticket: the gate presents one of its own making,
with the rights of this moment.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from diemcau.conference.plan import Rights
from diemcau.conference.session import Session as State
from diemcau.engine.port import EngineError, MediaEngine, TicketClaims, TicketError
from diemcau.records.actions.slots import forget_slots, shut_slot
from diemcau.records.queries.session import current
from diemcau.records.queries.slots import holding
from diemcau.records.store import NotFound, StoreAway
from diemcau.web.live.answers import Refusal
from diemcau.web.live.line import Receive, Send, close, ended
from diemcau.web.live.passages import Passage, Passages, Room, allowed
from diemcau.web.live.visitor import bearer, query_of
from diemcau.web.live.workers import Workers

log = logging.getLogger(__name__)

PATHS = {"/gate/rtc": "/rtc", "/gate/rtc/v1": "/rtc/v1"}
VALIDATE = {f"{outer}/validate": f"{inner}/validate" for outer, inner in PATHS.items()}

# What clients say of themselves. Not `publish`: with it the engine makes a second participant of one ticket.
SAID = frozenset(
    {
        "adaptive_stream",
        "auto_subscribe",
        "disable_ice_lite",
        "join_request",
        "network",
        "subscriber_allow_pause",
    }
    | {"browser", "browser_version", "device_model", "os", "os_version"}
    | {"client_protocol", "protocol", "sdk", "version"}
    | {"reconnect", "reconnect_reason", "sid"}
)
HOLD = 4.0  # seconds a client waits here for an engine that is coming up
TRY_EVERY = 0.2
CLOSED_WITHIN = 1.0
LONGEST_FRAME = 256 * 1024
MOST_FRAMES = 400  # in hand; a join with renegotiation needs some dozens
FRAMES_A_SECOND = 60.0
TICKET_FOR_ENGINE = timedelta(minutes=2)

SHUT, REPLACED, TOO_BIG, TOO_OFTEN, ENGINE_GONE = 4403, 4409, 1009, 1008, 1012


class Doubt(Protocol):
    def __call__(self, session: UUID, *, had_room: bool = False) -> None: ...


Follow = Callable[[UUID], Awaitable[object]]


class Denied(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Admission:
    """Checked: who wants in where, with which rights now."""

    __slots__ = ("identity", "rights", "room", "state")

    def __init__(self, state: State, room: Room, identity: str, rights: Rights) -> None:
        self.state, self.room, self.identity, self.rights = state, room, identity, rights


class Gate:
    """`doubt`: the engine does not do what it should.
    `follow`: tell `changed` about this session from now on.
    """

    def __init__(
        self, engine: MediaEngine, workers: Workers, passages: Passages, *, doubt: Doubt, follow: Follow
    ) -> None:
        self._engine = engine
        self._follow = follow
        self._workers = workers
        self.passages = passages
        self._doubt = doubt
        self._leavers: list[Callable[[Passage], None]] = []
        self._ending: dict[Room, asyncio.Task[None]] = {}
        self._http = httpx.AsyncClient(timeout=2.0, trust_env=False, verify=engine.address.startswith("wss"))

    def on_leave(self, left: Callable[[Passage], None]) -> None:
        self._leavers.append(left)

    def _left(self, passage: Passage) -> None:
        for left in self._leavers:
            left(passage)

    async def close(self) -> None:
        for passage in list(self.passages.here.values()):
            passage.close(ENGINE_GONE)
        await self._http.aclose()

    # --- GET .../validate: clients ask it why the door stayed shut
    async def validate(self, scope: Mapping[str, Any]) -> int:
        try:
            admission = await self._admit(scope)
            return await self._validated(scope, admission)
        except Denied as denied:
            return denied.status

    async def _validated(self, scope: Mapping[str, Any], admission: Admission) -> int:
        address = self._engine.address.replace("ws", "http", 1) + VALIDATE[scope["path"]]
        try:
            answer = await self._http.get(f"{address}?{self._query(scope, admission)}")
        except httpx.HTTPError:
            return 503
        return 200 if answer.status_code == 200 else 503

    # --- the signalling connection
    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if (await receive())["type"] != "websocket.connect":
            return
        try:
            admission = await self._admit(scope)
            upstream = await self._dial(scope, admission)
        except Denied as denied:
            await deny(receive, send, denied.status)
            return
        try:
            await self._pass(admission, upstream, receive, send)
        finally:
            await upstream.close()

    async def _admit(self, scope: Mapping[str, Any]) -> Admission:
        """One answer for a forged ticket, an unknown session, and a site that has no business there."""
        claims = self._claims(scope)
        room = Room.parse(claims.room)
        if room is None:
            raise Denied(403)
        state = await self._state(room.session, claims)
        rights = allowed(state, room, claims.identity)
        if rights is None:
            raise Denied(403)
        return Admission(state, room, claims.identity, rights)

    def _claims(self, scope: Mapping[str, Any]) -> TicketClaims:
        try:
            return self._engine.read_ticket(token_of(scope))
        except TicketError:
            raise Denied(403) from None

    async def _state(self, session: UUID, claims: TicketClaims) -> State:
        try:
            await self._follow(session)
            return await self._workers.read(partial(_open_to, session, claims))
        except NotFound:
            raise Denied(403) from None
        except (StoreAway, Refusal):
            raise Denied(503) from None

    async def _dial(self, scope: Mapping[str, Any], admission: Admission) -> ClientConnection:
        """Held for a few seconds while the engine comes up or the room is made again. Never its 401 or 404:
        a client takes those for the end."""
        address = f"{self._engine.address}{PATHS[scope['path']]}?{self._query(scope, admission)}"
        clock = asyncio.get_running_loop().time
        until = clock() + HOLD
        while True:
            try:
                return await _connect(address)
            except InvalidStatus as refused:
                if refused.response.status_code == 400:
                    raise Denied(400) from None
            except (OSError, InvalidHandshake, TimeoutError, EOFError):
                pass
            self._doubt(admission.room.session)
            if clock() > until:
                raise Denied(503)
            await asyncio.sleep(TRY_EVERY)

    def _query(self, scope: Mapping[str, Any], admission: Admission) -> str:
        """What the client may say, with our ticket in place of its."""
        seat = admission.state.seat(admission.identity.partition("~")[0])
        name = seat.name if seat else ""
        ticket = self._engine.ticket(
            str(admission.room), admission.identity, name, admission.rights, TICKET_FOR_ENGINE
        )
        said = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        words = [(name, value) for name, value in said if name in SAID]
        return urlencode([("access_token", ticket.token), *words])

    # --- passing
    async def _pass(
        self, admission: Admission, upstream: ClientConnection, receive: Receive, send: Send
    ) -> None:
        relay = Relay(upstream, receive, send)
        relay.on_join(partial(self._joined, admission, relay))
        device = self.passages.devices.get((str(admission.room), admission.identity), "")
        passage = Passage(admission.room, admission.identity, device, relay.end)
        old = self.passages.enter(passage)
        if old is not None:
            old.close(REPLACED)
        try:
            await send({"type": "websocket.accept"})
            code = await relay.run()
        finally:
            self.passages.leave(passage)
            self._left(passage)
        if code == ENGINE_GONE:
            self._doubt(admission.room.session, had_room=True)

    async def _joined(self, admission: Admission, relay: "Relay") -> None:
        """The state may have moved on between our ticket and the join: then the engine is told once more."""
        try:
            state = await self._workers.read(partial(current, admission.room.session))
            rights = allowed(state, admission.room, admission.identity)
            if rights is None:
                relay.end(SHUT)
                await self._engine.remove(str(admission.room), admission.identity)
            elif rights != admission.rights:
                await self._engine.set_rights(str(admission.room), admission.identity, rights)
        except (EngineError, NotFound, StoreAway, Refusal):
            self._doubt(admission.room.session)

    # --- the session moved on
    def changed(self, before: State, after: State, sites: frozenset[str]) -> None:
        session = UUID(after.id)
        over = before.running and not after.running
        for passage in self.passages.of(session) if over else self.passages.of_sites(session, sites):
            if allowed(after, passage.room, passage.identity) is None:
                self._end(passage, after)
        if over:
            self.passages.forget(session)

    def _end(self, passage: Passage, after: State) -> None:
        """Whoever is admitted in the middle of his line check leaves it in order: the engine takes the room
        away. A door that shuts makes a client try once more before it gives up."""
        seat = after.seat(passage.room.site)
        if passage.room.kind == "check" and seat is not None and seat.admitted:
            if passage.room not in self._ending:
                self._ending[passage.room] = asyncio.create_task(self._end_check(passage.room))
        else:
            passage.close(SHUT)

    async def _end_check(self, room: Room) -> None:
        try:
            await self._engine.close_room(str(room))
        except EngineError:
            for passage in [one for one in self.passages.of(room.session) if one.room == room]:
                passage.close(SHUT)
        finally:
            self._ending.pop(room, None)

    async def forget(self, session: UUID) -> None:
        """The session has ended: nothing of it opens anything any more."""
        await self._workers.machine_act(partial(forget_slots, session))

    async def shut(self, room: Room, identity: str) -> None:
        """Withdrawn: out, and not in again at any web process with any ticket it has; only with a new one."""
        key = (str(room), identity)
        await self._workers.machine_act(partial(shut_slot, *key))
        if key in self.passages.here:
            self.passages.here[key].close(SHUT)
        self.passages.grants.pop(key, None)
        with suppress(EngineError):
            await self._engine.remove(*key)


def _open_to(session: UUID, claims: TicketClaims) -> State:
    """Raises NotFound for a ticket whose right was withdrawn."""
    held = holding(claims.room, claims.identity)
    if held is not None and held.shut:
        raise NotFound
    return current(session)


async def _connect(address: str) -> ClientConnection:
    return await connect(
        address,
        compression=None,
        max_size=4 * 1024 * 1024,
        max_queue=64,
        ping_interval=None,
        open_timeout=3,
        close_timeout=1,
        proxy=None,
        user_agent_header=None,
        logger=_quiet,
    )


_quiet = logging.getLogger("diemcau.gate.upstream")
_quiet.setLevel(logging.WARNING)  # its debug lines would show tickets


async def _nothing() -> None: ...


class Relay:
    """Both directions, one frame at a time: who does not read is not written to."""

    def __init__(self, upstream: ClientConnection, receive: Receive, send: Send) -> None:
        self._upstream, self._receive, self._send = upstream, receive, send
        self._joined: Callable[[], Awaitable[None]] = _nothing
        self._code: int | None = None
        self._tasks: list[asyncio.Task[int]] = []

    def on_join(self, joined: Callable[[], Awaitable[None]]) -> None:
        """`joined` is awaited after the engine's first frame."""
        self._joined = joined

    def end(self, code: int) -> None:
        self._code = self._code or code
        for task in self._tasks:
            task.cancel()

    async def run(self) -> int:
        """Until one side ends. Returns the close code."""
        self._tasks = [asyncio.create_task(self._inward()), asyncio.create_task(self._outward())]
        if self._code is not None:
            self.end(self._code)
        try:
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await ended(*self._tasks)
        codes = [task.result() for task in done if not task.cancelled() and not task.exception()]
        code = self._code or next(iter(codes), ENGINE_GONE)
        await close(self._send, code)
        return code

    async def _inward(self) -> int:
        """The client's frames, within bounds."""
        clock, hand, last = asyncio.get_running_loop().time, float(MOST_FRAMES), 0.0
        while (message := await self._receive())["type"] == "websocket.receive":
            frame = message.get("bytes") or message.get("text") or b""
            if len(frame) > LONGEST_FRAME:
                return TOO_BIG
            now = clock()
            hand, last = min(MOST_FRAMES, hand + (now - last) * FRAMES_A_SECOND) - 1, now
            if hand < 0:
                return TOO_OFTEN
            await self._upstream.send(frame)
        return 1000

    async def _outward(self) -> int:
        """The engine's frames. The first one says that the client has joined."""
        try:
            await self._forward(await self._upstream.recv())
            await self._joined()
            while True:
                await self._forward(await self._upstream.recv())
        except ConnectionClosed as closed:
            orderly = closed.rcvd is not None and closed.rcvd.code in (1000, 1001)
            return 1000 if orderly else ENGINE_GONE

    async def _forward(self, frame: str | bytes) -> None:
        kind = "text" if isinstance(frame, str) else "bytes"
        await self._send({"type": "websocket.send", kind: frame})


def token_of(scope: Mapping[str, Any]) -> str:
    """The browser's client puts it into the address, the Python one into a header."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    return bearer(headers) or query_of(scope).get("access_token", "")


async def deny(receive: Receive, send: Send, status: int) -> None:
    """Then until the connection is really closed: the server counts an earlier return as a fault of ours."""
    await send({"type": "websocket.http.response.start", "status": status, "headers": []})
    await send({"type": "websocket.http.response.body", "body": b""})
    with suppress(TimeoutError):
        async with asyncio.timeout(CLOSED_WITHIN):
            await receive()
            await receive()
