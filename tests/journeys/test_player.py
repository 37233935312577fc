"""A real browser plays a recording: it moves, jumps by chapter and link, and follows a session that runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone
from playwright.async_api import Browser, BrowserContext, Page, expect

from diemcau.conference.commands import End
from diemcau.records.models import Account, Session
from diemcau.regulation.powers import Role
from tests.journeys.conftest import SEEN_BY_PEOPLE
from tests.journeys.pages import pages
from tests.recordings import grey, keep_recording
from tests.records.builders import CHAIR, done
from tests.records.dossiers import INVITED, officer, somebody
from tests.records.recorded import folder_of, recorded_conference, running_conference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]

CHAPTERS = ["00:00Khai mạc", "00:04Báo cáo của thị xã Bỉm Sơn", "00:05Hoàng Đình Toàn"]
PLAYED = "document.querySelector('video').currentTime"
SHOWN = """() => {
  const video = document.querySelector('video');
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [16, 9];
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0, 16, 9);
  return context.getImageData(8, 2, 1, 1).data[0];
}"""
"""The brightness of the picture, above its moving mark: every second has its own."""
SHOWS = f"([wanted]) => !document.querySelector('video').seeking && Math.abs(({SHOWN})() - wanted) < 12"

Opened = Callable[[Account, Session, str], Awaitable[Page]]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.RECORDINGS_FOLDER = True, tmp_path / "recordings"


@pytest.fixture
def office(transactional_db: None) -> Iterator[str]:
    with pages() as address:
        yield address


@pytest.fixture
async def opened(chromium: Browser, office: str) -> AsyncIterator[Opened]:
    """`await opened(account, session, "?t=5")`: the player's page. One that breaks its content policy or
    throws fails its test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    async def open_page(account: Account, session: Session, query: str) -> Page:
        context = await chromium.new_context(viewport=SEEN_BY_PEOPLE, locale="vi-VN")
        contexts.append(context)
        context.on("weberror", lambda thrown: faults.append(str(thrown.error)))
        context.on("console", lambda said: faults.extend([said.text] if "Policy" in said.text else []))
        cookie = {"name": "sessionid", "value": await asyncio.to_thread(_signed_in, account), "url": office}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        page = await context.new_page()
        await page.goto(f"{office}/luu-tru/{session.conference_id}/ghi-hinh/{session.pk}/{query}")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert faults == []


def _signed_in(account: Account) -> str:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return str(client.cookies[configured.SESSION_COOKIE_NAME].value)


async def shows(page: Page, second: int) -> None:
    await page.wait_for_function(SHOWS, arg=[grey(second)])


async def test_a_link_opens_at_its_moment_a_chapter_leads_there_and_the_picture_moves(
    opened: Opened,
) -> None:
    session, account = await asyncio.to_thread(lambda: (recorded_conference(), officer()))
    page = await opened(account, session, "?t=9")
    await shows(page, 9)
    assert await page.evaluate(PLAYED) == pytest.approx(9, abs=0.05)
    chapters = page.get_by_role("navigation", name="Mục và người phát biểu").get_by_role("button")
    await expect(chapters).to_have_text(
        ["00:00Khai mạc", "00:04Báo cáo của thị xã Bỉm Sơn", "00:05Hoàng Đình Toàn"]
    )
    await expect(chapters.nth(1)).to_have_attribute("aria-current", "true")
    await chapters.nth(0).click()
    await shows(page, 0)
    await chapters.nth(1).click()
    await shows(page, 4)
    await expect(chapters.nth(1)).to_have_attribute("aria-current", "true")
    await page.locator(".span.lost rect").click()  # on the timeline
    await shows(page, 8)
    await page.locator("body").press("Space")
    await page.wait_for_function(f"() => {PLAYED} > 8.5")
    await page.locator("body").press("Home")
    await page.wait_for_function(f"() => {PLAYED} < 2")
    await page.locator("body").press("KeyM")
    assert await page.evaluate("document.querySelector('video').muted")


async def test_a_moment_by_the_clock_of_the_room(opened: Opened) -> None:
    session, account = await asyncio.to_thread(lambda: (recorded_conference(), officer()))
    page = await opened(account, session, "?t=08:00:05")
    await shows(page, 5)


async def test_a_unit_without_a_room_follows_a_session_that_runs_until_it_ends(opened: Opened) -> None:
    began = timezone.now() - timedelta(seconds=6)
    session, account = await asyncio.to_thread(
        lambda: (running_conference(began, segments=3), somebody("Lò Văn Pánh", Role.VIEWER, INVITED))
    )
    page = await opened(account, session, "")
    await expect(page.get_by_text("TRỰC TIẾP", exact=True)).to_be_visible()
    await expect(page.get_by_text("Phiên họp đang được ghi hình.")).to_be_visible()
    await page.wait_for_function(f"() => {PLAYED} > 2")
    more = {"seconds": 12, "began": began, "segments": 5, "finished": False}
    await asyncio.to_thread(lambda: keep_recording(folder_of(session), str(session.pk), **more))  # type: ignore[arg-type]
    await page.wait_for_function(f"() => {PLAYED} > 7")  # beyond what was there at first
    await asyncio.to_thread(done, session.pk, End(), CHAIR, timezone.now())
    await expect(page.get_by_role("alert")).to_contain_text("Không xem được nữa")
    assert await page.evaluate("document.querySelector('video').paused")
