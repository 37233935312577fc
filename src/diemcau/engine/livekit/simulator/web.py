"""The public way in: acts and tickets over HTTP, the line over a WebSocket, with the site's own link."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from diemcau.engine.livekit.simulator.words import Json

TIMEOUT = httpx.Timeout(5)
LINE_SECONDS = 5


class Away(Exception):
    """The web does not answer, or not now. Later again."""


class Closed(Exception):
    """The line was closed by the web. `code` says why."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Refusal(Exception):
    """The act or the ticket was refused: a normal answer. `code` is the refusal's own, or the HTTP status."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class Web:
    """One HTTP client for all sites of a process. `url`: http(s)://host:port."""

    def __init__(self, url: str, session: str) -> None:
        parts = urlsplit(url)
        self._http = f"{parts.scheme}://{parts.netloc}"
        self._socket = self._http.replace("http", "ws", 1)
        self._path = f"/live/{session}"
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
        self._client = httpx.AsyncClient(timeout=TIMEOUT, limits=limits, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    def media_address(self, gate: str) -> str:
        return gate if "://" in gate else self._socket + gate

    async def act(self, token: str, command: Json) -> None:
        await self._post(token, "/acts", {"id": uuid4().hex, "command": command})

    async def ticket(self, token: str, site: str, device: str, slot: str) -> Json:
        return await self._post(token, "/tickets", {"slot": slot, "site": site, "device": device})

    async def _post(self, token: str, path: str, body: Json) -> Json:
        """Whoever gives up waiting leaves the request to its end: cut off half-way it would keep its place in
        the client's pool for ever, and in a large crowd no place would be left."""
        asked = asyncio.create_task(
            self._client.post(self._http + self._path + path, json=body, headers=_who(token))
        )
        asked.add_done_callback(_noted)
        try:
            answer = await asyncio.shield(asked)
        except httpx.HTTPError as gone:
            raise Away(type(gone).__name__) from None
        if answer.status_code >= 500:
            raise Away(str(answer.status_code))
        if answer.status_code != 200:
            raise Refusal(answer.status_code, _code(answer))
        return dict(answer.json())

    @asynccontextmanager
    async def line(self, token: str, site: str, device: str) -> AsyncIterator["Line"]:
        query = urlencode({"as": "site", "site": site, "device": device})
        address = f"{self._socket}{self._path}/line?{query}"
        try:
            socket = await connect(
                address,
                additional_headers=_who(token),
                proxy=None,
                compression=None,
                open_timeout=LINE_SECONDS,
                close_timeout=1,
                ping_interval=None,  # the beats do it
                max_size=2**22,
            )
        except (OSError, TimeoutError, WebSocketException) as gone:
            raise Away(type(gone).__name__) from None
        try:
            yield Line(socket)
        finally:
            await socket.close()


def _noted(asked: asyncio.Task[httpx.Response]) -> None:
    """Its failure is known, also when nobody waits for the answer any more."""
    if not asked.cancelled():
        asked.exception()


class Line:
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def send(self, message: Json) -> None:
        try:
            await self._socket.send(json.dumps(message))
        except WebSocketException as gone:
            raise _closed(self._socket, gone) from None

    async def messages(self, silence: float) -> AsyncIterator[Json]:
        """Until it is closed, or nothing came for `silence` seconds: then the line is dead."""
        while True:
            try:
                async with asyncio.timeout(silence):
                    text = await self._socket.recv()
            except WebSocketException as gone:
                raise _closed(self._socket, gone) from None
            except (TimeoutError, OSError) as gone:
                raise Away(type(gone).__name__) from None
            yield json.loads(text)


def _closed(socket: ClientConnection, gone: Exception) -> Exception:
    return Closed(socket.close_code) if socket.close_code else Away(type(gone).__name__)


def _who(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _code(answer: httpx.Response) -> str:
    try:
        said: Any = answer.json()["refused"]["code"]
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
    return str(said)
