"""The whole product and a real Chromium: `diemcau serve` in a home of its own, on free ports, for each test.

`live`: the session is live, simulated sites are in; Bỉm Sơn's place is left to the test.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect

from diemcau.engine.livekit.simulator.crowd import Crowd
from diemcau.engine.livekit.simulator.habits import Scenario
from tests.journeys.senses import LISTEN
from tests.product import Operator, Product
from tests.product.running import SMALL, gather

expect.set_options(timeout=60_000)  # of a machine that others use too
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SITES = 6  # the chair, two invited rooms, and the first end sites up to Bỉm Sơn
OWN_SITE = "bim-son"
CHAIR, CHAIR_NAME = "van-phong-ubnd-tinh", "Văn phòng UBND tỉnh"
SEEN_BY_PEOPLE: ViewportSize = {"width": 1366, "height": 768}

Opening = Callable[[], Awaitable[Page]]
Opened = Callable[[str, str], Awaitable[Page]]
Entered = Callable[[str], Awaitable[Page]]


@pytest.fixture
def sites() -> int:
    """How many are invited, beside the central one; a module with another number says so itself."""
    return SITES


@pytest.fixture
def product(tmp_path_factory: pytest.TempPathFactory, sites: int) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("journey") / "home", sites=sites) as product:
        yield product


@pytest.fixture
async def operator(product: Product) -> AsyncIterator[Operator]:
    async with product.operator() as operator:
        yield operator


@pytest.fixture
async def live(product: Product, operator: Operator) -> AsyncIterator[Operator]:
    """The session is live; every site but Bỉm Sơn is in, with picture and sound."""
    await operator.act("session.open")
    async with product.web() as web, present(product.crowd(web, but=OWN_SITE)):
        await gather(operator, SITES - 1)
        await operator.act("session.go_live")
        yield operator


@pytest.fixture
async def chair_room(product: Product, operator: Operator) -> AsyncIterator[None]:
    """The session is open; the chair's own room, simulated, waits in its lobby or is in it."""
    await operator.act("session.open")
    place = [place for place in product.places if place.code == CHAIR]
    async with product.web() as web, present(Crowd(web, place, Scenario.QUIET, SMALL)):
        yield


@asynccontextmanager
async def present(crowd: Crowd) -> AsyncIterator[None]:
    """These simulated sites are there."""
    running = asyncio.create_task(crowd.run())
    yield
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        await browser.close()


@pytest.fixture
async def browser(chromium: Browser, product: Product) -> AsyncIterator[Opening]:
    """`await browser()`: an empty page in a browser of its own, in which nobody is signed in.

    A page that throws, that breaks its content policy or that asks another host for anything fails its test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def watch(context: BrowserContext) -> None:
        context.on("request", lambda asked: faults.extend(_foreign(asked.url, product)))
        context.on("weberror", lambda thrown: faults.append(str(thrown.error)))
        context.on("console", lambda said: faults.extend(_broken_policy(said.text)))

    async def open_page() -> Page:
        devices = ["camera", "microphone"]
        context = await chromium.new_context(viewport=SEEN_BY_PEOPLE, locale="vi-VN", permissions=devices)
        contexts.append(context)
        watch(context)
        await context.add_init_script(LISTEN)
        return await context.new_page()

    yield open_page
    for context in contexts:
        await context.close()
    assert faults == []


@pytest.fixture
def opened(browser: Opening, product: Product) -> Opened:
    """`await opened("trungtam", "dieu-khien/")`: a page of the session, this account signed in."""

    async def open_page(username: str, path: str) -> Page:
        page = await browser()
        cookie = {"name": "sessionid", "value": product.browsers[username], "url": product.url}
        await page.context.add_cookies([cookie])  # type: ignore[list-item]
        await page.goto(f"{product.url}/phien/{product.session}/{path}")
        return page

    return open_page


@pytest.fixture
def entered(browser: Opening, product: Product) -> Entered:
    """`await entered("bim-son")`: a room that opens the link it was sent; no account."""

    async def open_page(site: str) -> Page:
        page = await browser()
        await page.goto(f"{product.url}/vao/{product.links[site]['room']}")
        await page.get_by_role("button", name="Vào phòng họp").click()
        return page

    return open_page


def _foreign(address: str, product: Product) -> list[str]:
    own = urlsplit(product.url).netloc
    asked = urlsplit(address)
    return [] if asked.scheme in {"blob", "data"} or asked.netloc == own else [address]


def _broken_policy(said: str) -> list[str]:
    return [said] if "Content Security Policy" in said else []
