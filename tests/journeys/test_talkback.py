"""The centre's technician and a site's talk beside the conference, in two real browsers."""

import pytest
from playwright.async_api import Page

from tests.journeys.conftest import OWN_SITE, Opened
from tests.journeys.senses import hears
from tests.product import Operator

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(300)]

THE_PROGRAM, THE_OTHER = 1, 1  # of the program's sound one source is open: the chair's


async def test_both_technicians_hear_each_other_while_the_program_goes_on(
    live: Operator, opened: Opened
) -> None:
    site = await _admitted(live, opened)
    board = await opened("trungtam", "dieu-khien/")
    await hears(board, THE_PROGRAM)
    await hears(site, THE_PROGRAM)
    await _call(board)
    await hears(site, THE_PROGRAM + THE_OTHER)
    await hears(board, THE_PROGRAM + THE_OTHER)
    await site.get_by_text("Điểm cầu trung tâm đang gọi kỹ thuật viên").wait_for()
    await board.keyboard.press("t")
    await hears(site, THE_PROGRAM)
    await hears(board, THE_PROGRAM)


async def test_a_board_that_is_reloaded_is_in_the_talk_again(live: Operator, opened: Opened) -> None:
    site = await _admitted(live, opened)
    board = await opened("trungtam", "dieu-khien/")
    await _call(board)
    await hears(site, THE_PROGRAM + THE_OTHER)
    await board.reload()
    await hears(board, THE_PROGRAM + THE_OTHER)
    await hears(site, THE_PROGRAM + THE_OTHER)


async def test_another_desk_sees_the_talk_and_is_not_in_it(live: Operator, opened: Opened) -> None:
    site = await _admitted(live, opened)
    board, other = await opened("trungtam", "dieu-khien/"), await opened("trungtam", "dieu-khien/")
    await _call(board)
    await other.locator(".strip-talk").wait_for()
    await hears(site, THE_PROGRAM + THE_OTHER)
    await hears(other, THE_PROGRAM)


async def _admitted(live: Operator, opened: Opened) -> Page:
    page = await opened("bimson", f"diem-cau/{OWN_SITE}/")
    await live.until(lambda: live.lanes()[OWN_SITE] == "waiting", seconds=60)
    await live.act("site.admit", site=OWN_SITE)
    await live.until(lambda: bool(live.cells[OWN_SITE]["camera_on"]), seconds=60)
    return page


async def _call(board: Page) -> None:
    await board.locator(f"[data-tile={OWN_SITE}]").click()
    await board.keyboard.press("t")
    await board.locator(".strip-talk").wait_for()
