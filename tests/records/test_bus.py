"""News from process to process: at most once, never waiting, whole again after every absence."""

# ruff: noqa: ASYNC240 (a look into a folder of the test's own holds nothing up)
import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from diemcau.records.bus import MemoryBus, Poll, RedisBus, SocketBus
from tests.records.processes import ROOT
from tests.records.redis_server import RedisServer

A, B = uuid4(), uuid4()


class Ear:
    """Keeps what it hears; `next()` waits for it."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[UUID, int]] = asyncio.Queue()

    def __call__(self, session: UUID, seq: int) -> None:
        self.heard.put_nowait((session, seq))

    async def next(self, seconds: float = 10) -> tuple[UUID, int]:
        return await asyncio.wait_for(self.heard.get(), seconds)


def test_memory_without_a_loop_tells_at_once() -> None:
    heard = []
    bus = MemoryBus()
    bus.listen(lambda session, seq: heard.append((session, seq)))
    bus.announce(A, 3)
    bus.close()
    bus.announce(A, 4)
    assert heard == [(A, 3)]


async def test_news_from_another_thread_arrive_in_the_loop() -> None:
    ear, bus = Ear(), MemoryBus()
    bus.listen(ear)
    await asyncio.to_thread(bus.announce, A, 3)
    assert await ear.next() == (A, 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Longer than the path of a UNIX socket may be."""
    return tmp_path / ("a-folder-with-a-long-name-" * 6) / "bus"


async def test_sockets_tell_the_own_process_and_the_others(folder: Path) -> None:
    with closing(SocketBus(folder)) as one, closing(SocketBus(folder)) as two:
        first, second = Ear(), Ear()
        one.listen(first)
        two.listen(second)
        one.announce(A, 7)
        assert [await first.next(), await second.next()] == [(A, 7), (A, 7)]
        assert first.heard.empty()


SENDER = """
import sys
from pathlib import Path
from uuid import UUID
import django
django.setup()
from diemcau.records.bus import SocketBus
SocketBus(Path(sys.argv[1])).announce(UUID(sys.argv[2]), 9)
"""


async def test_another_process_is_heard(folder: Path) -> None:
    ear = Ear()
    with closing(SocketBus(folder)) as bus:
        bus.listen(ear)
        run = [sys.executable, "-c", SENDER, str(folder), str(B)]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "diemcau.config.settings"}
        await asyncio.to_thread(subprocess.run, run, cwd=ROOT, env=environment, check=True)
        assert await ear.next() == (B, 9)


async def test_the_file_of_a_dead_process_is_removed(folder: Path) -> None:
    folder.mkdir(parents=True)
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    number = os.open(folder, os.O_RDONLY)
    dead.bind(f"/proc/self/fd/{number}/1-dead.sock")
    os.close(number)
    dead.close()
    with closing(SocketBus(folder)) as bus:
        bus.announce(A, 1)
    assert list(folder.iterdir()) == []


async def test_a_process_that_reads_nothing_holds_nobody_up(folder: Path) -> None:
    with closing(SocketBus(folder)) as deaf, closing(SocketBus(folder)) as bus:
        deaf.listen(Ear())
        ear = Ear()
        for seq in range(2000):  # this loop does not run meanwhile: nobody reads
            bus.announce(A, seq)
        bus.listen(ear)
        bus.announce(A, 2000)
        assert await ear.next() == (A, 2000)


async def test_garbage_in_the_socket_is_ignored(folder: Path) -> None:
    ear = Ear()
    with closing(SocketBus(folder)) as bus, closing(SocketBus(folder)) as other:
        bus.listen(ear)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stranger:
            number = os.open(folder, os.O_RDONLY)
            for message in (b"", b"x", b"[1,2]", b"\xff" * 300):
                stranger.sendto(message, f"/proc/self/fd/{number}/{next(folder.iterdir()).name}")
            os.close(number)
        other.announce(A, 5)
        assert await ear.next() == (A, 5)


async def test_without_a_listener_no_folder_is_made(folder: Path) -> None:
    with closing(SocketBus(folder)) as bus:
        bus.announce(A, 1)
    assert not folder.exists()


async def test_a_closed_bus_leaves_no_file(folder: Path) -> None:
    with closing(SocketBus(folder)) as bus:
        bus.listen(Ear())
        assert len(list(folder.iterdir())) == 1
    assert list(folder.iterdir()) == []


@contextmanager
def redis_pair(server: RedisServer) -> Iterator[tuple[RedisBus, RedisBus]]:
    with closing(RedisBus(server.url)) as one, closing(RedisBus(server.url)) as two:
        yield one, two


async def announced_until_heard(bus: RedisBus, ear: Ear, seq: int) -> tuple[UUID, int]:
    """At most once: what is said before the other listens is lost, so it is said until it is heard."""
    async with asyncio.timeout(20):
        while True:
            bus.announce(A, seq)
            try:
                return await ear.next(0.2)
            except TimeoutError:
                continue


async def test_redis_tells_the_other_machines(redis_server: RedisServer) -> None:
    with redis_pair(redis_server) as (one, two):
        ear = Ear()
        two.listen(ear)
        assert await announced_until_heard(one, ear, 3) == (A, 3)


async def test_own_news_need_no_redis(redis_server: RedisServer) -> None:
    redis_server.stop()
    with redis_pair(redis_server) as (one, _):
        ear = Ear()
        one.listen(ear)
        one.announce(A, 3)
        assert await ear.next(0.5) == (A, 3)


async def test_redis_may_go_away_and_come_back(redis_server: RedisServer) -> None:
    with redis_pair(redis_server) as (one, two):
        ear = Ear()
        two.listen(ear)
        assert await announced_until_heard(one, ear, 3) == (A, 3)
        redis_server.stop()
        one.announce(A, 4)
        redis_server.start()
        assert (await announced_until_heard(one, ear, 5))[1] in (4, 5)


async def test_the_poll_tells_what_the_bus_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    latest: dict[UUID, int] = {A: 3, B: 1}
    monkeypatch.setattr("diemcau.records.bus.heads", lambda followed: dict(latest))
    heard: list[tuple[UUID, int]] = []

    async def ask(question: Callable[[], dict[UUID, int]]) -> dict[UUID, int]:
        return question()

    poll = Poll(lambda session, seq: heard.append((session, seq)), lambda: [A], ask)
    await poll.look()
    await poll.look()
    latest[A] = 5
    await poll.look()
    assert heard == [(A, 3), (B, 1), (A, 5)]


@pytest.mark.django_db(transaction=True)
async def test_the_polls_question() -> None:
    from diemcau.conference.commands import End
    from diemcau.records.queries.session import heads
    from diemcau.records.thread import StoreThread
    from tests.records.builders import done, opened

    store = StoreThread("test")
    session = await store(opened)
    assert await store(heads) == {session: 2}
    await store(done, session, End())
    assert await store(heads) == {}
    assert session in await store(heads, [session])
    store.close()
