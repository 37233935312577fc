"""Threads that ask the database for the event loop. Acts have their own: reading never delays a click."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from django.db import connection, connections

from diemcau.web.live.answers import store_away

Answer = TypeVar("Answer")

ANSWER_WITHIN = 1.8  # seconds; the refusal is on the page within two
READERS = 2


class Workers:
    """SQLite lets one write at a time: a second writing thread would only wait, and in longer steps."""

    def __init__(self) -> None:
        writers = 1 if connection.vendor == "sqlite" else 4
        self._acts = _Pool(writers, "act")
        self._reads = _Pool(READERS, "read")
        self._machine = asyncio.Lock()

    async def act(self, work: Callable[[], Answer]) -> Answer:
        return await self._within(self._acts, work)

    async def machine_act(self, work: Callable[[], Answer]) -> Answer:
        """One after the other: when all sites come back at once, people's acts go between them."""
        async with self._machine:
            return await self._within(self._acts, work)

    async def read(self, work: Callable[[], Answer]) -> Answer:
        return await self._within(self._reads, work)

    async def _within(self, pool: "_Pool", work: Callable[[], Answer]) -> Answer:
        """An act that is answered with "away" may still happen; sent again under its id it counts once."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                return await pool.run(work)
        except TimeoutError:
            raise store_away() from None

    async def close(self) -> None:
        await asyncio.gather(self._acts.close(), self._reads.close())


class _Pool:
    def __init__(self, size: int, name: str) -> None:
        self._size = size
        self._executor = ThreadPoolExecutor(size, thread_name_prefix=name)

    async def run(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    async def close(self) -> None:
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        """Each thread closes its own connection: all of them are made to meet first."""
        together = threading.Barrier(self._size)
        for _ in range(self._size):
            self._executor.submit(_leave, together)
        self._executor.shutdown(wait=True)


def _leave(together: threading.Barrier) -> None:
    with suppress(threading.BrokenBarrierError):
        together.wait(timeout=3)
    connections.close_all()
