"""The web process is killed under a real browser: its picture and sound are not thrown away."""

import asyncio

import pytest

from tests.faults.test_processes import SETTLED_SECONDS, killed_and_back
from tests.journeys.conftest import OWN_SITE, Opened
from tests.journeys.rooms import comes_in
from tests.product import Operator, Product

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(300)]


async def test_a_page_keeps_its_media_while_the_web_is_started_again(
    product: Product,
    live: Operator,
    opened: Opened,
) -> None:
    room = await comes_in(live, opened)
    tickets: list[str] = []
    signalling: list[str] = []
    room.on("request", lambda asked: tickets.append(asked.url) if "/tickets" in asked.url else None)
    room.on("websocket", lambda line: signalling.append(line.url) if "/gate/" in line.url else None)
    await killed_and_back(product, ("web",))
    async with asyncio.timeout(60):
        while not signalling:
            await asyncio.sleep(0.1)
    await asyncio.sleep(SETTLED_SECONDS)
    assert tickets == [], "the page joined anew"
    assert live.cells[OWN_SITE]["lane"] == "connected"
    assert live.cells[OWN_SITE]["camera_on"]
