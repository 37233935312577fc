"""`make screenshots`: the four screens of a conference of 31 rooms, for the README."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from diemcau.engine.livekit.simulator.picture import Format
from diemcau.records.data import demonstration
from tests.journeys.conftest import OWN_SITE
from tests.product import Operator, Product
from tests.product.running import ROOT, gather

PICTURES = ROOT / "docs" / "pictures"
ROOMS = 31
PAGES = {
    "board": ("trungtam", "dieu-khien/", 1920, 1080),
    "chair": ("chutoa", "chu-toa/", 1280, 800),
    "screen": ("bimson", f"man-hinh/{OWN_SITE}/", 1280, 720),
    "site": ("bimson", f"diem-cau/{OWN_SITE}/", 1366, 768),
}
MOVING = (
    "() => [...document.querySelectorAll('video')].some(one => one.readyState > 2 && one.currentTime > 2)"
)


async def _open(chromium: Browser, product: Product, name: str) -> Page:
    username, path, width, height = PAGES[name]
    devices = ["camera", "microphone"]
    size = {"width": width, "height": height}
    context = await chromium.new_context(viewport=size, locale="vi-VN", permissions=devices)  # type: ignore[arg-type]
    cookie = {"name": "sessionid", "value": product.browsers[username], "url": product.url}
    await context.add_cookies([cookie])  # type: ignore[list-item]
    page = await context.new_page()
    await page.goto(f"{product.url}/phien/{product.session}/{path}")
    return page


async def _speak(operator: Operator) -> None:
    """A speaker beside the chair, the next one in preview, two in the queue."""
    for request in demonstration.registrations():
        names = {"name": request.speaker.name, "title": request.speaker.title, "unit": request.speaker.unit}
        await operator.act("floor.request", site=request.site, speaker=names, topic=request.topic, minutes=5)
    await operator.until(
        lambda: len(operator.board.get("requests", operator.board.get("pending", ()))) > 0, 5
    )


@pytest.mark.timeout(600)
async def test_pictures(chromium: Browser, tmp_path: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    with Product(tmp_path / "home", sites=ROOMS) as product:
        async with product.operator() as operator, product.web() as web:
            await operator.act("session.open")
            crowd = asyncio.create_task(product.crowd(web, form=Format(), but=OWN_SITE).run())
            await gather(operator, ROOMS - 1, 180)
            await operator.act("session.go_live")
            for _ in range(3):
                await operator.act("script.start", take=True)
            with suppress(TimeoutError):
                await _speak(operator)
            for name in PAGES:
                page = await _open(chromium, product, name)
                if name == "site":
                    await _join(page, operator)
                await page.wait_for_function(MOVING, timeout=60_000)
                await page.screenshot(path=PICTURES / f"{name}.png")
                await page.context.close()
            crowd.cancel()
            with suppress(asyncio.CancelledError):
                await crowd


async def _join(page: Page, operator: Operator) -> None:
    await operator.until(lambda: operator.lanes().get(OWN_SITE) == "waiting", 60)
    await operator.act("site.admit", site=OWN_SITE)
    await operator.until(lambda: operator.lanes().get(OWN_SITE) == "connected", 60)
