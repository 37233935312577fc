"""What a test does as a person at a board: acts over HTTP, and a board's line to see what came of them."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

Json = dict[str, Any]


class Refusal(Exception):
    def __init__(self, status: int, body: Json) -> None:
        super().__init__(f"{status} {body}")
        refused = body.get("refused", {})
        self.status, self.code = status, str(refused.get("code", ""))
        self.says = str(refused.get("says", ""))


class Operator:
    """A board: `board`, `cells` and `stage` are what its line told it, merged; `changed` wakes who waits.

    The line is opened again whenever it breaks, as a browser does.
    """

    def __init__(self, url: str, session: str, cookie: str) -> None:
        self.url, self.session = url, session
        self._headers = {"Cookie": f"sessionid={cookie}", "Origin": url}
        self._http = httpx.AsyncClient(base_url=url, timeout=10, trust_env=False)
        self.board: Json = {}
        self.cells: dict[str, Json] = {}
        self.stage: Json = {}
        self.numbers: dict[str, Json] = {}
        self.knocking: dict[str, list[str]] = {}
        self.seq = 0
        self.heard_at = 0.0
        self.listeners: list[Callable[[Json], None]] = []
        self._news = asyncio.Event()
        self._line: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._line = asyncio.create_task(self._keep_line())
        await self.until(lambda: bool(self.board))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._line:
            self._line.cancel()
            with suppress(asyncio.CancelledError):
                await self._line
        await self._http.aclose()

    async def act(self, name: str, *, order: str | None = None, **fields: Any) -> int:
        """The sequence number after it."""
        body = {"id": order or uuid4().hex, "command": {"act": name, **fields}}
        answer = await self._http.post(f"/live/{self.session}/acts", json=body, headers=self._headers)
        if answer.status_code != 200:
            with suppress(ValueError):
                raise Refusal(answer.status_code, answer.json())
            raise Refusal(answer.status_code, {})
        return int(answer.json()["seq"])

    async def ticket(self, **fields: Any) -> Json:
        answer = await self._http.post(f"/live/{self.session}/tickets", json=fields, headers=self._headers)
        if answer.status_code != 200:
            raise Refusal(answer.status_code, answer.json())
        return dict(answer.json())

    async def get(self, path: str) -> httpx.Response:
        return await self._http.get(path, headers=self._headers)

    async def until(self, holds: Callable[[], bool], seconds: float = 30) -> None:
        async with asyncio.timeout(seconds):
            while not holds():
                self._news.clear()
                await self._news.wait()

    def lanes(self) -> dict[str, str]:
        return {site: cell["lane"] for site, cell in self.cells.items()}

    async def _keep_line(self) -> None:
        while True:
            with suppress(OSError, TimeoutError, WebSocketException):
                await self._listen()
            await asyncio.sleep(0.2)

    async def _listen(self) -> None:
        address = f"{self.url.replace('http', 'ws', 1)}/live/{self.session}/line?as=operator&device=test"
        async with connect(
            address,
            additional_headers={"Cookie": self._headers["Cookie"]},
            origin=self.url,  # type: ignore[arg-type]
            proxy=None,
            ping_interval=None,
            max_size=2**23,
        ) as socket:
            beating = asyncio.create_task(_beat(socket))
            try:
                async for text in socket:
                    self._hear(json.loads(text))
            finally:
                beating.cancel()

    def _hear(self, message: Json) -> None:
        self.heard_at = asyncio.get_running_loop().time()
        self.seq = max(self.seq, message.get("seq") or 0)
        self.stage = message.get("stage") or self.stage
        if message["t"] == "welcome":
            self.board, self.cells = message["board"], message["cells"]
        elif message["t"] == "board":
            self.board |= message.get("board") or {}
            for site, changed in (message.get("cells") or {}).items():
                self.cells[site] = self.cells.get(site, {}) | changed
        elif message["t"] == "knocking":
            self.knocking = message["sites"]
        elif message["t"] == "numbers":
            self.numbers |= message["cells"]
        for listener in self.listeners:
            listener(message)
        self._news.set()


async def _beat(socket: ClientConnection) -> None:
    count = 0
    with suppress(WebSocketException):
        while True:
            await socket.send(json.dumps({"t": "beat", "n": count}))
            count += 1
            await asyncio.sleep(1)
