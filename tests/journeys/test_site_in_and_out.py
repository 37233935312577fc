"""A real site's page beside a board: it speaks, reloads, is dropped, is called again."""

import pytest

from tests.journeys.conftest import OWN_SITE, Opened
from tests.journeys.rooms import SITE_PAGE, admitted, comes_in
from tests.journeys.senses import hears, neither_sends_nor_receives
from tests.product import Operator, Product

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

SPEAK = "Micro đang MỞ: mời phát biểu"
DROPPED = "Điểm cầu trung tâm đã ngắt điểm cầu này khỏi phiên"
OTHERS = 1  # the chair is heard all the time


async def test_a_speaker_that_reloads_is_heard_again_and_is_silent_when_the_floor_ends(
    live: Operator, opened: Opened
) -> None:
    room = await comes_in(live, opened)
    board = await opened("trungtam", "dieu-khien/")
    await hears(board, OTHERS)
    await live.act("floor.give_site", site=OWN_SITE)
    await hears(board, OTHERS + 1)
    speech = _speech(live)
    await room.reload()
    await room.get_by_text(SPEAK).wait_for()
    await hears(board, OTHERS + 1)
    assert _speech(live) == speech
    await live.act("floor.revoke", request=speech)
    await hears(board, OTHERS, seconds=5)


async def test_a_dropped_site_stays_out_until_it_is_called_again(live: Operator, opened: Opened) -> None:
    room = await comes_in(live, opened)
    board = await opened("trungtam", "dieu-khien/")
    await live.act("floor.give_site", site=OWN_SITE)
    await hears(board, OTHERS + 1)
    await live.act("site.drop", site=OWN_SITE)
    await room.get_by_text(DROPPED).wait_for()
    await neither_sends_nor_receives(room)
    await hears(board, OTHERS)
    await room.reload()
    await room.get_by_text(DROPPED).wait_for()
    assert live.lanes()[OWN_SITE] == "dropped"
    await live.act("site.call_again", site=OWN_SITE)
    await admitted(live)


async def test_a_room_that_waits_in_a_session_that_is_not_held_goes_on_to_the_one_that_opens(
    product: Product, operator: Operator, opened: Opened
) -> None:
    room = await opened("bimson", "")
    await room.goto(f"{product.url}/phien/{product.other}/{SITE_PAGE}")
    await room.get_by_text("Phiên chưa mở").wait_for()
    await operator.act("session.open")
    await room.wait_for_url(f"{product.url}/phien/{product.session}/{SITE_PAGE}")
    await operator.until(lambda: operator.lanes()[OWN_SITE] == "waiting", seconds=60)


def _speech(live: Operator) -> str:
    return next(str(one["request"]) for one in live.stage["floor"] if one["site"] == OWN_SITE)
