"""Telling the other processes that a session moved on. At most once, and only (session, sequence number):
whoever hears it asks the event table; whoever misses it is told by the poll."""

import asyncio
import logging
import os
import queue
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

import msgspec
import redis
import redis.asyncio
from django.conf import settings

from diemcau.records.queries.session import heads
from diemcau.records.store import StoreAway

log = logging.getLogger(__name__)

Heard = Callable[[UUID, int], None]
Ask = Callable[[Callable[[], dict[UUID, int]]], Awaitable[dict[UUID, int]]]
POLL_SECONDS = 1.0
CHANNEL = "diemcau:sessions"


class News(msgspec.Struct, frozen=True, array_like=True):
    session: UUID
    seq: int


class Bus(Protocol):
    def announce(self, session: UUID, seq: int) -> None:
        """From any thread; neither waits nor raises. `seq` 0: nothing new, but look at the engine."""

    def listen(self, heard: Heard) -> None:
        """`heard` is called in the event loop that runs now (without one: in the announcer's thread)."""

    def close(self) -> None: ...


class Ears:
    """The listeners of this process."""

    def __init__(self) -> None:
        self._ears: list[tuple[Heard, asyncio.AbstractEventLoop | None]] = []

    def listen(self, heard: Heard) -> None:
        self._ears = [*self._ears, (heard, _running_loop())]

    def tell(self, session: UUID, seq: int) -> None:
        for heard, loop in self._ears:
            if loop is None:
                heard(session, seq)
            else:
                with suppress(RuntimeError):  # the loop is closed: that listener is gone
                    loop.call_soon_threadsafe(heard, session, seq)

    def close(self) -> None:
        self._ears = []


class MemoryBus:
    """One process."""

    def __init__(self) -> None:
        self._ears = Ears()

    def announce(self, session: UUID, seq: int) -> None:
        self._ears.tell(session, seq)

    def listen(self, heard: Heard) -> None:
        self._ears.listen(heard)

    def close(self) -> None:
        self._ears.close()


class SocketBus:
    """Processes of one machine: each listener owns a datagram socket in the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ears = Ears()
        self._sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._sender.setblocking(False)
        self._receiver: socket.socket | None = None
        self._own = ""
        self._loop: asyncio.AbstractEventLoop | None = None

    def announce(self, session: UUID, seq: int) -> None:
        self._ears.tell(session, seq)
        message = msgspec.json.encode(News(session, seq))
        with suppress(FileNotFoundError), _opened(self._folder) as folder:
            for file in self._folder.glob("*.sock"):
                if file.name != self._own:
                    self._send(folder, file.name, message)

    def _send(self, folder: "_Folder", name: str, message: bytes) -> None:
        try:
            self._sender.sendto(message, folder.address(name))
        except ConnectionRefusedError:  # its process is gone
            with suppress(OSError):
                os.unlink(name, dir_fd=folder.number)
        except OSError:  # full or going away: the poll tells it
            log.debug("bus: %s did not take a message", name)

    def listen(self, heard: Heard) -> None:
        self._ears.listen(heard)
        if self._receiver is None and (loop := _running_loop()):
            self._receiver = self._opened_receiver(loop)

    def _opened_receiver(self, loop: asyncio.AbstractEventLoop) -> socket.socket:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._own = f"{os.getpid()}-{uuid4().hex[:8]}.sock"
        receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        receiver.setblocking(False)
        with _opened(self._folder) as folder:
            receiver.bind(folder.address(self._own))
        self._loop = loop
        loop.add_reader(receiver, self._receive, receiver)
        return receiver

    def _receive(self, receiver: socket.socket) -> None:
        with suppress(BlockingIOError):
            while message := receiver.recv(256):
                with suppress(msgspec.DecodeError):
                    news = msgspec.json.decode(message, type=News)
                    self._ears.tell(news.session, news.seq)

    def close(self) -> None:
        self._ears.close()
        if self._receiver is not None and self._loop is not None:
            if not self._loop.is_closed():
                self._loop.remove_reader(self._receiver)
            self._receiver.close()
            (self._folder / self._own).unlink(missing_ok=True)
            self._receiver = None
        self._sender.close()


class RedisBus:
    """Processes of several machines. Redis may go away and come back: nobody waits for it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._ears = Ears()
        self._own = uuid4().hex
        self._outgoing: queue.Queue[bytes | None] = queue.Queue(maxsize=1000)
        self._sender = threading.Thread(target=self._send_all, name="bus", daemon=True)
        self._sender.start()
        self._listener: asyncio.Task[None] | None = None

    def announce(self, session: UUID, seq: int) -> None:
        self._ears.tell(session, seq)
        with suppress(queue.Full):
            self._outgoing.put_nowait(msgspec.json.encode((self._own, session, seq)))

    def _send_all(self) -> None:
        client = redis.Redis.from_url(self._url, socket_timeout=1, socket_connect_timeout=1)
        while (message := self._outgoing.get()) is not None:
            try:
                client.publish(CHANNEL, message)
            except (redis.RedisError, OSError) as error:
                log.warning("bus: Redis did not take a message: %s", type(error).__name__)
        client.close()

    def listen(self, heard: Heard) -> None:
        self._ears.listen(heard)
        if self._listener is None and (loop := _running_loop()):
            self._listener = loop.create_task(self._hear_always())

    async def _hear_always(self) -> None:
        while True:
            with suppress(redis.RedisError, OSError):
                await self._hear()
            await asyncio.sleep(0.5)

    async def _hear(self) -> None:
        client = redis.asyncio.Redis.from_url(self._url, socket_connect_timeout=2)
        async with client, client.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(CHANNEL)
            async for message in subscription.listen():
                self._take(message["data"])

    def _take(self, message: bytes) -> None:
        with suppress(msgspec.DecodeError):
            origin, session, seq = msgspec.json.decode(message, type=tuple[str, UUID, int])
            if origin != self._own:
                self._ears.tell(session, seq)

    def close(self) -> None:
        """What is still to be sent gets a second."""
        self._ears.close()
        if self._listener is not None:
            with suppress(RuntimeError):
                self._listener.get_loop().call_soon_threadsafe(self._listener.cancel)
            self._listener = None
        with suppress(queue.Full):
            self._outgoing.put_nowait(None)
        self._sender.join(timeout=1)


class _Folder:
    """An open folder. Socket addresses go through it: a UNIX socket's path may have 107 bytes only."""

    def __init__(self, path: Path) -> None:
        self.number = os.open(path, os.O_RDONLY | os.O_DIRECTORY)

    def address(self, name: str) -> str:
        return f"/proc/self/fd/{self.number}/{name}"


@contextmanager
def _opened(path: Path) -> Iterator[_Folder]:
    folder = _Folder(path)
    try:
        yield folder
    finally:
        os.close(folder.number)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


_here: Bus | None = None
_here_lock = threading.Lock()


def here() -> Bus:
    """This process' bus, made at the first use as the settings say."""
    global _here
    with _here_lock:
        if _here is None:
            _here = RedisBus(settings.REDIS_URL) if settings.REDIS_URL else SocketBus(settings.BUS_FOLDER)
        return _here


def use(bus: Bus | None) -> None:
    """Another bus for this process from now on; None: the one of the settings, made anew."""
    global _here
    with _here_lock:
        _here = bus


def announce(session: UUID, seq: int) -> None:
    """The act has happened: no failure of the bus may undo it or hide it."""
    try:
        here().announce(session, seq)
    except Exception:
        log.exception("bus: not announced")


class Poll:
    """The safety net: once a second one question for all sessions that matter here; what moved on is told.

    `followed`: sessions that somebody here watches (so that the end of one is heard too). `ask` runs a
    question to the database outside the event loop.
    """

    def __init__(self, heard: Heard, followed: Callable[[], Iterable[UUID]], ask: Ask) -> None:
        self._heard = heard
        self._followed = followed
        self._ask = ask
        self._told: dict[UUID, int] = {}

    async def run(self) -> None:
        while True:
            with suppress(StoreAway):
                await self.look()
            await asyncio.sleep(POLL_SECONDS)

    async def look(self) -> None:
        latest = await self._ask(partial(heads, list(self._followed())))
        for session, seq in latest.items():
            if seq != self._told.get(session):
                self._heard(session, seq)
        self._told = latest
