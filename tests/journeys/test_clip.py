"""The uploaded clip of the script: played from the board with one key, seen and heard at a site, halted."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import Opened
from tests.journeys.rooms import comes_in
from tests.journeys.senses import hears
from tests.product import Operator

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(300)]

ITEM = "phong-su"
SECONDS = 60_000
MOVES = """() => [...document.querySelectorAll(
  'dc-program .program[data-layout=shared] .place:not(.inset) video')].some(one => {
  if (one.readyState < 2 || !one.videoWidth) return false;
  const canvas = Object.assign(document.createElement('canvas'), {width: 64, height: 36});
  const paper = canvas.getContext('2d');
  paper.drawImage(one, 0, 0, 64, 36);
  const seen = paper.getImageData(0, 0, 64, 36).data;
  const now = seen.join();
  const before = one.dataset.seen;
  one.dataset.seen = now;
  let green = 0;
  for (let at = 0; at < seen.length; at += 4) green += seen[at + 1] - seen[at];
  return green > 64 * 36 * 20 && before !== undefined && before !== now;
})"""


async def test_the_operator_plays_the_uploaded_clip_and_a_site_sees_and_hears_it(
    live: Operator, opened: Opened
) -> None:
    told: list[str] = []
    live.listeners.append(lambda message: told.extend(line["kind"] for line in message.get("log") or ()))
    room = await comes_in(live, opened)
    centre = next(site for site, cell in live.cells.items() if cell["role"] == "central")
    board = await opened("trungtam", "dieu-khien/")
    await live.act("script.start", item=ITEM)
    bar = board.get_by_role("region", name="Tệp phát")
    await expect(bar.get_by_text("Sẵn sàng")).to_be_visible(timeout=SECONDS)
    await live.until(lambda: bool(live.cells[centre]["sharing"]), seconds=60)
    await hears(room, 1)  # the chair

    await board.locator("body").press("b")
    await expect(bar.get_by_role("timer")).to_contain_text("Đang phát · còn", timeout=SECONDS)
    await room.wait_for_function(MOVES, polling=300, timeout=SECONDS)
    await hears(room, 2)

    await _hold_and_stop(board)
    await hears(room, 1)
    acts = ["started", "started", "paused", "started", "stopped"]
    await live.until(
        lambda: [kind for kind in told if kind.startswith("clip.")] == [f"clip.{one}" for one in acts]
    )


async def _hold_and_stop(board: Page) -> None:
    bar = board.get_by_role("region", name="Tệp phát")
    await bar.get_by_role("button", name="Từ đầu").click()
    await bar.get_by_role("button", name="Tạm dừng").click()
    await expect(bar.get_by_role("timer")).to_contain_text("Tạm dừng · còn", timeout=SECONDS)
    await board.wait_for_function("() => document.querySelector('.clip video').paused", timeout=SECONDS)
    await bar.get_by_role("button", name="Phát tiếp").click()
    await board.wait_for_function("() => !document.querySelector('.clip video').paused", timeout=SECONDS)
    await bar.get_by_role("button", name="Dừng hẳn").click()
    await expect(bar.get_by_role("timer")).to_contain_text("Sẵn sàng", timeout=SECONDS)
