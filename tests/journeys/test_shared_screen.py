"""A site shares its screen with the browser's own dialog, or its document camera: the board sees it."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import OWN_SITE, Opened
from tests.journeys.rooms import comes_in
from tests.journeys.senses import moves
from tests.product import Operator

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

SHARED = "dc-program .program[data-layout=shared] .place[data-site=bim-son]:not(.inset) video"


@pytest.mark.parametrize("button", ["Chia sẻ màn hình", "Camera tài liệu"])
async def test_what_a_site_shares_is_seen_by_the_others_until_the_centre_takes_the_right_back(
    live: Operator, opened: Opened, button: str
) -> None:
    room = await comes_in(live, opened)
    await expect(room.get_by_role("button", name=button)).to_have_count(0)
    await live.act("sharing.allow", site=OWN_SITE)
    await room.get_by_role("button", name=button).click()
    await live.until(lambda: bool(live.cells[OWN_SITE]["sharing"]), seconds=30)
    board = await opened("trungtam", "dieu-khien/")
    await live.act("picture.preview", picture={"layout": "shared", "sites": [OWN_SITE]})
    await live.act("picture.take")
    await moves(board, SHARED)
    await live.act("sharing.withdraw", site=OWN_SITE)
    await live.until(lambda: not live.cells[OWN_SITE]["sharing"], seconds=30)
    await expect(room.get_by_role("button", name=button)).to_have_count(0)
