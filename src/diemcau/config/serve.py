"""`diemcau serve`: web, clerk and the embedded engine on one machine, from one command.

It holds the listening socket itself: while the web process is being restarted, connections wait instead of
being refused.
"""

import argparse
import asyncio
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.request import urlopen

import django
from django.conf import settings

from diemcau.config.preflight import check_or_stop
from diemcau.engine.livekit.server import EmbeddedServer, Ports
from diemcau.records.child import Child, keep

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
BACKLOG = 2048
HANDED_OVER = 3  # systemd's first socket


def main(arguments: list[str]) -> None:
    asked = argparse.ArgumentParser(prog="diemcau serve")
    asked.add_argument("--listen", default=settings.LISTEN, help="address:port of the web page")
    asked.add_argument("--workers", type=int, default=settings.WORKERS, help="web processes")
    given = asked.parse_args(arguments)
    django.setup()
    check_or_stop(given.listen)
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # the finders serve; without the folder a warning is given
    asyncio.run(Supervisor(Doors.open(given.listen), given.workers).run())


@dataclass(frozen=True)
class Doors:
    """`inner` is for the engine's hints: loopback, any free port."""

    public: socket.socket
    inner: socket.socket

    @classmethod
    def open(cls, listen: str) -> "Doors":
        return cls(_from_systemd() or _listening(listen), _listening(f"{LOOPBACK}:0"))

    @property
    def inner_url(self) -> str:
        return f"http://{LOOPBACK}:{self.inner.getsockname()[1]}"

    @property
    def address(self) -> str:
        host, port = self.public.getsockname()[:2]
        return (
            f"{'https' if settings.CERTIFICATE else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/"
        )


def _from_systemd() -> socket.socket | None:
    ours = os.environ.get("LISTEN_PID") == str(os.getpid()) and os.environ.get("LISTEN_FDS", "0") != "0"
    return socket.socket(fileno=HANDED_OVER) if ours else None


def _listening(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server(
            (host.strip("[]"), int(port)), family=family, backlog=BACKLOG, reuse_port=False
        )
    except OSError as error:
        sys.exit(f"Không mở được cổng {listen}: {error.strerror}. Hãy đặt DIEMCAU_LISTEN khác.")


class Supervisor:
    def __init__(self, doors: Doors, workers: int) -> None:
        self._doors = doors
        self._children = [*_web(doors, workers), Child("clerk", _diemcau("clerk"))]
        self._engine = _engine(doors) if settings.ENGINE_EMBEDDED else None
        self._over = asyncio.Event()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._over.set)
        loop.add_signal_handler(signal.SIGHUP, self._restart_web)
        keepers = [asyncio.create_task(child.keep()) for child in self._children]
        if self._engine:
            keepers.append(asyncio.create_task(keep("engine", self._run_engine)))
        keepers.append(asyncio.create_task(self._say_ready()))
        await self._over.wait()
        await self._end(keepers)

    async def _run_engine(self) -> object:
        if self._engine is None:
            raise RuntimeError("no embedded engine")
        self._engine.start()
        return await self._engine.ended()

    async def _say_ready(self) -> None:
        while not await asyncio.to_thread(is_ready, self._doors.inner_url):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        print(f"Điểm Cầu: {self._doors.address}", flush=True)

    def _restart_web(self) -> None:
        """A new certificate: the web processes end in order and are started again; the socket stays open."""
        for child in self._children:
            if child.name == "web" and child.pid:
                os.kill(child.pid, signal.SIGTERM)

    async def _end(self, keepers: Sequence[asyncio.Task[None]]) -> None:
        """The engine last: what still runs may speak to it. Its keeper first: it must not start it again."""
        await asyncio.gather(*(child.end() for child in self._children))
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        if self._engine:
            await self._engine.stop()


def is_ready(url: str) -> bool:
    try:
        with urlopen(f"{url}/live/health", timeout=2) as answer:  # noqa: S310 (our own loopback address)
            return bool(json.load(answer)["ready"])
    except (OSError, ValueError, KeyError):
        return False


def _web(doors: Doors, workers: int) -> list[Child]:
    fds = doors.public.fileno(), doors.inner.fileno()
    command = _diemcau("web", "--fd", str(fds[0]), "--inner-fd", str(fds[1]))
    return [Child("web", command, fds=fds) for _ in range(workers)]


def _diemcau(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "diemcau", *arguments]


def _engine(doors: Doors) -> EmbeddedServer:
    return EmbeddedServer(
        settings.HOME,
        settings.ENGINE_KEY,
        settings.ENGINE_SECRET,
        Ports(settings.ENGINE_PORT, settings.MEDIA_TCP, settings.MEDIA_UDP),
        node_ip=settings.MEDIA_ADDRESS,
        webhooks=[f"{doors.inner_url}/live/engine/webhook"],
        log=settings.HOME / "engine.log",
    )
