"""What the fault tests see of a running conference's picture and sound."""

import asyncio

from tests.product import Operator
from tests.product.pictures import FirstFrame
from tests.product.watching import WatchingSite


async def shown(operator: Operator, watcher: WatchingSite, speaker: str) -> FirstFrame:
    """The speaker is taken on the program, and the watching site has its picture."""
    await operator.act("picture.preview", picture={"layout": "one", "sites": [speaker]})
    await operator.act("picture.take")
    await asyncio.wait_for(watcher.until(lambda: speaker in watcher.pictures), 20)
    picture = watcher.pictures[speaker]
    await asyncio.wait_for(picture.after(0), 20)
    return picture


async def longest_gap(picture: FirstFrame, seconds: float) -> float:
    """The longest time without a frame, from now on for so long."""
    loop = asyncio.get_running_loop()
    until, last, gap = loop.time() + seconds, loop.time(), 0.0
    while last < until:
        at = await asyncio.wait_for(picture.after(last), 30)
        gap, last = max(gap, at - last), at
    return gap


async def heard_again(site: WatchingSite, speaker: str, began: float, within: float) -> float:
    """Seconds from `began` (loop time) until sound that is not silence is there."""
    await asyncio.wait_for(site.until(lambda: speaker in site.sounds), within)
    await asyncio.wait_for(site.sounds[speaker].heard.wait(), within)
    return site.sounds[speaker].heard_at - began
