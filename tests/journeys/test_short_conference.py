"""Two rooms and a board hold a short conference: each sits at a page, and does what can be done there."""

import asyncio
import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.conftest import Entered, Opened
from tests.journeys.rooms import (
    ENDED,
    OFFICE,
    OFFICE_KEY,
    OFFICE_NAME,
    PARTY,
    PARTY_KEY,
    PARTY_NAME,
    SILENT,
    SPEAKS,
    asks_for_the_floor,
)
from tests.journeys.senses import hears, neither_sends_nor_receives, sees

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(480)]

CHAIR_ALONE = 1  # whose sound is always there
WAITING = re.compile(
    "Đã sẵn sàng, chờ điểm cầu trung tâm kết nối"
    "|Đang chờ điểm cầu trung tâm kết nối; còn mục kiểm tra chưa đạt"  # a busy machine makes a poor line
)
REASON = "Chủ trì đang trên đường đến"
WORDS = "Đề nghị các điểm cầu ổn định chỗ ngồi"
MINUTES_LEFT = re.compile(r"Còn lại\s*0?4:[0-5]\d")


@pytest.fixture
def sites() -> int:
    """The chair's room and two that were invited."""
    return 3


@dataclass(frozen=True)
class Conference:
    board: Page
    party: Page
    office: Page

    @property
    def rooms(self) -> tuple[Page, Page]:
        return self.party, self.office

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.board.keyboard.press(key)


@pytest.fixture
async def conference(chair_room: None, opened: Opened, entered: Entered) -> Conference:
    """Open; two rooms have followed the links they were sent."""
    return Conference(await opened("trungtam", "dieu-khien/"), await entered(PARTY), await entered(OFFICE))


async def test_two_rooms_and_a_board_hold_a_short_conference(conference: Conference) -> None:
    await _rooms_come_in(conference)
    await _the_roll_is_called(conference)
    await _begins(conference)
    await _the_first_speaks(conference)
    await _the_next_speaks(conference)
    await _the_floor_is_taken_away(conference)
    await _a_message_reaches_all(conference)
    await _ends(conference)


async def _rooms_come_in(of: Conference) -> None:
    await asyncio.gather(*(_walks_through_the_checks(room) for room in of.rooms))
    for key, name in ((PARTY_KEY, PARTY_NAME), (OFFICE_KEY, OFFICE_NAME)):
        await expect(_tile(of.board, name, "Chờ kết nối")).to_be_visible()
        await of.press(key, "KeyA")
        await expect(_tile(of.board, name, "Đã kết nối")).to_be_visible()
    await of.press("Shift+KeyA")  # the chair's
    for room in of.rooms:
        await expect(room.get_by_text(SILENT)).to_be_visible()


async def _walks_through_the_checks(room: Page) -> None:
    checks = room.get_by_role("region", name="Kiểm tra trước khi kết nối")
    await checks.get_by_role("button", name="Phát tiếng thử").click()
    await checks.get_by_role("button", name="Nghe rõ").click()
    for found in ("Có hình, đủ sáng", "Đã nghe thấy tiếng", "Đã nghe rõ", re.compile(r"trễ \d+ ms")):
        await expect(checks.get_by_text(found)).to_be_visible()
    await expect(room.get_by_text(WAITING)).to_be_visible()


async def _the_roll_is_called(of: Conference) -> None:
    await of.press("KeyR")
    await of.party.get_by_role("button", name="Sẵn sàng", exact=True).click()
    await _answers_not_ready(of.office)
    await expect(of.board.get_by_text(f"{OFFICE_NAME} chưa sẵn sàng: {REASON}").first).to_be_visible()
    await expect(of.board.get_by_text("2/3 điểm cầu sẵn sàng")).to_be_visible()


async def _answers_not_ready(room: Page) -> None:
    await room.get_by_role("button", name="Chưa sẵn sàng").click()
    form = room.get_by_role("dialog")
    await form.get_by_label("Chưa sẵn sàng", exact=True).check()
    await form.get_by_label("Lý do chưa sẵn sàng").fill(REASON)
    await form.get_by_label("Số người dự").fill("24")
    await form.get_by_role("button", name="Trả lời").click()
    await expect(form).to_have_count(0)


async def _begins(of: Conference) -> None:
    await of.board.get_by_role("button", name="Khai mạc", exact=True).click()
    await of.press("Enter")
    await expect(of.board.get_by_text("Đang họp", exact=True)).to_be_visible()
    for room in of.rooms:
        await hears(room, CHAIR_ALONE)


async def _the_first_speaks(of: Conference) -> None:
    """The other room hears and sees the speaker, and how long he still has."""
    await asks_for_the_floor(of.party, "Đỗ Quang Thiện", "Chánh Văn phòng")
    await expect(
        of.board.get_by_role("region", name="Phát biểu").get_by_text("Đỗ Quang Thiện")
    ).to_be_visible()
    await of.press(PARTY_KEY, "KeyG")
    await expect(of.party.get_by_text("Chuẩn bị phát biểu")).to_be_visible()
    await expect(of.party.get_by_text(SPEAKS)).to_be_visible()
    await _is_put_on_the_program(of, "Tỉnh ủy")
    await hears(of.office, CHAIR_ALONE + 1)
    await sees(of.office, PARTY_NAME)
    await expect(of.office.get_by_text(f"Đỗ Quang Thiện – {PARTY_NAME}")).to_be_visible()
    await expect(of.office.get_by_text(MINUTES_LEFT)).to_be_visible()
    await expect(of.party.get_by_role("timer")).to_have_text(MINUTES_LEFT)


async def _is_put_on_the_program(of: Conference, name: str) -> None:
    """Whoever is given the floor stands in the preview; one key takes what is seen there."""
    await expect(of.board.get_by_role("figure", name=re.compile(f"CHUẨN BỊ.*{name}"))).to_be_visible()
    await of.press("Space")
    await expect(of.board.get_by_role("figure", name=re.compile(f"LÊN HÌNH.*{name}"))).to_be_visible()


async def _the_next_speaks(of: Conference) -> None:
    await asks_for_the_floor(of.office, "Tạ Minh Ngọc", "Phó Giám đốc Sở")
    await of.board.get_by_role("button", name="Nhận", exact=True).click()
    await expect(of.office.get_by_text("Thứ 1 trong danh sách chờ phát biểu")).to_be_visible()
    await of.press("KeyK")
    await _is_put_on_the_program(of, "Sở Thông tin")
    await expect(of.office.get_by_text(SPEAKS)).to_be_visible()
    await expect(of.party.get_by_text(SILENT)).to_be_visible()
    await hears(of.office, CHAIR_ALONE)
    await hears(of.party, CHAIR_ALONE + 1)
    await sees(of.party, OFFICE_NAME)


async def _the_floor_is_taken_away(of: Conference) -> None:
    await of.board.get_by_role("button", name="Tắt micro", exact=True).click()
    await hears(of.party, CHAIR_ALONE)
    await expect(of.office.get_by_text(SILENT)).to_be_visible()
    await expect(of.board.get_by_text("Chưa có người phát biểu")).to_be_visible()


async def _a_message_reaches_all(of: Conference) -> None:
    await of.press("Escape", "KeyM")  # nobody is chosen: to all
    form = of.board.get_by_role("dialog")
    await form.get_by_label("Chỉ dẫn, điểm cầu phải xác nhận đã rõ").check()
    await form.get_by_label("Nội dung tin").fill(WORDS)
    await of.press("Enter")
    for room in of.rooms:
        await expect(room.get_by_role("alert").get_by_text(WORDS)).to_be_visible()
        await room.get_by_role("button", name="Đã rõ").click()
    await expect(of.board.get_by_text("Tất cả đã xác nhận")).to_be_visible()


async def _ends(of: Conference) -> None:
    await of.board.get_by_role("button", name="Bế mạc", exact=True).click()
    await of.board.get_by_role("dialog").get_by_role("button", name="Bế mạc").click()
    for room in of.rooms:
        await expect(room.get_by_role("heading", name=ENDED)).to_be_visible()
        await neither_sends_nor_receives(room)
    await expect(of.board.get_by_role("heading", name="Đã bế mạc")).to_be_visible()


def _tile(board: Page, name: str, lane: str) -> Locator:
    return board.get_by_role("button", name=re.compile(f"{name}, {lane}"))
