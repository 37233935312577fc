"""A cue with a film: Bỉm Sơn plays a file of its own, the board sees and hears it."""

from pathlib import Path

import pytest

from tests.journeys.conftest import OWN_SITE, Opened
from tests.journeys.film import make_film
from tests.journeys.rooms import comes_in
from tests.journeys.senses import hears
from tests.product import Operator

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(240)]

GREEN = """() => [...document.querySelectorAll(
  'dc-program .program[data-layout=shared] .place[data-site=bim-son]:not(.inset) video')].some(one => {
  if (one.readyState < 2 || !one.videoWidth) return false;
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1});
  const paper = canvas.getContext('2d');
  paper.drawImage(one, 0, 0, 1, 1);
  const [red, green, blue] = paper.getImageData(0, 0, 1, 1).data;
  return green > 120 && green - red > 60 && green - blue > 60;
})"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return make_film(tmp_path / "quoc-ca.webm", seconds=20)


async def test_a_film_of_a_site_is_seen_and_heard_by_the_others_until_its_end(
    live: Operator, opened: Opened, film: Path
) -> None:
    room = await comes_in(live, opened)
    await live.act("sharing.allow", site=OWN_SITE)
    await room.locator("input[type=file]").set_input_files(film)
    await live.until(lambda: bool(live.cells[OWN_SITE]["sharing"]))
    board = await opened("trungtam", "dieu-khien/")
    await live.act("picture.preview", picture={"layout": "shared", "sites": [OWN_SITE]})
    await live.act("picture.take")
    await hears(board, 1)  # the chair
    await room.get_by_role("button", name="Phát", exact=True).click()
    await board.wait_for_function(GREEN, polling=200, timeout=15_000)
    await hears(board, 2)
    await live.until(lambda: not live.cells[OWN_SITE]["sharing"])  # by itself, at the end of the file
    await hears(board, 1)


async def test_a_file_that_is_no_film_is_refused_in_words(
    live: Operator, opened: Opened, tmp_path: Path
) -> None:
    room = await comes_in(live, opened)
    await live.act("sharing.allow", site=OWN_SITE)
    broken = tmp_path / "bai-hat.mp4"
    broken.write_bytes(b"khong phai phim" * 100)
    await room.locator("input[type=file]").set_input_files(broken)
    await room.get_by_text("Không phát được tệp “bai-hat.mp4”").wait_for()
    assert not live.cells[OWN_SITE]["sharing"]
