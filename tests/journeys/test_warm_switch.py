"""What is prepared is subscribed everywhere and sends nothing; taken, it is there at once."""

import pytest
from playwright.async_api import Page

from tests.journeys.conftest import Opened
from tests.journeys.rooms import PARTY, PARTY_NAME, comes_in
from tests.journeys.senses import sees
from tests.product import Operator

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

STANDS_STILL = """async wanted => {
  const before = await pictures();
  if (before.tracks < wanted) return false;
  await new Promise(resolve => setTimeout(resolve, 1500));
  const after = await pictures();
  return after.tracks === before.tracks && after.frames === before.frames;
}"""


async def test_a_prepared_picture_costs_a_room_nothing_and_comes_when_it_is_taken(
    live: Operator, opened: Opened
) -> None:
    room = await comes_in(live, opened)
    tracks = await _tracks(room)
    await live.act("picture.preview", picture={"layout": "one", "sites": [PARTY]})
    await room.wait_for_function(STANDS_STILL, arg=tracks + 1, timeout=60_000)
    await live.act("picture.take")
    await sees(room, PARTY_NAME)


async def _tracks(room: Page) -> int:
    return int(await room.evaluate("async () => (await pictures()).tracks"))
