"""The room's television: opened by its link in a browser without an account, to the end of the session."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.recorder import Recorder
from tests.product import Operator, Product

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

CHAIR = "van-phong-ubnd-tinh"
CLOCKS_DIFFER = timedelta(seconds=10)  # the page reckons the server's clock from its line
CAPTION = {"name": "Trịnh Hữu Phúc", "title": "Chánh Văn phòng", "unit": "Văn phòng UBND tỉnh"}
FRONT = "dc-program .scene:not(.behind)"
MOVES = f"""() => {{
  const one = document.querySelector('{FRONT} video');
  if (!one || one.readyState < 2 || !one.videoWidth) return false;
  const paper = Object.assign(document.createElement('canvas'), {{width: 64, height: 36}}).getContext('2d');
  paper.drawImage(one, 0, 0, 64, 36);
  const now = paper.getImageData(0, 0, 64, 36).data.join();
  window.seen ??= new Set();
  window.seen.add(now);
  return window.seen.size >= 3;
}}"""
FILLS = """() => {
  const {width, height} = document.querySelector('dc-program').getBoundingClientRect();
  return width === innerWidth && height === innerHeight;
}"""
CONTROLS = "a, button, input, select, textarea, summary, [tabindex], [contenteditable]"
FOCUSED = "() => document.activeElement.tagName"


@pytest.fixture
async def television(chromium: Browser, product: Product, live: Operator) -> AsyncIterator[Page]:
    """The screen of the first invited room, which is in the session; it came by its link."""
    recorder = Recorder(product.url)
    context = await chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="vi-VN")
    await recorder.watch(context)
    page = await context.new_page()
    await page.goto(f"{product.url}/vao/{product.links[_room(product)]['display']}")
    await page.get_by_role("button", name="Mở màn hình phòng").click()
    await expect(page).to_have_url(f"{product.url}/phien/{product.session}/man-hinh/{_room(product)}/")
    yield page
    await context.close()
    assert recorder.faults == []
    assert recorder.connections  # of media: seen too, and they ask nobody but the product


async def test_a_television_shows_the_program_the_pause_and_the_end_and_nothing_to_press(
    television: Page, live: Operator
) -> None:
    await _put_on_air(live)
    await television.wait_for_function(MOVES, polling=300, timeout=60_000)
    assert await television.evaluate(FILLS)
    await expect(television.locator(f"{FRONT} .lower-third strong")).to_have_text(CAPTION["name"])
    await expect(television.locator(f"{FRONT} .lower-third span")).to_have_text(
        "Chánh Văn phòng · Văn phòng UBND tỉnh"
    )
    await _clock_is_right(television)
    await _nothing_to_press(television)

    await live.act("session.pause", reason="Nghỉ giải lao 10 phút")
    card = television.locator(f"{FRONT} .holding .card")
    await expect(card).to_contain_text("Giao ban trực tuyến tháng")
    await expect(card).to_contain_text("Hội nghị tạm dừng. Nghỉ giải lao 10 phút")
    await expect(television.locator(f"{FRONT} video")).to_have_count(0)
    await expect(television.locator(f"{FRONT} .lower-third")).to_have_count(0)
    await _nothing_to_press(television)

    await live.act("session.resume")
    await television.evaluate("() => { window.seen = new Set(); }")
    await television.wait_for_function(MOVES, polling=300, timeout=60_000)

    await live.act("session.end")
    await expect(card).to_contain_text("Phiên họp đã bế mạc")
    await expect(television.locator(f"{FRONT} video")).to_have_count(0)
    await _clock_is_right(television)
    await _nothing_to_press(television)


async def test_a_link_that_was_not_given_opens_nothing(chromium: Browser, product: Product) -> None:
    page = await chromium.new_page(locale="vi-VN")
    given = product.links[_room(product)]["display"]
    answer = await page.goto(f"{product.url}/vao/{given[:-1]}{'a' if given[-1] != 'a' else 'b'}")
    assert answer
    assert answer.status == 404
    await expect(page.get_by_role("heading")).to_have_text("Liên kết không dùng được")
    await expect(page.get_by_role("button", name="Mở màn hình phòng")).to_have_count(0)
    screen = f"{product.url}/phien/{product.session}/man-hinh/{_room(product)}/"
    await page.goto(screen)
    await expect(page).to_have_url(re.compile("/tai-khoan/login/"))


def _room(product: Product) -> str:
    return next(place.code for place in product.places if place.code != CHAIR)


async def _put_on_air(live: Operator) -> None:
    await live.act("picture.preview", picture={"layout": "one", "sites": [CHAIR], "caption": CAPTION})
    await live.act("picture.take")


async def _clock_is_right(page: Page) -> None:
    shown = await page.locator(".corner time").inner_text()
    assert shown in {_hour(-CLOCKS_DIFFER), _hour(), _hour(CLOCKS_DIFFER)}


def _hour(away: timedelta = timedelta()) -> str:
    return f"{datetime.now(ZoneInfo('Asia/Ho_Chi_Minh')) + away:%H:%M}"


async def _nothing_to_press(page: Page) -> None:
    await expect(page.locator(CONTROLS)).to_have_count(0)
    for _ in range(5):
        await page.keyboard.press("Tab")
        assert await page.evaluate(FOCUSED) in {"BODY", "HTML"}
