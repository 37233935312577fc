"""A room comes in: what several journeys begin with."""

from playwright.async_api import Page

from tests.journeys.conftest import OWN_SITE, Opened
from tests.product import Operator

SITE_PAGE = f"diem-cau/{OWN_SITE}/"


async def comes_in(live: Operator, opened: Opened) -> Page:
    """Bỉm Sơn's page, let in by the centre, with its picture on the line."""
    room = await opened("bimson", SITE_PAGE)
    await admitted(live)
    return room


async def admitted(live: Operator, site: str = OWN_SITE) -> None:
    await live.until(lambda: live.lanes()[site] == "waiting", seconds=60)
    await live.act("site.admit", site=site)
    await live.until(lambda: bool(live.cells[site]["camera_on"]), seconds=60)
