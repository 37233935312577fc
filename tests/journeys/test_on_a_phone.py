"""On a telephone: a room's technician signs what was drafted for his log book, and reports a fault."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from diemcau.records.models import Account, Assignment, Fault, LogDraft, LogEntry, Person, Site
from diemcau.regulation.powers import Role
from tests.journeys.pages import pages
from tests.web.pages.conftest import LONG_AGO, network, province

__all__ = ["network", "province"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]

PHONE: ViewportSize = {"width": 390, "height": 844}
PASSWORD = "cau-ham-rong-bac-qua-song-ma"


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def son(transactional_db: None, network: dict[str, Site]) -> Account:
    """Bỉm Sơn's technician; a session's duty waits for his signature."""
    person = Person.objects.create(name="Mai Văn Sơn")
    account = Account.objects.create_user("son", password=PASSWORD, person=person)
    room = network["bim-son"]
    Assignment.objects.create(account=account, role=Role.SITE_TECHNICIAN, site=room, valid_from=LONG_AGO)
    LogDraft.objects.create(
        site_code=room.code,
        kind="duty",
        key="duty",
        happened_from=timezone.now(),
        facts=["Vào phòng chờ lúc 07:41:05.", "Được trung tâm kết nối lúc 07:43:10."],
    )
    return account


@pytest.fixture
def office(son: Account) -> Iterator[str]:
    with pages() as address:
        yield address


@pytest.fixture
async def phone(chromium: Browser, office: str, son: Account) -> AsyncIterator[Page]:
    context = await chromium.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="vi-VN")
    await _signed_in(context, office, son)
    page = await context.new_page()
    await page.goto(office)
    yield page
    await context.close()


async def _signed_in(context: BrowserContext, office: str, account: Account) -> None:
    cookie = {"name": "sessionid", "value": await asyncio.to_thread(_key, account), "url": office}
    await context.add_cookies([cookie])  # type: ignore[list-item]


def _key(account: Account) -> str:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client.session.session_key or ""


async def fits(page: Page) -> None:
    """Nothing has to be pushed sideways."""
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


async def test_a_technician_signs_an_entry_and_reports_a_fault_with_his_telephone(
    phone: Page, office: str
) -> None:
    await fits(phone)
    await phone.get_by_role("link", name="1 mục sổ chờ ký").tap()
    await expect(phone.get_by_text("Được trung tâm kết nối lúc 07:43:10.")).to_be_visible()
    await fits(phone)
    await phone.get_by_label("Người trực ghi thêm").fill("Đã kiểm tra cáp mạng.")
    await phone.locator("#id_sign_proof").fill(PASSWORD)
    await phone.get_by_role("button", name="Ký các mục đã đánh dấu").tap()
    await expect(phone.get_by_text("Đã ký 1 mục vào sổ.")).to_be_visible()
    await fits(phone)
    written = await LogEntry.objects.aget()
    assert (written.number, written.statement, written.proof) == (1, "Đã kiểm tra cáp mạng.", "password")

    await phone.goto(f"{office}/su-co/moi/")
    await fits(phone)
    await phone.get_by_label("Loại sự cố").select_option("power")
    await phone.get_by_label("Biểu hiện").fill("Mất điện cả phòng")
    await phone.get_by_role("button", name="Ghi sự cố").tap()
    await expect(phone.get_by_role("heading", name="Bỉm Sơn: Nguồn điện")).to_be_visible()
    await fits(phone)
    fault = await Fault.objects.aget()
    assert (fault.words, fault.source, fault.opened_by_name) == ("Mất điện cả phòng", "site", "Mai Văn Sơn")
