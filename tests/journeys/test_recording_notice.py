"""Who is recorded is told: on the site's page, the room's display, the board; each says so in the record.

Law 91/2025/QH15, Article 32.
"""

import asyncio
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.faults.stored import recording_of
from tests.journeys.conftest import OWN_SITE, Entered, Opened
from tests.product import Operator, Product
from tests.product.running import gather

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

TOLD = "Phiên họp được ghi hình"


@pytest.fixture
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    home = tmp_path_factory.mktemp("notice") / "home"
    low = {"DIEMCAU_RECORDING_PROFILE": "low"}
    with Product(home, sites=6, recorded=True, **low) as product:
        yield product


@pytest.fixture
async def room(product: Product, operator: Operator, entered: Entered) -> Page:
    """Bỉm Sơn's own page is in the session, alone."""
    await operator.act("session.open")
    page = await entered(OWN_SITE)
    await gather(operator, 1)
    return page


async def test_every_screen_shows_the_notice_and_confirms_it_once(
    product: Product, operator: Operator, room: Page, opened: Opened
) -> None:
    display = await opened("bimson", f"man-hinh/{OWN_SITE}/")
    board = await opened("trungtam", "dieu-khien/")
    await expect(board.locator(".head .recording")).to_have_text("Không ghi hình")
    await expect(room.get_by_text(TOLD)).to_have_count(0)
    await operator.act("session.go_live")
    for page in (room, display):
        await expect(page.locator(".recorded")).to_contain_text(TOLD)
    sign = board.locator(".head .recording--on")
    await expect(sign).to_contain_text("GHI HÌNH")
    await expect(sign).to_have_attribute("title", "Mọi điểm cầu đã hiện thông báo ghi hình. Dừng ghi hình")
    await display.reload()
    await expect(display.locator(".recorded")).to_contain_text(TOLD)

    await sign.click()
    sheet = board.get_by_role("dialog")
    await sheet.get_by_label("Lý do").fill("Theo yêu cầu của chủ tọa")
    await sheet.get_by_role("button", name="Dừng ghi hình").click()
    for page in (room, display):
        await expect(page.locator(".recorded")).to_have_count(0)
    events, _ = await asyncio.to_thread(recording_of, product)
    told = [event for event in events if event["kind"] == "recording.notice_shown"]
    assert sorted(event.get("display", False) for event in told) == [False, True]
    assert {event["site"] for event in told} == {OWN_SITE}
    assert [event["reason"] for event in events if event["kind"] == "recording.stopped"] == [
        "Theo yêu cầu của chủ tọa"
    ]
