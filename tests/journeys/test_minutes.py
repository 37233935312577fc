"""From a session that was held to the issued minutes: the secretary writes, the chair approves, the office
issues, the PDF opens."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import Opened
from tests.product import Operator, Product

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

CONCLUSION = "Giao Văn phòng HĐND và UBND thị xã theo dõi, đôn đốc."


async def test_minutes_are_written_approved_and_issued(
    operator: Operator, product: Product, opened: Opened
) -> None:
    for act in ("session.open", "session.go_live", "session.end"):
        await operator.act(act)
    secretary = await _at_the_minutes(product, opened, "thuky")
    await secretary.get_by_role("button", name="Lập biên bản").click()
    await _writes(secretary)
    await secretary.reload()
    await expect(secretary.locator("textarea[name=conclusions]")).to_have_value(CONCLUSION)
    await secretary.get_by_role("button", name="Trình chủ tọa duyệt").click()
    await expect(secretary.get_by_text("Đang chờ chủ tọa duyệt")).to_be_visible()
    chair = await _at_the_minutes(product, opened, "chutoa")
    await expect(chair.get_by_text(CONCLUSION).first).to_be_visible()
    await chair.get_by_role("button", name="Duyệt biên bản").click()
    await expect(chair.get_by_text("Đã duyệt biên bản.")).to_be_visible()
    await _issued(await _at_the_minutes(product, opened, "vanphong"))


async def _at_the_minutes(product: Product, opened: Opened, username: str) -> Page:
    page = await opened(username, "chu-toa/")
    await page.goto(f"{product.url}/hoi-nghi/{product.conference}/bien-ban/")
    return page


async def _writes(page: Page) -> None:
    """It saves by itself; a paragraph becomes a conclusion by the keyboard."""
    field = page.locator("textarea[name=conclusions]")
    await expect(page.locator("textarea[name=start]")).not_to_be_empty()
    await page.locator("textarea[name=course]").fill("1. Khai mạc\n2. Kết luận, bế mạc")
    await field.fill(CONCLUSION)
    await expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc")
    await field.press("Alt+k")
    await expect(page.locator("[data-tasks] tbody")).to_contain_text(CONCLUSION)


async def _issued(page: Page) -> None:
    await page.get_by_role("link", name="Ban hành biên bản").click()
    await page.get_by_label("Địa danh").fill("Bỉm Sơn")
    await page.get_by_role("button", name="Cấp số và ban hành").click()
    await expect(page.locator("#van-ban tbody")).to_contain_text("01/BB-")
    link = await page.locator("#van-ban").get_by_role("link", name="PDF").get_attribute("href")
    opened = await page.request.get(f"{page.url.split('/hoi-nghi/')[0]}{link}")
    assert opened.headers["content-type"] == "application/pdf"
    assert (await opened.body()).startswith(b"%PDF")
