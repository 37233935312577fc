"""The chair directs his conference from a tablet, with large buttons."""

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import CHAIR_NAME, Entered, Opened
from tests.journeys.rooms import ENDED, PARTY, SILENT, SPEAKS, admitted, asks_for_the_floor
from tests.journeys.senses import hears, sees
from tests.product import Operator
from tests.product.running import gather

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(480)]

FINGER = 48  # px
NOBODY = "Chưa có người phát biểu"
STICKS_OUT = """() => {
  const page = document.scrollingElement;
  const scrolls = page.scrollWidth > innerWidth || page.scrollHeight > innerHeight ? ['page'] : [];
  const bad = one => {
    const {left, top, right, bottom} = one.getBoundingClientRect();
    const outside = left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
    return outside || one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
  };
  const buttons = [...document.querySelectorAll('button')].filter(one => one.checkVisibility());
  const words = buttons.flatMap(one => [...one.querySelectorAll(':scope > b')]);
  return [...scrolls, ...[...buttons, ...words].filter(bad).map(one => one.innerText)];
}"""


@pytest.fixture
def sites() -> int:
    return 3


@dataclass(frozen=True)
class Hall:
    chair: Page
    room: Page

    async def press(self, name: str) -> None:
        buttons = self.chair.get_by_role("navigation", name="Điều hành")
        button = buttons.get_by_role("button", name=re.compile(f"^{name}"))
        box = await button.bounding_box()
        assert box
        assert box["height"] >= FINGER
        await button.click()

    async def confirm(self, name: str) -> None:
        await self.chair.get_by_role("dialog").get_by_role("button", name=name).click()

    async def nothing_sticks_out(self) -> None:
        assert await self.chair.evaluate(STICKS_OUT) == []


@pytest.fixture
async def hall(operator: Operator, chair_room: None, opened: Opened, entered: Entered) -> Hall:
    """Both rooms are in, it has not begun; the chair has his tablet before him."""
    room = await entered(PARTY)
    await admitted(operator, PARTY)
    await gather(operator, 2)
    chair = await opened("chutoa", "chu-toa/")
    await chair.set_viewport_size({"width": 1024, "height": 768})
    return Hall(chair, room)


async def test_the_chair_directs_a_conference_from_a_tablet(hall: Hall, operator: Operator) -> None:
    await _begins(hall)
    await _the_next_item_is_seen_by_all(hall)
    await _calls_who_has_registered(hall, operator)
    await _calls_a_room_out_of_turn(hall)
    await _pauses_and_resumes(hall)
    await _ends(hall)


async def _begins(hall: Hall) -> None:
    begin = hall.chair.get_by_role("button", name="KHAI MẠC")
    await expect(begin).to_be_visible()
    await hall.nothing_sticks_out()
    await begin.click()
    await hall.confirm("Khai mạc")
    await expect(hall.chair.get_by_text("Đang họp", exact=True)).to_be_visible()


async def _the_next_item_is_seen_by_all(hall: Hall) -> None:
    """The same picture; the sound is that of the room he sits in."""
    await hall.press("Mục tiếp theo")
    await sees(hall.chair, CHAIR_NAME)
    await sees(hall.room, CHAIR_NAME)
    await hears(hall.room, 1)
    await hears(hall.chair, 0)


async def _calls_who_has_registered(hall: Hall, operator: Operator) -> None:
    await asks_for_the_floor(hall.room, "Đỗ Quang Thiện", "Chánh Văn phòng")
    await operator.until(lambda: bool(operator.board["pending"]))
    await operator.act("floor.accept", request=operator.board["pending"][0]["id"])
    await hall.press("Mời phát biểu Đỗ Quang Thiện")
    await expect(hall.room.get_by_text(SPEAKS)).to_be_visible()
    await expect(hall.chair.get_by_role("complementary").get_by_text("còn lại")).to_be_visible()
    await hall.nothing_sticks_out()
    await hall.press("Kết thúc phát biểu")
    await expect(hall.room.get_by_text(SILENT)).to_be_visible()
    await expect(hall.chair.get_by_text(NOBODY)).to_be_visible()


async def _calls_a_room_out_of_turn(hall: Hall) -> None:
    await hall.press("Chọn điểm cầu khác")
    sites = hall.chair.get_by_role("dialog", name="Mời điểm cầu phát biểu")
    await expect(sites.get_by_role("button", name=re.compile("Tỉnh ủy"))).to_be_visible()
    await hall.nothing_sticks_out()
    await sites.get_by_role("button", name=re.compile("Tỉnh ủy")).click()
    await expect(hall.room.get_by_text(SPEAKS)).to_be_visible()


async def _pauses_and_resumes(hall: Hall) -> None:
    await hall.press("Tạm dừng")
    await hall.confirm("Tạm dừng")
    await expect(hall.room.get_by_text("Tạm dừng").first).to_be_visible()
    await expect(hall.room.get_by_text("phát biểu tiếp sau khi họp lại")).to_be_visible()
    await expect(hall.room.get_by_role("button", name="Kết thúc phát biểu")).to_have_count(0)
    await expect(hall.chair.get_by_text("Hội nghị tạm dừng; phát biểu tiếp")).to_be_visible()
    await expect(hall.chair.get_by_text("Đang phát biểu")).to_have_count(0)
    await hall.nothing_sticks_out()
    await hall.press("Tiếp tục")
    await expect(hall.room.get_by_text("Tạm dừng")).to_have_count(0)
    await expect(hall.room.get_by_text(SPEAKS)).to_be_visible()


async def _ends(hall: Hall) -> None:
    await hall.press("Bế mạc")
    await hall.confirm("Bế mạc")
    await expect(hall.chair.get_by_text("Phiên họp đã bế mạc.")).to_be_visible()
    await expect(hall.room.get_by_role("heading", name=ENDED)).to_be_visible()
    await expect(hall.chair.get_by_text("Bế mạc lúc")).to_be_visible()
    await expect(hall.chair.get_by_role("link", name="Mở hồ sơ hội nghị")).to_be_visible()
    await expect(hall.chair.get_by_role("alert")).to_have_count(0)
