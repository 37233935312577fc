"""The whole thread: a simulated site, the gate, the line, the engine, a board in a real browser."""

import pytest

from tests.journeys.conftest import Opened
from tests.journeys.senses import hears
from tests.product import Operator

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

CHAIR = "van-phong-ubnd-tinh"
MOVING = """() => [...document.querySelectorAll('video')].filter(one => {
  if (one.readyState < 2 || !one.videoWidth) return false;
  const canvas = Object.assign(document.createElement('canvas'), {width: 64, height: 36});
  const paper = canvas.getContext('2d');
  paper.drawImage(one, 0, 0, 64, 36);
  const now = paper.getImageData(0, 0, 64, 36).data.join();
  const before = one.dataset.seen;
  one.dataset.seen = now;
  return before !== undefined && before !== now;
}).length >= 4"""


async def test_a_site_s_moving_picture_reaches_the_board(live: Operator, opened: Opened) -> None:
    """Three tiles and the program: all of them move."""
    await live.act("picture.preview", picture={"layout": "one", "sites": [CHAIR]})
    await live.act("picture.take")
    board = await opened("trungtam", "dieu-khien/")
    await board.wait_for_function(MOVING, polling=500, timeout=60_000)


async def test_a_room_is_heard_beside_the_chair_only_while_it_has_the_floor(
    live: Operator, opened: Opened
) -> None:
    board = await opened("trungtam", "dieu-khien/")
    await hears(board, 1)
    await live.act("floor.give_site", site=_another(live))
    await hears(board, 2)
    await live.act("floor.close_all")
    await hears(board, 1)


def _another(live: Operator) -> str:
    return next(site for site, lane in live.lanes().items() if lane == "connected" and site != CHAIR)
