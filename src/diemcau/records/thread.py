"""Asking the database from the event loop: one thread, one connection; nothing else waits, and nobody for
ever."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import connections

from diemcau.records.store import AWAY, StoreAway

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


ANSWER_WITHIN = 2.0  # seconds; a server that stands still keeps its connections open and says nothing
LEAVE_WITHIN = 2.0


class StoreThread:
    """Raises StoreAway when there is no answer in time. What was asked may still happen; what waits behind
    it and is given up is not asked any more."""

    def __init__(self, name: str = "store") -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def __call__(
        self, ask: Callable[Given, Answer], /, *given: Given.args, **named: Given.kwargs
    ) -> Answer:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                return await loop.run_in_executor(self._executor, partial(ask, *given, **named))
        except TimeoutError:
            raise StoreAway("store_away", AWAY) from None

    def close(self) -> None:
        """After what was asked before; does not wait for a database that stands still."""
        left = self._executor.submit(connections.close_all)
        wait([left], LEAVE_WITHIN)
        self._executor.shutdown(wait=False, cancel_futures=True)
