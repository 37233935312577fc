"""Two web processes on one database, with Redis: what one of them decided holds at the other."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from diemcau.engine.livekit.simulator.web import Line
from tests.product import Operator, Product
from tests.product.running import gather
from tests.records.redis_server import RedisServer, redis_server

__all__ = ["redis_server"]

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

BOARDS = 8  # each on a connection of its own: all of them at one process is one chance in 128
TRIES = 24  # each on a connection of its own: every process is met
CLIENT = {"protocol": "15", "sdk": "js", "version": "2.0.0", "auto_subscribe": "0"}


@pytest.fixture
def product(tmp_path: Path, redis_server: RedisServer) -> Iterator[Product]:
    settings = {"DIEMCAU_REDIS_URL": redis_server.url, "DIEMCAU_WORKERS": "2"}
    with Product(tmp_path / "home", sites=4, **settings) as running:
        yield running


async def wish(product: Product, token: str, site: str, device: str, slot: str) -> httpx.Response:
    body = {"slot": slot, "site": site, "device": device}
    async with httpx.AsyncClient(base_url=product.url, timeout=20, verify=False) as client:
        return await client.post(
            f"/live/{product.session}/tickets", json=body, headers={"Authorization": f"Bearer {token}"}
        )


def signalling(product: Product, token: str) -> connect:
    query = httpx.QueryParams({"access_token": token, **CLIENT})
    address = product.url.replace("http", "ws", 1)
    return connect(f"{address}/gate/rtc?{query}", proxy=None, open_timeout=20)


async def knock(product: Product, token: str) -> int:
    try:
        async with signalling(product, token):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


async def each(ask: Any) -> set[int]:
    return {await ask() for _ in range(TRIES)}


async def test_what_one_process_refuses_the_other_refuses_too(product: Product) -> None:
    place, slots = product.places[1], product.links[product.places[1].code]
    assert len(product.pids("web")) >= 2
    async with product.operator() as operator, product.web() as web, AsyncExitStack() as hall:
        await operator.act("session.open")
        crowd = product.crowd(web)
        running = asyncio.create_task(crowd.run())
        await gather(operator, 4)

        first = await wish(product, slots["display"], place.code, "tv-1", "display")
        screen = await hall.enter_async_context(signalling(product, first.json()["token"]))
        await screen.recv()

        async def second_screen() -> int:
            return (await wish(product, slots["display"], place.code, "tv-2", "display")).status_code

        async def own_screen() -> int:
            return (await wish(product, slots["display"], place.code, "tv-1", "display")).status_code

        assert await each(second_screen) == {409}
        assert await each(own_screen) == {200}

        await operator.act("site.drop", site=place.code, reason="Thử ngắt")
        assert await each(lambda: knock(product, first.json()["token"])) == {403}
        assert await each(second_screen) == {409}
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def hears(board: Operator, knocking: dict[str, list[str]]) -> None:
    await board.until(lambda: board.knocking == knocking)


async def beat(line: Line) -> None:
    while True:
        await line.send({"t": "beat", "n": 1})
        await asyncio.sleep(1)


async def test_the_boards_of_every_process_hear_of_a_device_that_waits_at_one_of_them(
    product: Product,
) -> None:
    place = product.places[1]
    async with AsyncExitStack() as hall:
        boards = [await hall.enter_async_context(product.operator()) for _ in range(BOARDS)]
        await boards[0].act("session.open")
        web = await hall.enter_async_context(product.web())
        running = asyncio.create_task(product.crowd(web).run())
        await gather(boards[0], 4)
        line = web.line(product.links[place.code]["room"], place.code, "may-moi")
        other = await hall.enter_async_context(line)
        beating = asyncio.create_task(beat(other))
        await asyncio.gather(*(hears(board, {place.code: ["may-moi"]}) for board in boards))
        beating.cancel()
        await asyncio.gather(*(hears(board, {}) for board in boards))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
