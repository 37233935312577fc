"""The house of tests/web/live on a thread of its own, for attackers who do not wait for one another."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from hypothesis import note

from diemcau.engine.memory import MemoryEngine
from tests.attacks.thoroughly import in_time
from tests.web.live.house import PATIENCE, House, house


@contextmanager
def standing() -> Iterator[House]:
    opened, doors = threading.Event(), []
    loop = asyncio.new_event_loop()
    closing = asyncio.Event()

    async def stand() -> None:
        async with house(MemoryEngine()) as one:
            doors.append(one)
            opened.set()
            await closing.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(stand(),))
    thread.start()
    try:
        assert opened.wait(PATIENCE)
        yield doors[0]
    finally:
        loop.call_soon_threadsafe(closing.set)
        thread.join()
        loop.close()


BUSY = 5  # times that a machine which stands still may keep the database from answering in two seconds


def asked(client: httpx.Client, method: str, path: str, **more: Any) -> httpx.Response:
    """One request; whatever it carries, the answer is in time and is no error of ours."""
    for _ in range(BUSY):
        answer = in_time(lambda: client.request(method, path, **more))
        if answer.status_code != 503:
            break
    note(f"{answer.status_code} {answer.text[:300]}")
    assert answer.status_code < 500
    return answer
