"""`kill -9` of livekit-server in a live session: it comes back, and every site with sound; nobody clicks."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.faults.conftest import rounds
from tests.faults.lost import Lost
from tests.faults.media import heard_again
from tests.faults.table import percentile, tell, trend
from tests.product import Operator, Product
from tests.product.running import gather
from tests.product.watching import Audience

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.timeout(2400)]

SITES = 12
BACK_SECONDS = 3.0
SOUND_SECONDS_P95, SOUND_SECONDS_WORST = 15.0, 60.0


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "home", sites=SITES) as running:
        yield running


def truth(operator: Operator) -> dict[str, Any]:
    """What an engine's death must not change."""
    board = {key: operator.board[key] for key in ("queue", "speaking", "pending", "roll", "phase")}
    return {**board, "program": operator.stage["program"], "item": operator.stage["item"]}


async def engine_back(product: Product) -> float:
    """Until the new one answers."""
    (before,) = product.pids("engine")
    product.kill("engine")
    began = time.monotonic()
    while product.pids("engine") in ([], [before]):
        await asyncio.sleep(0.02)
    async with httpx.AsyncClient(trust_env=False) as web:
        while not await answers(web, f"http://127.0.0.1:{product.environment['DIEMCAU_ENGINE_PORT']}"):
            await asyncio.sleep(0.02)
    return time.monotonic() - began


async def answers(web: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await web.get(url)).status_code == 200
    except httpx.HTTPError:
        return False


async def test_everybody_is_heard_again_and_nothing_changed(product: Product) -> None:
    speaker, loop = product.places[1].code, asyncio.get_running_loop()
    back, sounds, rounds_took = list[float](), list[float](), list[float]()
    async with product.operator() as operator, product.web() as web:
        await operator.act("session.open")
        audience = Audience(product, web, [speaker])
        running = asyncio.create_task(audience.run())
        await gather(operator, SITES, 120)
        await operator.act("session.go_live")
        await operator.act("floor.give_site", site=speaker)
        await operator.act("picture.take")
        watching = [site for code, site in audience.sites.items() if code != speaker]
        began, within = loop.time(), SOUND_SECONDS_WORST
        await asyncio.gather(*(heard_again(site, speaker, began, within) for site in watching))
        before, lost = truth(operator), Lost(operator)
        for _ in range(rounds(20, 1)):
            for site in watching:
                site.sounds.clear()
            began = loop.time()
            back.append(await engine_back(product))
            heard = await asyncio.gather(*(heard_again(site, speaker, began, within) for site in watching))
            sounds += heard
            rounds_took.append(max(heard))
            assert truth(operator) == before
            await operator.until(lambda: not any(cell["lost"] for cell in operator.cells.values()))
        running.cancel()
    tell(
        f"livekit-server killed with {SITES} sites on",
        len(back),
        f"floor, queue, program and roll call unchanged, nobody clicked; {lost}; {trend(rounds_took)}",
        back=(max(back), BACK_SECONDS, "s until it answers again, worst"),
        sound=(percentile(sounds, 0.95), SOUND_SECONDS_P95, "s until the sound is back, p95"),
        worst=(max(sounds), SOUND_SECONDS_WORST, "s until the sound is back, worst"),
    )
