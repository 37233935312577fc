"""A room comes in: what several journeys begin with."""

from playwright.async_api import Page, expect

from tests.journeys.conftest import OWN_SITE, Opened
from tests.product import Operator

SITE_PAGE = f"diem-cau/{OWN_SITE}/"
PARTY, PARTY_NAME, PARTY_KEY = "van-phong-tinh-uy", "Văn phòng Tỉnh ủy", "Digit1"
OFFICE, OFFICE_NAME, OFFICE_KEY = "so-thong-tin-truyen-thong", "Sở Thông tin và Truyền thông", "Digit3"

# What a room's page says of its microphone, and what stands on it when it is not in the hall.
SILENT = "Micro đang TẮT: chưa đến lượt phát biểu"
SPEAKS = "Micro đang MỞ: mời phát biểu"
ENDED = "Phiên họp đã bế mạc"
ELSEWHERE = "Điểm cầu này đang mở trên một máy khác"


async def comes_in(live: Operator, opened: Opened) -> Page:
    """Bỉm Sơn's page, let in by the centre, with its picture on the line."""
    room = await opened("bimson", SITE_PAGE)
    await admitted(live)
    return room


async def admitted(live: Operator, site: str = OWN_SITE) -> None:
    await live.until(lambda: live.lanes()[site] == "waiting", seconds=60)
    await live.act("site.admit", site=site)
    await live.until(lambda: bool(live.cells[site]["camera_on"]), seconds=60)


async def asks_for_the_floor(room: Page, name: str, post: str) -> None:
    await room.get_by_role("button", name="Đăng ký phát biểu").click()
    form = room.get_by_role("dialog")
    await form.get_by_label("Họ và tên người phát biểu").fill(name)
    await form.get_by_label("Chức vụ").fill(post)
    await form.get_by_role("button", name="Gửi đăng ký").click()
    await expect(room.get_by_text("Đã đăng ký, chờ điểm cầu trung tâm duyệt")).to_be_visible()
