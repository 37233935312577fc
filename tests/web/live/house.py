"""A whole web process of ours on a free port, and the people who knock at it. Nothing in between is faked."""

import asyncio
import json
import socket
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import uvicorn
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.utils import timezone
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from diemcau.engine.port import MediaEngine
from diemcau.records.actions.link import make_site_link
from diemcau.records.models import Account, Assignment, Conference, Site, SiteLink
from diemcau.records.queries.session import current
from diemcau.regulation.powers import Role
from diemcau.web.live.app import Root, live_or
from diemcau.web.live.live import Live
from tests.records.builders import SINCE

Json = dict[str, Any]
PATIENCE = 10.0


async def no_pages(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"a page"})


@dataclass
class Pass:
    """What somebody shows at the door: headers of a browser with a cookie, or of a codec with a token."""

    headers: dict[str, str]


@dataclass
class House:
    root: Root
    port: int

    @property
    def live(self) -> Live:
        assert self.root.live is not None
        return self.root.live

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def browser(self, key: str, **headers: str) -> Pass:
        return Pass({"Cookie": f"sessionid={key}", "Origin": self.origin, **headers})

    @staticmethod
    def codec(token: str) -> Pass:
        return Pass({"Authorization": f"Bearer {token}"})

    async def post(self, who: Pass, path: str, body: Any, **headers: str) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **who.headers, **headers}
        async with httpx.AsyncClient(base_url=self.origin, timeout=PATIENCE, verify=False) as client:
            return await client.post(path, content=content, headers=sent)

    async def act(self, who: Pass, session: UUID, act: str, *, id: str = "", **fields: Any) -> httpx.Response:
        body = {"id": id or uuid.uuid4().hex, "command": {"act": act, **fields}}
        return await self.post(who, f"/live/{session}/acts", body)

    async def does(self, who: Pass, session: UUID, act: str, **fields: Any) -> int:
        answer = await self.act(who, session, act, **fields)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["seq"])

    async def ticket(self, who: Pass, session: UUID, slot: str, **fields: Any) -> httpx.Response:
        return await self.post(who, f"/live/{session}/tickets", {"slot": slot, **fields})

    @asynccontextmanager
    async def line(self, who: Pass, session: UUID | str, **query: str) -> AsyncIterator["OpenLine"]:
        address = f"ws://127.0.0.1:{self.port}/live/{session}/line?{httpx.QueryParams(query)}"
        async with connect(address, additional_headers=who.headers, proxy=None) as socket_:
            yield OpenLine(socket_)


@dataclass
class OpenLine:
    socket: ClientConnection
    heard: list[Json] = field(default_factory=list)

    async def next(self, kind: str, holds: Callable[[Json], object] = lambda _: True) -> Json:
        """The next message of this kind that fits; what comes before it is kept in `heard`."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message: Json = json.loads(await self.socket.recv())
                self.heard.append(message)
                if message["t"] == kind and holds(message):
                    return message

    async def beat(self, n: int = 1, **more: Any) -> Json:
        await self.socket.send(json.dumps({"t": "beat", "n": n, **more}))
        return await self.next("beat", lambda message: message["n"] == n)

    async def ends(self) -> int:
        """Reads to the end; the close code."""
        async with asyncio.timeout(PATIENCE):
            try:
                while True:
                    self.heard.append(json.loads(await self.socket.recv()))
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006

    def kinds(self) -> set[str]:
        return {message["t"] for message in self.heard}


@asynccontextmanager
async def house(engine: MediaEngine) -> AsyncIterator[House]:
    """From start to end."""
    root = live_or(no_pages, lambda: engine)
    listening = socket.socket(
        proto=socket.IPPROTO_TCP
    )  # named: else the loop lets small answers wait for 40 ms
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    configuration = uvicorn.Config(
        root,
        log_level="warning",
        ws="websockets-sansio",
        ws_max_size=256 * 1024,
        ws_per_message_deflate=False,
        lifespan="on",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(configuration)
    server.capture_signals = _none  # type: ignore[method-assign,assignment]
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    async with asyncio.timeout(PATIENCE):
        while not server.started:
            await asyncio.sleep(0.01)
    try:
        yield House(root, listening.getsockname()[1])
    finally:
        server.should_exit = True
        await serving


class _none:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


# --- people; to be called outside the event loop
def account(role: Role | None = None, site: str = "", name: str = "") -> Account:
    made = Account.objects.create_user(name or f"{role or 'khach'}-{site}-{uuid.uuid4().hex[:6]}")
    if role is not None:
        seat = Site.objects.get(code=site) if site else None
        Assignment.objects.create(account=made, role=role.value, site=seat, valid_from=SINCE)
    return made


def signed_in(made: Account) -> str:
    """The key of a browser's session, as signing in leaves it."""
    store = SessionStore()
    store[SESSION_KEY] = str(made.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = made.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def person(role: Role, site: str = "") -> str:
    return signed_in(account(role, site))


def link(site: str, slot: SiteLink.Slot = SiteLink.Slot.ROOM, **lifetime: float) -> str:
    """Its token."""
    return make_site_link(
        site=Site.objects.get(code=site),
        conference=Conference.objects.get(),
        slot=slot,
        actor=None,
        now=timezone.now(),
        ttl=timedelta(**(lifetime or {"hours": 8})),
    )


# --- looking behind the curtain, from a test's event loop
async def store(work: Callable[[], Any]) -> Any:
    def done() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    return await asyncio.to_thread(done)


async def seat(session: UUID, site: str) -> Any:
    return (await store(lambda: current(session))).seats[site]


async def until(holds: Callable[[], Any], seconds: float = PATIENCE) -> None:
    """For what happens in the process itself; looked at often."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)
