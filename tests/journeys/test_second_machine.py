"""A second machine of the same site."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import OWN_SITE, Opened
from tests.product import Operator

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

SITE_PAGE = f"diem-cau/{OWN_SITE}/"
ELSEWHERE = "Điểm cầu này đang mở trên một máy khác"


async def test_a_second_machine_waits_until_the_board_takes_it_over(live: Operator, opened: Opened) -> None:
    first = await opened("bimson", SITE_PAGE)
    await live.until(lambda: live.lanes()[OWN_SITE] == "waiting", seconds=60)
    await live.act("site.admit", site=OWN_SITE)
    await live.until(lambda: bool(live.cells[OWN_SITE]["camera_on"]), seconds=60)
    second = await opened("bimson", SITE_PAGE)
    await second.get_by_text(ELSEWHERE).wait_for()
    await live.act("site.take_over_device", site=OWN_SITE, device=await _device(second))
    await first.get_by_text(ELSEWHERE).wait_for()
    await second.locator(".hall").wait_for()
    await expect(first.locator(".hall")).to_have_count(0)


async def _device(page: Page) -> str:
    return str(await page.evaluate(f"localStorage.getItem('diemcau.device.room.{OWN_SITE}')"))
