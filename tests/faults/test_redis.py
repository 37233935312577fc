"""Redis is killed under two web processes: the conference goes on, and sites join when it is back."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import rounds, told
from tests.faults.media import longest_gap, shown
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


async def signs_in(product: Product, operator: Operator) -> int:
    """The page where accounts sign in counts failures in Redis."""
    page = await operator._http.get("/tai-khoan/login/")
    form = {"login": "trungtam", "password": "không phải mật khẩu", "csrfmiddlewaretoken": ""}
    form["csrfmiddlewaretoken"] = page.cookies.get("csrftoken", "")
    answer = await operator._http.post("/tai-khoan/login/", data=form, headers={"Origin": product.url})
    return max(page.status_code, answer.status_code)


async def test_the_conference_goes_on_without_redis(product: Product, redis_server: RedisServer) -> None:
    speaker, watching, late = (product.places[n].code for n in (1, 2, 3))
    async with product.operator() as actor, product.operator("chutoa") as other, product.web() as web:
        await actor.act("session.open")
        audience = Audience(product, web, [speaker])
        newcomer = audience.sites.pop(late)
        running = [asyncio.create_task(audience.run())]
        await gather(actor, 5)
        picture = await shown(actor, audience.sites[watching], speaker)
        follows: list[float] = []
        gaps: list[float] = []
        for turn in range(rounds(5, 1)):
            redis_server.stop()
            away = asyncio.create_task(acts_while_away(actor, [actor, other], turn))
            gaps.append(await longest_gap(picture, AWAY_SECONDS))
            follows += await away
            assert not any(cell["lost"] for cell in actor.cells.values())
            assert await signs_in(product, actor) < 500
            redis_server.start()
        began = time.monotonic()
        running.append(asyncio.create_task(newcomer.run()))
        await gather(actor, 6, JOINED_SECONDS)
        joined = time.monotonic() - began
        for task in running:
            task.cancel()
    told(f"acts on two boards within {max(follows):.2f} s, frames within {max(gaps) * 1000:.0f} ms")
    told(f"a new site joined {joined:.1f} s after Redis was back")
    assert max(follows) <= FOLLOWED_SECONDS
    assert max(gaps) <= LONGEST_GAP_SECONDS
    assert joined <= JOINED_SECONDS
