"""A real site's page beside a board: it speaks, reloads, is dropped, is called again."""

import pytest
from playwright.async_api import Page

from tests.journeys.conftest import OWN_SITE, Opened
from tests.product import Operator

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

SITE_PAGE = f"diem-cau/{OWN_SITE}/"
SPEAK = "Micro đang MỞ: mời phát biểu"
DROPPED = "Điểm cầu trung tâm đã ngắt điểm cầu này khỏi phiên"
OTHERS = 1  # the chair is heard all the time


async def test_a_speaker_that_reloads_is_heard_again_and_is_silent_when_the_floor_ends(
    live: Operator, opened: Opened
) -> None:
    room = await _comes_in(live, opened)
    board = await opened("trungtam", "dieu-khien/")
    await _heard(board, OTHERS)
    await live.act("floor.give_site", site=OWN_SITE)
    await _heard(board, OTHERS + 1)
    speech = _speech(live)
    await room.reload()
    await room.get_by_text(SPEAK).wait_for()
    await _heard(board, OTHERS + 1)
    assert _speech(live) == speech
    await live.act("floor.revoke", request=speech)
    await _heard(board, OTHERS, seconds=1)


async def test_a_dropped_site_stays_out_until_it_is_called_again(live: Operator, opened: Opened) -> None:
    room = await _comes_in(live, opened)
    board = await opened("trungtam", "dieu-khien/")
    await live.act("floor.give_site", site=OWN_SITE)
    await _heard(board, OTHERS + 1)
    await live.act("site.drop", site=OWN_SITE)
    await room.get_by_text(DROPPED).wait_for()
    await _heard(board, OTHERS)
    await room.reload()
    await room.get_by_text(DROPPED).wait_for()
    assert live.lanes()[OWN_SITE] == "dropped"
    await live.act("site.call_again", site=OWN_SITE)
    await _admitted(live)


async def _comes_in(live: Operator, opened: Opened) -> Page:
    room = await opened("bimson", SITE_PAGE)
    await _admitted(live)
    return room


async def _admitted(live: Operator) -> None:
    await live.until(lambda: live.lanes()[OWN_SITE] == "waiting", seconds=60)
    await live.act("site.admit", site=OWN_SITE)
    await live.until(lambda: bool(live.cells[OWN_SITE]["camera_on"]), seconds=60)


async def _heard(page: Page, sources: int, seconds: float = 30) -> None:
    await page.wait_for_function("many => heard() === many", arg=sources, polling=50, timeout=seconds * 1000)


def _speech(live: Operator) -> str:
    return next(str(one["request"]) for one in live.stage["floor"] if one["site"] == OWN_SITE)
