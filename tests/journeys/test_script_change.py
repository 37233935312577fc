"""A script changed in the office reaches a room in the session; the board sees who has read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.conftest import OWN_SITE, Opened
from tests.product import Operator, Product

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

HOURS = """all => all.map(one => [
  one.querySelector('.item-title input').value, one.querySelector('[data-time]').textContent])"""
SITES = 31
READ = "Đã xem bản mới"


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """With every site of the script."""
    with Product(tmp_path / "home", sites=SITES) as product:
        yield product


async def test_a_new_order_reaches_a_room_which_says_that_it_has_read_it(
    operator: Operator, product: Product, opened: Opened
) -> None:
    await operator.act("session.open")
    room = await _bim_son_comes(operator, opened)
    await _reads(room, "Xem kịch bản")
    before, after = await _reordered(await opened("trungtam", "dieu-khien/"), product)
    moved = [title for title, starts in after.items() if before[title] != starts]
    assert 3 < len(moved) < len(after)
    board = await opened("trungtam", "dieu-khien/")
    assert "Bỉm Sơn" in await _read_by(board, 0)
    await room.get_by_role("button", name="Kịch bản có thay đổi").click()
    assert await room.get_by_role("dialog").locator("li b").all_inner_texts() == list(after)
    assert await _marked(room) == moved
    await room.get_by_role("button", name=READ).click()
    await expect(room.get_by_role("dialog")).to_contain_text("Đã xác nhận bản này")
    await expect(board.get_by_role("log")).to_contain_text("Bỉm Sơn xác nhận đã xem kịch bản bản số 2")
    rest = await _read_by(board, 1)
    assert "Sầm Sơn" in rest
    assert "Bỉm Sơn" not in rest


async def _bim_son_comes(operator: Operator, opened: Opened) -> Page:
    room = await opened("bimson", f"diem-cau/{OWN_SITE}/")
    await operator.until(lambda: operator.lanes()[OWN_SITE] == "waiting", seconds=60)
    await operator.act("site.admit", site=OWN_SITE)
    return room


async def _reads(room: Page, button: str) -> None:
    await room.get_by_role("button", name=button).click()
    await room.get_by_role("button", name=READ).click()
    await expect(room.get_by_role("dialog")).to_contain_text("Đã xác nhận bản này")
    await room.get_by_role("button", name="Đóng").click()
    await expect(room.get_by_role("button", name="Kịch bản", exact=True)).to_be_visible()


async def _reordered(office: Page, product: Product) -> tuple[dict[str, str], dict[str, str]]:
    """The third item one up by the keyboard, the seventh dragged onto the fifth; saved. Title -> hour."""
    await office.goto(f"{product.url}/hoi-nghi/{product.conference}/kich-ban/")
    before = await _hours(office)
    await _up_by_keyboard(office, 2)
    await _items(office).nth(6).locator("[data-handle]").drag_to(_items(office).nth(4))
    after = await _hours(office)
    titles = list(before)
    assert list(after) == [titles[at] for at in (0, 2, 1, 3, 6, 4, 5, *range(7, len(titles)))]
    await office.get_by_label("Ghi chú của lần sửa").fill("Sầm Sơn báo cáo trước")
    await office.get_by_role("button", name="Lưu thành phiên bản mới").click()
    await expect(office.get_by_text("Đã lưu kịch bản phiên bản 2.")).to_be_visible()
    assert await _hours(office) == after
    return before, after


async def _up_by_keyboard(office: Page, at: int) -> None:
    """There and back again and there: the field that has the focus keeps it, and the move is said."""
    field = _items(office).nth(at).locator(".item-title input")
    title, many = await field.input_value(), await _items(office).count()
    await field.focus()
    for key, place in (("Alt+ArrowUp", at), ("Alt+ArrowDown", at + 1), ("Alt+ArrowUp", at)):
        await office.keyboard.press(key)
        await expect(office.locator("#bao")).to_have_text(f"Đã chuyển đến vị trí {place}/{many}")
        assert await office.evaluate("() => document.activeElement.value") == title


def _items(office: Page) -> Locator:
    return office.locator("[data-items] > [data-item]")


async def _hours(office: Page) -> dict[str, str]:
    return dict(await _items(office).evaluate_all(HOURS))


async def _marked(room: Page) -> list[str]:
    changed = room.get_by_role("dialog").locator("li", has_text="Thay đổi")
    return await changed.locator("b").all_inner_texts()


async def _read_by(board: Page, count: int) -> str:
    """Who is still named as not having read it."""
    seen = board.get_by_title(f"Kịch bản số 2: {count}/{SITES} điểm cầu đã xem")
    await expect(seen).to_have_text(f"{count}/{SITES}")
    return str(await seen.get_attribute("title")).partition("Chưa xác nhận: ")[2]
