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
    "site": ("bimson", f"diem-cau/{OWN_SITE}/", 1366, 768),
    "board": ("trungtam", "dieu-khien/", 1920, 1080),
    "chair": ("chutoa", "chu-toa/", 1280, 800),
    "screen": ("bimson", f"man-hinh/{OWN_SITE}/", 1280, 720),
}
PLAYING = """least => [...document.querySelectorAll('video')].filter(
  one => one.readyState > 2 && one.currentTime > 1).length >= least"""
WHOLE_BOARD = ROOMS - 1


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


@pytest.mark.timeout(600)
async def test_pictures(chromium: Browser, tmp_path: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    with Product(tmp_path / "home", sites=ROOMS, recorded=True) as product:
        async with product.operator() as operator, product.web() as web:
            await operator.act("session.open")
            crowd = asyncio.create_task(product.crowd(web, form=Format(), but=OWN_SITE).run())
            await gather(operator, ROOMS - 1, 180)
            await operator.act("session.go_live")
            pages = {"site": await _open(chromium, product, "site")}
            await _join(pages["site"], operator)
            await _speak(operator)
            for name in ("board", "chair", "screen"):
                pages[name] = await _open(chromium, product, name)
            await operator.until(lambda: _measured(operator), 120)
            for name, page in pages.items():
                await page.wait_for_function(
                    PLAYING, arg=WHOLE_BOARD if name == "board" else 1, timeout=60_000
                )
                await page.screenshot(path=PICTURES / f"{name}.png")
            crowd.cancel()
            with suppress(asyncio.CancelledError):
                await crowd


async def _join(page: Page, operator: Operator) -> None:
    await operator.until(lambda: operator.lanes().get(OWN_SITE) == "waiting", 60)
    await operator.act("site.admit", site=OWN_SITE)
    await page.wait_for_function(PLAYING, arg=1, timeout=60_000)


async def _speak(operator: Operator) -> None:
    """The third item: a speaker beside the chair; three more ask."""
    for _ in range(3):
        await operator.act("script.start", take=True)
    for request in demonstration.registrations():
        who = {"name": request.speaker.name, "title": request.speaker.title, "unit": request.speaker.unit}
        await operator.act("floor.request", site=request.site, speaker=who, topic=request.topic, minutes=5)


def _measured(operator: Operator) -> bool:
    """The lines of the simulated sites have a grade."""
    grades = [cell.get("grade", "no_data") for cell in operator.cells.values()]
    return sum(grade != "no_data" for grade in grades) >= ROOMS // 2
