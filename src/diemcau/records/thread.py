"""Asking the database from the event loop: one thread, one connection; nothing else waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import connections

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class StoreThread:
    def __init__(self, name: str = "store") -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def __call__(
        self, ask: Callable[Given, Answer], /, *given: Given.args, **named: Given.kwargs
    ) -> Answer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, partial(ask, *given, **named))

    def close(self) -> None:
        """After what was asked before; waits for it."""
        self._executor.submit(connections.close_all)
        self._executor.shutdown(wait=True)
