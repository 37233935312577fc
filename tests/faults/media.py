"""What the fault tests see of a running conference's picture and sound."""

import asyncio
from contextlib import suppress

from tests.product import Operator
from tests.product.watching import Audience, WatchingSite


async def shown(operator: Operator, watcher: WatchingSite, speaker: str) -> None:
    """The speaker is taken on the program, and the watching site has its picture."""
    await operator.act("picture.preview", picture={"layout": "one", "sites": [speaker]})
    await operator.act("picture.take")
    await frame_after(watcher, speaker, 0)


async def frame_after(watcher: WatchingSite, speaker: str, moment: float, within: float = 60) -> float:
    """When the first frame after `moment` (loop time) came, on whichever track it comes."""
    async with asyncio.timeout(within):
        while True:
            await watcher.until(lambda: speaker in watcher.pictures)
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    return await watcher.pictures[speaker].after(moment)


async def longest_gap(watcher: WatchingSite, speaker: str, seconds: float) -> float:
    """The longest time without a frame, from now on for so long."""
    loop = asyncio.get_running_loop()
    until, last, gap = loop.time() + seconds, loop.time(), 0.0
    while last < until:
        at = await frame_after(watcher, speaker, last)
        gap, last = max(gap, at - last), at
    return gap


async def heard_again(site: WatchingSite, speaker: str, began: float, within: float) -> float:
    """Seconds from `began` (loop time) until sound that is not silence is there."""
    return await asyncio.wait_for(site.hears(speaker), within) - began


async def all_in(audience: Audience, within: float = 120) -> None:
    """Everybody is on the engine, also after it was taken up again."""
    async with asyncio.timeout(within):
        while audience.joined < len(audience.sites):
            await asyncio.sleep(0.1)
