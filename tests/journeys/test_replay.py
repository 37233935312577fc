"""A session is opened from the archive of its events: played fast, gone back in, beside its recording."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.async_api import Browser, Page, expect

from diemcau.conference.board import cells
from diemcau.conference.evolve import fold
from diemcau.conference.session import Session as State
from diemcau.records.models import Account, Session
from diemcau.records.queries.session import events_after, forget
from tests.journeys.conftest import SEEN_BY_PEOPLE
from tests.recordings import grey
from tests.records.builders import NOW
from tests.records.dossiers import central
from tests.records.recorded import recorded_conference

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

BRIGHTNESS = """() => {
  const video = document.querySelector('.replay-film');
  const canvas = Object.assign(document.createElement('canvas'), {width: 8, height: 8});
  const paper = canvas.getContext('2d');
  paper.drawImage(video, 0, 0, 8, 8);
  return paper.getImageData(4, 4, 1, 1).data[0];
}"""
BOTH_CLOCKS = """() => [
  document.querySelector('.replay-film').currentTime,
  Number(document.querySelector('.replay-scrubber').value),
  document.querySelector('.replay-film').paused,
]"""
TILES = """() => Object.fromEntries([...document.querySelectorAll('dc-site-tile')].map(tile => [
  tile.cell.site, [tile.cell.lane, tile.cell.lost, tile.cell.speaking],
]))"""


@pytest.fixture
def _server_settings(settings: Any, tmp_path: Path, transactional_db: None) -> None:
    settings.DEMO = True
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    forget()


@pytest.fixture
def session(_server_settings: None) -> Session:
    return recorded_conference()


@pytest.fixture
def stream(session: Session) -> dict[float, State]:
    """Second of the session -> how it stood then."""
    events = events_after(session.pk, 0)
    return {
        second: fold(one for one in events if one.at <= NOW + timedelta(seconds=second))
        for second in (3.0, 6.0, 9.0, 11.5)
    }


@pytest.fixture
def signed_in(session: Session) -> str:
    account: Account = central()
    browser = SessionStore()
    browser[SESSION_KEY] = str(account.pk)
    browser[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    browser[HASH_SESSION_KEY] = account.get_session_auth_hash()
    browser.create()
    return str(browser.session_key)


@pytest.fixture
async def page(chromium: Browser, live_server: Any, session: Session, signed_in: str) -> AsyncIterator[Page]:
    context = await chromium.new_context(viewport=SEEN_BY_PEOPLE, locale="vi-VN")
    cookie = {"name": configured.SESSION_COOKIE_NAME, "value": signed_in, "url": live_server.url}
    await context.add_cookies([cookie])  # type: ignore[list-item]
    faults: list[str] = []
    context.on("weberror", lambda thrown: faults.append(str(thrown.error)))
    context.on("console", lambda said: faults.extend([said.text] if said.type == "error" else []))
    page = await context.new_page()
    await page.goto(f"{live_server.url}/phien/{session.pk}/xem-lai/")
    await expect(page.locator(".replay-bar")).to_be_visible()
    yield page
    await context.close()
    assert faults == []


async def to(page: Page, second: float) -> None:
    at = (NOW + timedelta(seconds=second)).timestamp() * 1000
    await page.locator(".replay-scrubber").evaluate(
        "(bar, at) => { bar.step = 1; bar.value = String(at); bar.dispatchEvent(new InputEvent('input')); }",
        at,
    )


async def shows(page: Page, state: State) -> None:
    wanted = {site: [cell.lane, cell.lost, cell.speaking] for site, cell in cells(state).items()}
    await page.wait_for_function(
        f"wanted => JSON.stringify(({TILES})()) === JSON.stringify(wanted)", arg=wanted
    )


async def test_the_board_shows_what_it_showed_then_forwards_and_back(
    page: Page, stream: dict[float, State]
) -> None:
    for second in (3.0, 9.0, 6.0, 11.5, 3.0):
        await to(page, second)
        await shows(page, stream[second])
    for _ in range(6):
        await page.keyboard.press("Period")
    await page.keyboard.press("Space")
    await expect(page.locator(".badge--phase")).to_have_text("Đã bế mạc")
    await expect(page.locator(".replay-play")).to_have_text("Phát Space")
    await to(page, 9.0)
    await shows(page, stream[9.0])
    await expect(page.get_by_role("button", name="Mời")).to_have_count(0)


async def test_the_recording_beside_it_is_in_step(page: Page) -> None:
    film = page.locator(".replay-film")
    await expect(film).to_be_visible()
    for second in (7, 2):
        await to(page, second + 0.5)
        await page.wait_for_function(f"grey => Math.abs(({BRIGHTNESS})() - grey) < 12", arg=grey(second))
    await page.keyboard.press("Space")
    await page.wait_for_function("() => document.querySelector('.replay-film').currentTime > 4")
    for _ in range(10):
        seconds, moment, paused = await page.evaluate(BOTH_CLOCKS)
        assert not paused
        clock = datetime.fromtimestamp(moment / 1000, UTC)
        assert abs((clock - NOW).total_seconds() - seconds) < 0.2
        await asyncio.sleep(0.1)
