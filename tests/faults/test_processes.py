"""`kill -9` of web, clerk, both, at random moments: nothing acknowledged is lost, nothing is doubled."""

import asyncio
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest

from tests.faults.conftest import rounds
from tests.faults.lost import Lost, everybody_here
from tests.faults.media import all_in, longest_gap, shown
from tests.faults.stored import chain_is_valid, notes_of
from tests.faults.table import tell, trend
from tests.product import Operator, Product, Refusal
from tests.product.running import gather
from tests.product.watching import Audience

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.timeout(5400)]

READY_SECONDS = 10.0
BETWEEN_ACTS = 0.05  # the log of a hundred rounds stays as long as that of a real day
LONGEST_GAP_SECONDS = 3.0
PARTS = (("web",), ("clerk",), ("web", "clerk"))
MANY = 12
SETTLED_SECONDS = 8.0  # longer than sites and their media are given to come back


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "home", sites=MANY) as running:
        yield running


async def insist(operator: Operator, name: str, **fields: object) -> str:
    """As a page does: the same order again until it is answered."""
    order = uuid4().hex
    while True:
        with suppress(httpx.HTTPError):
            try:
                await operator.act(name, order=order, **fields)
                return order
            except Refusal as refused:
                if refused.status < 500:
                    raise
        await asyncio.sleep(0.05)


async def keep_acting(operator: Operator, acknowledged: list[str]) -> None:
    while True:
        order = await insist(operator, "note.send", text=f"Thông báo số {len(acknowledged) + 1}")
        acknowledged.append(order)
        await asyncio.sleep(BETWEEN_ACTS)


async def killed_and_back(product: Product, parts: tuple[str, ...]) -> float:
    before = {part: product.pids(part) for part in parts}
    product.kill(*parts)
    began = time.monotonic()
    while any(product.pids(part) in ([], before[part]) for part in parts):
        await asyncio.sleep(0.05)
    await asyncio.to_thread(product.wait_until_ready)
    return time.monotonic() - began


def cost_of_start(product: Product) -> float:
    """Processor seconds that the web process has used: what a start costs, however busy the machine."""
    used = psutil.Process(product.pids("web")[0]).cpu_times()
    return used.user + used.system


async def test_no_acknowledged_act_is_lost_and_none_doubled(product: Product) -> None:
    luck, acknowledged, back, cost = random.Random(), list[str](), list[float](), list[float]()
    async with product.operator() as operator:
        await operator.act("session.open")
        acting = asyncio.create_task(keep_acting(operator, acknowledged))
        for turn in range(rounds(100, 4)):
            await asyncio.sleep(luck.uniform(0.05, 0.8))
            parts = PARTS[turn % 3]
            back.append(await killed_and_back(product, parts))
            if "web" in parts:
                cost.append(cost_of_start(product))
        enough = len(acknowledged) + 3
        while len(acknowledged) < enough:
            await asyncio.sleep(0.05)
        acting.cancel()
        await asyncio.gather(acting, return_exceptions=True)
    kept = notes_of(product)
    assert set(acknowledged) <= set(kept), "an acknowledged act is missing"
    assert set(kept.values()) == {1}, "an act counts twice"
    assert chain_is_valid(product)
    tell(
        "web, clerk or both killed",
        len(back),
        f"{len(acknowledged)} acknowledged acts, none lost, none doubled, chain valid; "
        f"processor time of a start of the web: {trend(cost)}",
        ready=(max(back), READY_SECONDS, "s until ready, worst"),
    )


async def test_the_picture_goes_on_while_the_web_process_is_killed(product: Product) -> None:
    speaker = product.places[1].code
    async with product.operator() as operator, product.web() as web:
        await operator.act("session.open")
        audience = Audience(product, web, [speaker])
        running = asyncio.create_task(audience.run())
        await gather(operator, 6)
        watcher = audience.sites[product.places[2].code]
        await shown(operator, watcher, speaker)
        gaps = []
        for _ in range(rounds(10, 2)):
            product.kill("web")
            gaps.append(await longest_gap(watcher, speaker, 5.0))
            await asyncio.to_thread(product.wait_until_ready)
            await all_in(audience)
        running.cancel()
    tell(
        "web killed while a speaker is shown",
        len(gaps),
        "a watching site's picture of the speaker",
        gap=(max(gaps), LONGEST_GAP_SECONDS, "s without a frame, worst"),
    )


async def test_nobody_is_lost_with_the_web_process(crowded: Product) -> None:
    back = []
    async with crowded.operator() as operator, crowded.web() as web:
        await operator.act("session.open")
        running = asyncio.create_task(crowded.crowd(web).run())
        await gather(operator, MANY, 120)
        await operator.until(lambda: everybody_here(operator.cells), 120)
        lost = Lost(operator)
        for _ in range(rounds(10, 1)):
            back.append(await killed_and_back(crowded, ("web",)))
            await asyncio.sleep(SETTLED_SECONDS)
        assert everybody_here(operator.cells)
        running.cancel()
    tell(
        f"web killed with {MANY} sites on",
        len(back),
        f"{lost}; web ready after at most {max(back):.1f} s",
        lost=(lost.times, 0, "times a site called lost on the board"),
    )
