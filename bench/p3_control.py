"""P3: CPU of everything ours over the CPU of livekit-server. P4: how ours grows with the number of sites."""

import asyncio
import itertools
import logging
import math
import sys
import tempfile
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from tests.product import Product
from tests.product.running import gather
from tests.product.watching import Audience

from bench import report
from bench.bare import cpu_seconds
from bench.film import HEIGHT, RATE, WIDTH, film
from diemcau.engine.livekit.simulator.picture import Format, Frame

SIZES = (10, 30, 60, 100)
SECONDS = 20.0
SPEAKER_KBPS, OTHER_KBPS = 1500, 150


class FilmCamera:
    """A camera that plays a reel: a busy picture at next to no cost for the machine that simulates it."""

    form = Format(WIDTH, HEIGHT, RATE)
    number = 1

    def __init__(self, reel: list[tuple[bytes, bool]]) -> None:
        self._reel, self._at = reel, 0

    def frame(self, now: datetime, key: bool = False) -> Frame:
        self._at = 0 if key else self._at
        data, is_key = self._reel[self._at % len(self._reel)]
        self._at += 1
        return Frame(data, is_key)


async def measure(sites: int) -> tuple[float, float]:
    """(cores of ours, cores of livekit-server): two boards open, statistics every second from every site."""
    loud, quiet = film(SPEAKER_KBPS), film(OTHER_KBPS)
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            product = stack.enter_context(Product(Path(folder) / "home", sites=sites))
            operator = await stack.enter_async_context(product.operator())
            web = await stack.enter_async_context(product.web())
            await stack.enter_async_context(product.operator("chutoa"))
            await operator.act("session.open")
            speaker = product.places[1].code
            audience = Audience(product, web, [])
            for code, site in audience.sites.items():
                site.camera = FilmCamera(loud if code == speaker else quiet)  # type: ignore[assignment]
            running = asyncio.create_task(audience.run())
            await gather(operator, sites, 180)
            await operator.act("session.go_live")
            await operator.act("floor.give_site", site=speaker)
            await operator.act("picture.preview", picture={"layout": "one", "sites": [speaker]})
            await operator.act("picture.take")
            watching = [site for code, site in audience.sites.items() if code != speaker]
            for site in watching:
                await asyncio.wait_for(site.until(lambda site=site: speaker in site.pictures), 60)  # type: ignore[misc]
            used = await spent(product)
            running.cancel()
            return used


async def spent(product: Product) -> tuple[float, float]:
    ours, engine = product.pids("web") + product.pids("clerk"), product.pids("engine")
    before = cpu_seconds(ours), cpu_seconds(engine)
    await asyncio.sleep(SECONDS)
    return (cpu_seconds(ours) - before[0]) / SECONDS, (cpu_seconds(engine) - before[1]) / SECONDS


def exponent(sizes: list[int], values: list[float]) -> float:
    """The slope of a straight line through the points, both axes logarithmic."""
    xs, ys = [math.log(n) for n in sizes], [math.log(v) for v in values]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - middle_x) ** 2 for x in xs)


async def main(sizes: list[int]) -> None:
    for name in ("livekit", "httpx", "diemcau.simulator"):
        logging.getLogger(name).setLevel(logging.ERROR)
    ours, engine = [], []
    for size in sizes:
        mine, theirs = await measure(size)
        ours.append(mine)
        engine.append(theirs)
        print(f"{size} sites: ours {mine:.4f} core, livekit-server {theirs:.3f} core", flush=True)
    lines = [
        f"{size} sites: ours {mine:.4f} core, livekit-server {theirs:.3f} core, ratio {mine / theirs:.3f}"
        for size, mine, theirs in zip(sizes, ours, engine, strict=True)
    ]
    lines.append(
        f"one speaker at {SPEAKER_KBPS} kbit/s watched by all, the others send {OTHER_KBPS} kbit/s; "
        f"two boards; {SECONDS:.0f} s"
    )
    steps = [f"{a} to {b} sites: {exponent([a, b], [x, y]):.2f}" for (a, x), (b, y) in pairs(sizes, ours)]
    title = "growth of our CPU with the number of sites (exponent)"
    report.tell("P4", exponent(sizes, ours), "<= 1.0", title=title, lines=steps)
    ratio = ours[-1] / engine[-1]
    report.tell("P3", ratio, "<= 0.05", title="our CPU over livekit-server's", lines=lines)


def pairs(sizes: list[int], values: list[float]) -> list[tuple[tuple[int, float], tuple[int, float]]]:
    return list(itertools.pairwise(zip(sizes, values, strict=True)))


if __name__ == "__main__":
    asyncio.run(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
