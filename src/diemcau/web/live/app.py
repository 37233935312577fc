"""One ASGI root: the live endpoints beside the pages. They share the process, the cookie and nothing else."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from diemcau.engine.choose import make_engine
from diemcau.engine.port import MediaEngine, TicketError
from diemcau.records.queries.access import NotSignedIn
from diemcau.records.store import NotFound, StoreAway
from diemcau.web.live.answers import (
    Refusal,
    answer,
    engine_away,
    foreign_page,
    not_found,
    not_signed_in,
    read_body,
    refusal,
    store_away,
)
from diemcau.web.live.gate import PATHS, VALIDATE, deny
from diemcau.web.live.health import is_ready
from diemcau.web.live.live import Live
from diemcau.web.live.visitor import Visitor, visitor
from diemcau.web.live.webhook import MOST_BYTES, take_hint

log = logging.getLogger(__name__)

App = Callable[[Any, Any, Any], Awaitable[None]]
Answering = Callable[[Live, Request, Visitor], Awaitable[Response]]
LINE = re.compile(r"/live/([^/]+)/line\Z")
SECRET_IN_ADDRESS = re.compile(r"(access_token|join_request|token)=[^&\s\"]+")


def live_or(pages: App, engine: Callable[[], MediaEngine] | None = None) -> "Root":
    return Root(pages, engine or _engine_of_the_settings)


def _engine_of_the_settings() -> MediaEngine:
    return make_engine(settings.ENGINE, settings.ENGINE_URL, settings.ENGINE_KEY, settings.ENGINE_SECRET)


class Root:
    """`live` is there between the server's start and its end."""

    def __init__(self, pages: App, engine: Callable[[], MediaEngine]) -> None:
        self._pages = pages
        self._engine = engine
        self.live: Live | None = None
        self._http = Starlette(routes=_routes(self))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["path"].startswith(("/live/", "/gate/")):
            await self._http(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _lifespan(self, receive: Any, send: Any) -> None:
        await receive()
        keep_secrets_out_of_logs()
        self.live = Live(self._engine())
        await self.live.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def stop(self) -> None:
        live, self.live = self.live, None
        if live is not None:
            await live.stop()

    async def _websocket(self, scope: Any, receive: Any, send: Any) -> None:
        found = LINE.match(scope["path"])
        if self.live is not None and found:
            await self.live.line(found[1], visitor(scope), receive, send)
        elif self.live is not None and scope["path"] in PATHS:
            await self.live.gate(scope, receive, send)
        else:
            await receive()
            await deny(receive, send, 404)


def _routes(root: Root) -> list[Route]:
    def on(path: str, work: Answering, method: str = "POST") -> Route:
        async def endpoint(request: Request) -> Response:
            return await guarded(root.live, work, request)

        return Route(path, endpoint, methods=[method])

    return [
        on("/live/health", _health, "GET"),
        on("/live/engine/webhook", _webhook),
        on("/live/{session}/acts", _acts),
        on("/live/{session}/tickets", _tickets),
        *(on(path, _validate, "GET") for path in VALIDATE),
    ]


async def guarded(live: Live | None, work: Answering, request: Request) -> Response:
    """Every refusal and every outage as a sentence; nothing a client sends is an error of ours."""
    who = visitor(request.scope)
    try:
        if live is None:
            raise engine_away()
        return await work(live, request, who)
    except (Refusal, NotSignedIn, NotFound, StoreAway) as trouble:
        said = as_refusal(trouble)
        return refusal(said.refused, said.status, who.language)


def as_refusal(trouble: Exception) -> Refusal:
    match trouble:
        case Refusal():
            return trouble
        case NotSignedIn():
            return not_signed_in()
        case StoreAway():
            return store_away(trouble.code, trouble.says)
    return not_found()


async def _acts(live: Live, request: Request, who: Visitor) -> Response:
    check_door(request, who)
    return await live.acts(request, who)


async def _tickets(live: Live, request: Request, who: Visitor) -> Response:
    check_door(request, who)
    return await live.tickets(request, who)


async def _validate(live: Live, request: Request, who: Visitor) -> Response:
    return Response(status_code=await live.gate.validate(request.scope))


async def _webhook(live: Live, request: Request, who: Visitor) -> Response:
    body = await read_body(request.stream(), MOST_BYTES)
    try:
        event = live.engine.read_webhook(body, request.headers.get("authorization", ""))
    except TicketError:
        return Response(status_code=401)
    take_hint(event, live)
    return Response(status_code=200)


async def _health(live: Live, request: Request, who: Visitor) -> Response:
    ready = await is_ready(live.workers)
    return answer({"ready": ready}, 200 if ready else 503)


def check_door(request: Request, who: Visitor) -> None:
    """Before a byte of the body is read."""
    if not who.own_page:
        raise foreign_page()
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "not_json", _("Chỉ nhận nội dung dạng JSON."))
    if who.shows_nothing:
        raise not_signed_in()


def _(words: str) -> str:
    return words


class KeepSecretsOut(logging.Filter):
    """Addresses of the gate carry tickets; a server that logs addresses must not show them."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "=" in message and SECRET_IN_ADDRESS.search(message):
            record.msg, record.args = SECRET_IN_ADDRESS.sub(r"\1=…", message), None
        return True


def keep_secrets_out_of_logs() -> None:
    for name in ("uvicorn.error", "uvicorn.access", "httpx"):
        logger = logging.getLogger(name)
        if not any(isinstance(one, KeepSecretsOut) for one in logger.filters):
            logger.addFilter(KeepSecretsOut())
