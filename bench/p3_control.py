"""P3: CPU of everything ours over the CPU of livekit-server. P4: how ours grows with the number of sites."""

import asyncio
import itertools
import logging
import math
import tempfile
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.product import Operator, Product
from tests.product.running import gather
from tests.product.watching import Audience

from bench import report
from bench.bare import cpu_seconds
from bench.film import HEIGHT, RATE, WIDTH, film
from diemcau.engine.livekit.simulator.picture import Format, Frame
from diemcau.engine.livekit.simulator.web import Web

WATCHING, PRESENT = (30,), (10, 50, 100)
SECONDS = 20.0
SPEAKER_KBPS, OTHER_KBPS = 1500, 150
SLOW = Format(160, 96, 2)


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


async def measure(sites: int, *, watching: bool) -> tuple[float, float]:
    """(cores of ours, cores of livekit-server): two boards open, statistics every second from every site.

    `watching`: every site receives the speaker's film. Else they send a small picture and receive nothing:
    what is ours has the same to do, and one machine can simulate 200 of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            product = stack.enter_context(Product(Path(folder) / "home", sites=sites))
            operator = await stack.enter_async_context(product.operator())
            web = await stack.enter_async_context(product.web())
            await stack.enter_async_context(product.operator("chutoa"))
            await operator.act("session.open")
            crowd = audience(product, web) if watching else product.crowd(web, form=SLOW)
            running = asyncio.create_task(crowd.run())
            await gather(operator, sites, 240)
            await operator.act("session.go_live")
            if isinstance(crowd, Audience):
                await show(operator, crowd, product.places[1].code)
            await operator.until(lambda: all(cell["camera_on"] for cell in rooms(operator)), 240)
            used = await spent(product)
            running.cancel()
            return used


def rooms(operator: Operator) -> list[dict[str, Any]]:
    return [cell for cell in operator.cells.values() if cell["role"] != "central"]


def audience(product: Product, web: Web) -> Audience:
    loud, quiet = film(SPEAKER_KBPS), film(OTHER_KBPS)
    crowd = Audience(product, web, [])
    for code, site in crowd.sites.items():
        speaks = code == product.places[1].code
        site.camera = FilmCamera(loud if speaks else quiet)  # type: ignore[assignment]
    return crowd


async def show(operator: Operator, crowd: Audience, speaker: str) -> None:
    await operator.act("floor.give_site", site=speaker)
    await operator.act("picture.preview", picture={"layout": "one", "sites": [speaker]})
    await operator.act("picture.take")
    for site in [site for code, site in crowd.sites.items() if code != speaker]:
        await asyncio.wait_for(site.until(lambda site=site: speaker in site.pictures), 60)


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


async def main() -> None:
    for name in ("livekit", "httpx", "diemcau.simulator"):
        logging.getLogger(name).setLevel(logging.ERROR)
    watched = {size: await told(size, watching=True) for size in WATCHING}
    present = {size: (await told(size, watching=False))[0] for size in PRESENT}
    steps = [f"{a} to {b} sites: {exponent([a, b], [x, y]):.2f}" for (a, x), (b, y) in pairs(present)]
    grown = ", ".join(f"{size} sites {mine:.4f}" for size, mine in present.items())
    title = "growth of our CPU with the number of sites (exponent)"
    report.tell(
        "P4",
        exponent(list(present), list(present.values())),
        "<= 1.0",
        title=title,
        lines=[f"cores of ours: {grown}; the sites send a small picture", *steps],
    )
    lines = [
        f"{size} sites: ours {mine:.4f} core, livekit-server {theirs:.3f} core, ratio {mine / theirs:.3f}"
        for size, (mine, theirs) in watched.items()
    ]
    lines.append(
        f"one speaker at {SPEAKER_KBPS} kbit/s watched by all, the others send {OTHER_KBPS} kbit/s; "
        f"two boards; {SECONDS:.0f} s"
    )
    worst = max(mine / theirs for mine, theirs in watched.values())
    report.tell("P3", worst, "<= 0.05", title="our CPU over livekit-server's", lines=lines)


async def told(size: int, *, watching: bool) -> tuple[float, float]:
    mine, theirs = await measure(size, watching=watching)
    print(f"{size} sites: ours {mine:.4f} core, livekit-server {theirs:.3f} core", flush=True)
    return mine, theirs


def pairs(present: dict[int, float]) -> list[tuple[tuple[int, float], tuple[int, float]]]:
    return list(itertools.pairwise(present.items()))


if __name__ == "__main__":
    asyncio.run(main())
