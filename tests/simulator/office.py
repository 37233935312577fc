"""A web of a few lines that says what a test wants it to say: line, acts, tickets. The engine is real."""

import asyncio
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from diemcau.conference.plan import Rights, Source
from diemcau.engine.port import MediaEngine

Json = dict[str, Any]
CAMERA = Rights(frozenset({Source.CAMERA}))
FLOOR = Rights(frozenset({Source.CAMERA, Source.MICROPHONE}))


def mine(site: str, **said: Any) -> Json:
    base = {
        "site": site,
        "name": site,
        "kind": "official",
        "phase": "open",
        "lane": "expected",
        "since": None,
        "epoch": 0,
        "reason": "",
        "call_again": False,
        "check": {"at": "2018-06-01T00:00:00Z"},
        "readiness": None,
        "roll_call_at": None,
        "may_publish": ["camera"],
        "everybody_sees_me": True,
        "chair": "",
        "requests": [],
        "notes": [],
        "recording": False,
        "script_version": 0,
        "script_seen": 0,
    }
    return {**base, **said}


class Office:
    """`mine`: what every site is told; `tell` changes it. `acts`, `beats`: what came in."""

    def __init__(self, engine: MediaEngine, session: str) -> None:
        self.engine, self.session = engine, session
        self.mine: dict[str, Json] = {}
        self.acts: list[Json] = []
        self.beats: dict[str, Json] = {}
        self.who: set[str] = set()
        self.down = False
        self.tickets = self.lines = 0
        self._lines: dict[str, WebSocket] = {}
        self._news = asyncio.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def open(self) -> None:
        await self.engine.open_room(self.session)
        routes = [
            WebSocketRoute("/live/{session}/line", self._line),
            Route("/live/{session}/acts", self._acts, methods=["POST"]),
            Route("/live/{session}/tickets", self._tickets, methods=["POST"]),
        ]
        config = uvicorn.Config(Starlette(routes=routes), lifespan="off", log_level="warning")
        self._server = uvicorn.Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))

    async def close(self) -> None:
        assert self._server
        assert self._serving
        self._server.should_exit = self._server.force_exit = True
        await self._serving

    async def until(self, holds: Callable[[], object], seconds: float = 20) -> None:
        async with asyncio.timeout(seconds):
            while not holds():
                self._news.clear()
                await self._news.wait()

    async def tell(self, site: str, **said: Any) -> None:
        self.mine[site] = {**self.mine[site], **said}
        rights = FLOOR if "microphone" in self.mine[site]["may_publish"] else CAMERA
        await self.engine.set_rights(self.session, self.identity(site), rights)
        if site in self._lines:
            await self._lines[site].send_json({"t": "mine", "seq": 1, "mine": self.mine[site]})

    async def cut(self, site: str, code: int = 1011) -> None:
        await self._lines.pop(site).close(code)

    async def engine_is_back(self) -> None:
        for line in self._lines.values():
            await line.send_json({"t": "engine", "up": True})

    def identity(self, site: str) -> str:
        return f"{site}~room~{self.mine[site]['epoch']}"

    def acted(self, act: str) -> list[Json]:
        return [command for command in self.acts if command["act"] == act]

    def media(self, site: str) -> Json:
        return dict(self.beats.get(site, {}).get("media", {}))

    # --- endpoints
    async def _line(self, line: WebSocket) -> None:
        site = line.query_params["site"]
        self.who.add(line.headers["authorization"])
        await line.accept()
        if self.down:
            await line.close(1013)
            return
        self._lines[site] = line
        self.lines += 1
        self._news.set()
        self.mine.setdefault(site, mine(site))
        await line.send_json({"t": "welcome", "seq": 0, "mine": self.mine[site], "stage": None})
        try:
            while True:
                self._heard(site, beat := await line.receive_json())
                await line.send_json({"t": "beat", "n": beat["n"], "now": ""})
        except (WebSocketDisconnect, RuntimeError):
            self._news.set()

    def _heard(self, site: str, beat: Json) -> None:
        self.beats[site] = beat
        self._news.set()

    async def _acts(self, request: Request) -> Response:
        if self.down:
            return Response(status_code=503)
        command = (await request.json())["command"]
        self.who.add(request.headers["authorization"])
        self.acts.append(command)
        self._news.set()
        return JSONResponse({"seq": len(self.acts)})

    async def _tickets(self, request: Request) -> Response:
        if self.down:
            return Response(status_code=503)
        asked = await request.json()
        if asked["slot"] == "check":
            return await self._check_tickets(asked["site"])
        said = self.mine[asked["site"]]
        if said["lane"] not in ("connected", "lost"):
            return JSONResponse({"refused": {"code": "site.not_admitted", "says": "", "article": ""}}, 409)
        rights = FLOOR if "microphone" in said["may_publish"] else CAMERA
        ticket = self._ticket(self.session, self.identity(asked["site"]), rights)
        self.tickets += 1
        self._news.set()
        return JSONResponse({"url": self.engine.address, "room": self.session, **ticket})

    async def _check_tickets(self, site: str) -> Response:
        room = f"check-{self.session}-{site}"
        await self.engine.open_room(room)
        rights = {"a": FLOOR, "b": Rights()}
        tickets = [self._ticket(room, f"{site}~check~{end}", given) for end, given in rights.items()]
        return JSONResponse({"url": self.engine.address, "room": room, "tickets": tickets})

    def _ticket(self, room: str, identity: str, rights: Rights) -> dict[str, str]:
        ticket = self.engine.ticket(room, identity, identity, rights, timedelta(minutes=1))
        return {"identity": identity, "token": ticket.token}
