"""A real site's page beside a board: it speaks, reloads, is dropped, is called again."""

import pytest

from tests.journeys.conftest import OWN_SITE, Opened
from tests.journeys.rooms import admitted, comes_in
from tests.journeys.senses import hears
from tests.product import Operator

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
    await hears(board, OTHERS)
    await room.reload()
    await room.get_by_text(DROPPED).wait_for()
    assert live.lanes()[OWN_SITE] == "dropped"
    await live.act("site.call_again", site=OWN_SITE)
    await admitted(live)


def _speech(live: Operator) -> str:
    return next(str(one["request"]) for one in live.stage["floor"] if one["site"] == OWN_SITE)
