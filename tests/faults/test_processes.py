"""`kill -9` of web, clerk, both, at random moments: nothing acknowledged is lost, nothing is doubled."""

import asyncio
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from uuid import uuid4

import httpx
import pytest

from tests.faults.conftest import rounds, told
from tests.product import Operator, Product, Refusal
from tests.product.running import ROOT, gather
from tests.product.watching import Audience

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.timeout(1800)]

READY_SECONDS = 10
LONGEST_GAP_SECONDS = 3.0


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


def stored(product: Product) -> dict[str, int]:
    with sqlite3.connect(f"file:{product.home}/diemcau.sqlite3?mode=ro", uri=True) as database:
        rows = database.execute(
            "select order_id, count(*) from records_sessionevent where kind = 'note.sent' group by order_id"
        )
        return dict(rows.fetchall())


async def killed_and_back(product: Product, parts: tuple[str, ...]) -> float:
    before = {part: product.pids(part) for part in parts}
    product.kill(*parts)
    began = time.monotonic()
    while any(product.pids(part) in ([], before[part]) for part in parts):
        await asyncio.sleep(0.05)
    await asyncio.to_thread(product.wait_until_ready)
    return time.monotonic() - began


async def test_no_acknowledged_act_is_lost_and_none_doubled(product: Product) -> None:
    luck, acknowledged, back = random.Random(), list[str](), list[float]()
    async with product.operator() as operator:
        await operator.act("session.open")
        acting = asyncio.create_task(keep_acting(operator, acknowledged))
        for _ in range(rounds(100, 4)):
            await asyncio.sleep(luck.uniform(0.05, 0.8))
            parts = luck.choice([("web",), ("clerk",), ("web", "clerk")])
            back.append(await killed_and_back(product, parts))
        enough = len(acknowledged) + 3
        while len(acknowledged) < enough:
            await asyncio.sleep(0.05)
        acting.cancel()
        await asyncio.gather(acting, return_exceptions=True)
    kept = stored(product)
    assert set(acknowledged) <= set(kept), "an acknowledged act is missing"
    assert set(kept.values()) == {1}, "an act counts twice"
    told(f"{len(acknowledged)} acts, {len(back)} kills; ready again after at most {max(back):.1f} s")
    assert max(back) <= READY_SECONDS
    checked = subprocess.run(
        [sys.executable, "-m", "diemcau", "verify"],
        cwd=ROOT,
        env=product.environment,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


async def test_the_picture_goes_on_while_the_web_process_is_killed(product: Product) -> None:
    speaker = product.places[1].code
    async with product.operator() as operator, product.web() as web:
        await operator.act("session.open")
        audience = Audience(product, web, [speaker])
        running = asyncio.create_task(audience.run())
        await gather(operator, 6)
        watcher = audience.sites[product.places[2].code]
        await operator.act("picture.preview", picture={"layout": "one", "sites": [speaker]})
        await operator.act("picture.take")
        await asyncio.wait_for(watcher.until(lambda: speaker in watcher.pictures), 20)
        picture = watcher.pictures[speaker]
        await picture.after(0)
        gaps = []
        for _ in range(rounds(10, 2)):
            product.kill("web")
            gaps.append(await longest_gap(picture, 5.0))
            await asyncio.to_thread(product.wait_until_ready)
        running.cancel()
    told(f"longest time without a frame: {max(gaps) * 1000:.0f} ms")
    assert max(gaps) <= LONGEST_GAP_SECONDS


async def longest_gap(picture: object, seconds: float) -> float:
    loop = asyncio.get_running_loop()
    until, last, gap = loop.time() + seconds, loop.time(), 0.0
    while last < until:
        at = await asyncio.wait_for(picture.after(last), 30)  # type: ignore[attr-defined]
        gap, last = max(gap, at - last), at
    return gap
