"""The web process: serves the two sockets that the supervisor opened.

The public one carries everything. The inner one (loopback, plain) only the engine's hints and the health
question: the engine does not know a private authority.
"""

import argparse
import asyncio
import signal
import socket
import warnings
from collections.abc import Awaitable, Callable, Generator, MutableMapping
from contextlib import contextmanager
from typing import Any

import uvicorn

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
INNER_PATHS = frozenset({"/live/engine/webhook", "/live/health"})
SECONDS_TO_FINISH = 3
ENDING = (signal.SIGTERM, signal.SIGINT)


class Server(uvicorn.Server):
    """Two of these share one loop; the signals are ours."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def main(arguments: list[str]) -> None:
    asked = argparse.ArgumentParser(prog="diemcau web")
    asked.add_argument("--fd", type=int, required=True)
    asked.add_argument("--inner-fd", type=int, required=True)
    given = asked.parse_args(arguments)
    sockets = socket.socket(fileno=given.fd), socket.socket(fileno=given.inner_fd)
    # Static files come from a synchronous iterator; Django reads it in a thread, and says so for every one.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")
    with asyncio.Runner(loop_factory=uvicorn.Config("", loop="uvloop").get_loop_factory()) as runner:
        runner.run(serve(*sockets))


async def serve(public: socket.socket, inner: socket.socket) -> None:
    from diemcau.config.asgi import application

    outside = Server(configuration(application))
    inside = Server(uvicorn.Config(only(INNER_PATHS, application), lifespan="off", **_plain()))
    _end_on_signal(outside, inside)
    await asyncio.gather(outside.serve(sockets=[public]), inside.serve(sockets=[inner]))


def configuration(application: App) -> uvicorn.Config:
    """Forwarding headers count only from the proxies named in the settings."""
    from django.conf import settings

    return uvicorn.Config(
        application,
        ssl_certfile=settings.CERTIFICATE or None,
        ssl_keyfile=settings.CERTIFICATE_KEY or None,
        proxy_headers=bool(settings.PROXIES),
        forwarded_allow_ips=settings.PROXIES,
        **_plain(),
    )


def _plain() -> dict[str, Any]:
    """`websockets-sansio` has no task for each connection; messages are small: no compression."""
    return {
        "http": "httptools",
        "ws": "websockets-sansio",
        "ws_max_size": 256 * 1024,
        "ws_per_message_deflate": False,
        "access_log": False,
        "server_header": False,
        "log_config": None,
        "log_level": "warning",
        "timeout_graceful_shutdown": SECONDS_TO_FINISH,
    }


def only(paths: frozenset[str], application: App) -> App:
    async def narrowed(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] in paths:
            return await application(scope, receive, send)
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})

    return narrowed


def _end_on_signal(*servers: Server) -> None:
    def end() -> None:
        for server in servers:
            server.should_exit = True

    for number in ENDING:
        asyncio.get_running_loop().add_signal_handler(number, end)
