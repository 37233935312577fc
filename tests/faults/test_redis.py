"""Redis is killed under two web processes: the conference goes on, and sites join when it is back."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.conftest import rounds
from tests.faults.media import longest_gap, shown
from tests.faults.table import tell
from tests.product import Operator, Product
from tests.product.running import gather
from tests.product.watching import Audience
from tests.records.redis_server import RedisServer, redis_server

__all__ = ["redis_server"]

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.timeout(900)]

FOLLOWED_SECONDS = 3.0
LONGEST_GAP_SECONDS = 3.0
JOINED_SECONDS = 30.0
AWAY_SECONDS = 6.0  # longer than the processes believe each other's last word


@pytest.fixture
def product(tmp_path: Path, redis_server: RedisServer) -> Iterator[Product]:
    settings = {"DIEMCAU_REDIS_URL": redis_server.url, "DIEMCAU_WORKERS": "2"}
    with Product(tmp_path / "home", sites=6, **settings) as running:
        yield running


async def followed(actor: Operator, boards: list[Operator], words: str) -> float:
    """From the act until every board shows it."""
    began = time.monotonic()
    await actor.act("note.send", text=words)
    for board in boards:
        await board.until(lambda board=board: any(n["text"] == words for n in board.board["notes"]))  # type: ignore[misc]
    return time.monotonic() - began


async def acts_while_away(actor: Operator, boards: list[Operator], turn: int) -> list[float]:
    until, took = time.monotonic() + AWAY_SECONDS, []
    while time.monotonic() < until:
        took.append(await followed(actor, boards, f"Lần {turn}, thông báo {len(took)}"))
        await asyncio.sleep(0.3)
    return took


async def enters(product: Product, operator: Operator) -> None:
    """A site's link needs no Redis. Sign-ins are counted there: they say why they must wait."""
    link = await operator._http.get(f"/vao/{product.links[product.places[2].code]['room']}")
    assert link.status_code == 200
    refused = await signs_in(product, operator)
    assert refused.status_code == 503
    assert "Redis" in refused.text


async def signs_in(product: Product, operator: Operator) -> httpx.Response:
    page = await operator._http.get("/tai-khoan/login/")
    token = page.cookies.get("csrftoken", "")
    form = {"login": "trungtam", "password": "không phải mật khẩu", "csrfmiddlewaretoken": token}
    return await operator._http.post("/tai-khoan/login/", data=form, headers={"Origin": product.url})


async def test_the_conference_goes_on_without_redis(product: Product, redis_server: RedisServer) -> None:
    speaker, watching, late = (product.places[n].code for n in (1, 2, 3))
    async with product.operator() as actor, product.operator("chutoa") as other, product.web() as web:
        await actor.act("session.open")
        audience = Audience(product, web, [speaker])
        newcomer = audience.sites.pop(late)
        running = [asyncio.create_task(audience.run())]
        await gather(actor, 5)
        watcher = audience.sites[watching]
        await shown(actor, watcher, speaker)
        follows: list[float] = []
        gaps: list[float] = []
        for turn in range(rounds(5, 1)):
            redis_server.stop()
            away = asyncio.create_task(acts_while_away(actor, [actor, other], turn))
            gaps.append(await longest_gap(watcher, speaker, AWAY_SECONDS))
            follows += await away
            assert not any(cell["lost"] for cell in actor.cells.values())
            await enters(product, actor)
            redis_server.start()
        began = time.monotonic()
        running.append(asyncio.create_task(newcomer.run()))
        await gather(actor, 6, JOINED_SECONDS)
        joined = time.monotonic() - began
        assert (await signs_in(product, actor)).status_code == 200
        for task in running:
            task.cancel()
    tell(
        "Redis killed under two web processes",
        len(gaps),
        f"{len(follows)} acts while it was away, all accepted; no site lost; sign-in says why it must wait",
        follows=(max(follows), FOLLOWED_SECONDS, "s from an act to two boards, worst"),
        gap=(max(gaps), LONGEST_GAP_SECONDS, "s without a frame, worst"),
        joined=(joined, JOINED_SECONDS, "s until a new site is in, after it is back"),
    )
