"""What long-living workers share: a round that goes wrong is followed by the next one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from diemcau.records.store import StoreAway

log = logging.getLogger(__name__)


async def always(work: Callable[[], Awaitable[None]], seconds: float) -> None:
    while True:
        await carefully(work())
        await asyncio.sleep(seconds)


async def carefully(work: Awaitable[None]) -> None:
    """Whatever goes wrong in one round, the next one comes."""
    try:
        await work
    except StoreAway as error:
        log.warning("the database is away: %s", error.code)
    except Exception:
        log.exception("a round failed")


async def end(tasks: Iterable[asyncio.Task[None] | None]) -> None:
    running = [task for task in tasks if task is not None]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
