"""A second machine of a room: the centre confirms it on the board, with the code that is read out to it."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import Entered, Opened
from tests.journeys.rooms import ELSEWHERE, PARTY, PARTY_KEY, SPEAKS, admitted
from tests.journeys.senses import hears, neither_sends_nor_receives
from tests.product import Operator
from tests.product.running import gather

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(480)]

CHAIR_AND_SPEAKER = 2


@pytest.fixture
def sites() -> int:
    return 3


async def test_a_second_machine_takes_the_speaker_s_place_when_the_board_confirms_it(
    operator: Operator, chair_room: None, opened: Opened, entered: Entered
) -> None:
    first, board = await entered(PARTY), await opened("trungtam", "dieu-khien/")
    await admitted(operator, PARTY)
    await gather(operator, 2)
    await operator.act("session.go_live")
    await operator.act("floor.give_site", site=PARTY)
    await expect(first.get_by_text(SPEAKS)).to_be_visible()
    await hears(board, CHAIR_AND_SPEAKER)
    second = await entered(PARTY)
    await expect(second.get_by_role("heading", name=ELSEWHERE)).to_be_visible()
    await _confirm(board, await _code(second))
    await expect(first.get_by_role("heading", name=ELSEWHERE)).to_be_visible()
    await neither_sends_nor_receives(first)
    await expect(second.get_by_text(SPEAKS)).to_be_visible()
    await hears(second, CHAIR_AND_SPEAKER - 1)
    await hears(board, CHAIR_AND_SPEAKER)


async def _code(page: Page) -> str:
    words = await page.get_by_text("Mã của máy này:").inner_text()
    return words.split(":")[1].strip()


async def _confirm(board: Page, code: str) -> None:
    await board.keyboard.press(PARTY_KEY)
    await board.get_by_role("button", name="Đổi thiết bị").click()
    await board.get_by_role("dialog").get_by_label("Mã thiết bị").fill(code)
    await board.keyboard.press("Enter")
