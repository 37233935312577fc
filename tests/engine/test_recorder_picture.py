"""The recorded picture, from pictures of one colour: who stands where, what is written, what remains."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diemcau.conference.picture import Caption, Layout
from diemcau.conference.plan import Source
from diemcau.conference.stage import Stage
from diemcau.engine.livekit.recorder.canvas import Bytes, Canvas
from diemcau.engine.livekit.recorder.composer import LONGEST_WAIT, Composer
from diemcau.engine.livekit.recorder.feeds import SILENT, Feeds
from tests.engine.showing import CAPTION, Colour, colour_at, colour_of_site, shot, showing

WALL = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
WIDE, HIGH = 1280, 720
MOSAIC = tuple(f"dc-{number:02}" for number in range(16))


class Desk:
    """A composer, its feeds and a clock that stands still until told otherwise."""

    def __init__(self) -> None:
        self.feeds, self.now = Feeds(), 100.0
        self.composer = Composer(WIDE, HIGH, self.feeds)

    def films(self, *sites: str, source: Source = Source.CAMERA, size: tuple[int, int] = (640, 360)) -> None:
        for site in sites:
            self.feeds[site, source].add(shot(colour_of(site, source), self.now, *size))

    def shows(self, stage: Stage) -> Canvas:
        self.composer.show(stage, self.now)
        return self.picture()

    def picture(self, after: float = 0.0) -> Canvas:
        self.now += after
        return self.composer.compose(self.now, WALL + timedelta(seconds=self.now - 100))


def colour_of(site: str, source: Source = Source.CAMERA) -> Colour:
    number = int(site.removeprefix("dc-"))
    return colour_of_site(number + (8 if source is Source.SCREEN else 0))


def close(one: Colour, other: Colour, by: int = 3) -> bool:
    return all(abs(mine - theirs) <= by for mine, theirs in zip(one, other, strict=True))


def brightness(canvas: Canvas) -> Bytes:
    return canvas.planes[0].copy()


@pytest.fixture
def desk() -> Desk:
    return Desk()


PLACES: dict[Layout, list[tuple[float, float]]] = {
    Layout.ONE: [(0.5, 0.5)],
    Layout.CHAIR_SPEAKER: [(1 / 6, 0.5), (2 / 3, 0.5)],
    Layout.TWO: [(0.25, 0.5), (0.75, 0.5)],
    Layout.FOUR: [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)],
    Layout.MOSAIC: [((column + 0.5) / 4, (row + 0.5) / 4) for row in range(4) for column in range(4)],
}


@pytest.mark.parametrize("layout", PLACES)
def test_every_site_stands_in_its_place(desk: Desk, layout: Layout) -> None:
    sites = MOSAIC[: len(PLACES[layout])]
    desk.films(*sites)
    canvas = desk.shows(showing(layout, *sites))
    for site, where in zip(sites, PLACES[layout], strict=True):
        assert close(colour_at(canvas, *where), colour_of(site)), site


@pytest.mark.parametrize(
    ("count", "last"),
    [(1, (0.5, 0.5)), (2, (0.75, 0.5)), (3, (0.25, 0.75)), (5, (0.5, 0.5)), (9, (5 / 6, 5 / 6))],
)
def test_a_mosaic_of_few_has_large_pictures(desk: Desk, count: int, last: tuple[float, float]) -> None:
    desk.films(*MOSAIC[:count])
    canvas = desk.shows(showing(Layout.MOSAIC, *MOSAIC[:count]))
    assert close(colour_at(canvas, *last), colour_of(MOSAIC[count - 1]))


def test_a_shared_screen_is_large_and_its_camera_small(desk: Desk) -> None:
    desk.films("dc-00", source=Source.SCREEN)
    desk.films("dc-00")
    canvas = desk.shows(showing(Layout.SHARED, "dc-00"))
    assert close(colour_at(canvas, 0.4, 0.4), colour_of("dc-00", Source.SCREEN))
    assert close(colour_at(canvas, 0.87, 0.86), colour_of("dc-00"))
    assert close(colour_at(canvas, 0.74, 0.86), colour_of("dc-00", Source.SCREEN))


def test_a_room_without_a_camera_hides_nothing_of_what_it_shares(desk: Desk) -> None:
    desk.films("dc-00", source=Source.SCREEN)
    canvas = desk.shows(showing(Layout.SHARED, "dc-00"))
    assert close(colour_at(canvas, 0.87, 0.86), colour_of("dc-00", Source.SCREEN))


def test_what_was_shared_and_is_over_gives_way_to_the_card(desk: Desk) -> None:
    desk.films("dc-00", source=Source.SCREEN)
    desk.shows(showing(Layout.SHARED, "dc-00"))
    assert colour_at(desk.picture(after=SILENT), 0.2, 0.9)[0] < 70


def test_a_picture_of_another_shape_is_shown_whole(desk: Desk) -> None:
    desk.films("dc-00", size=(480, 360))
    canvas = desk.shows(showing(Layout.ONE, "dc-00"))
    assert close(colour_at(canvas, 0.14, 0.5), colour_of("dc-00"))
    assert colour_at(canvas, 0.11, 0.5)[0] < 40


@pytest.mark.parametrize("size", [(1280, 720), (641, 361), (63, 35), (2, 2000), (4000, 2)])
def test_pictures_of_any_size_can_be_shown(desk: Desk, size: tuple[int, int]) -> None:
    desk.films("dc-00", size=size)
    assert close(colour_at(desk.shows(showing(Layout.ONE, "dc-00")), 0.5, 0.5), colour_of("dc-00"))


# --- what remains
def test_a_lost_line_leaves_its_last_picture_darker_and_says_so(desk: Desk) -> None:
    desk.films("dc-00")
    desk.shows(showing(Layout.ONE, "dc-00"))
    light = brightness(desk.picture(after=SILENT - 0.1))
    dark = brightness(desk.picture(after=0.2))
    assert 60 < dark[360, 640] < light[360, 640] == colour_of("dc-00")[0]
    assert dark[:100, 1000:].max() > 200
    desk.films("dc-00")
    assert close(colour_at(desk.picture(), 0.5, 0.5), colour_of("dc-00"))


def test_a_camera_that_is_off_has_its_card_until_it_is_on(desk: Desk) -> None:
    desk.films("dc-01")
    canvas = desk.shows(showing(Layout.TWO, "dc-00", "dc-01", off=("dc-00",)))
    assert colour_at(canvas, 0.1, 0.3)[0] < 40
    assert canvas.planes[0][:, :630].max() > 200
    assert close(colour_at(canvas, 0.75, 0.5), colour_of("dc-01"))
    desk.films("dc-00")
    assert close(colour_at(desk.picture(), 0.25, 0.5), colour_of("dc-00"))


def test_a_new_picture_waits_behind_the_old_one_for_its_first_frame(desk: Desk) -> None:
    desk.films("dc-00")
    desk.shows(showing(Layout.ONE, "dc-00"))
    assert close(colour_at(desk.shows(showing(Layout.ONE, "dc-01")), 0.5, 0.5), colour_of("dc-00"))
    desk.films("dc-01")
    assert close(colour_at(desk.picture(), 0.5, 0.5), colour_of("dc-01"))


def test_it_does_not_wait_for_ever_nor_longer_for_a_third(desk: Desk) -> None:
    desk.films("dc-00")
    desk.shows(showing(Layout.ONE, "dc-00"))
    desk.shows(showing(Layout.ONE, "dc-01"))
    assert close(colour_at(desk.picture(after=LONGEST_WAIT - 0.1), 0.5, 0.4), colour_of("dc-00"))
    desk.shows(showing(Layout.ONE, "dc-02"))
    assert colour_at(desk.picture(after=0.2), 0.5, 0.4)[0] < 40


def test_who_comes_back_does_not_begin_with_an_old_picture(desk: Desk) -> None:
    desk.films("dc-00", "dc-01")
    desk.shows(showing(Layout.ONE, "dc-00"))
    desk.shows(showing(Layout.ONE, "dc-01"))
    desk.films("dc-01")
    desk.shows(showing(Layout.ONE, "dc-00"))
    assert close(colour_at(desk.picture(), 0.5, 0.4), colour_of("dc-01"))


def test_a_frame_that_has_not_yet_arrived_is_not_shown(desk: Desk) -> None:
    desk.films("dc-00")
    desk.shows(showing(Layout.ONE, "dc-00"))
    desk.feeds["dc-00", Source.CAMERA].add(shot(colour_of("dc-05"), desk.now + 0.1))
    assert close(colour_at(desk.picture(after=0.05), 0.5, 0.5), colour_of("dc-00"))
    assert close(colour_at(desk.picture(after=0.06), 0.5, 0.5), colour_of("dc-05"))


def test_the_tiny_picture_after_the_last_one_is_not_shown(desk: Desk) -> None:
    desk.films("dc-00")
    desk.shows(showing(Layout.ONE, "dc-00"))
    desk.feeds["dc-00", Source.CAMERA].add(shot((16, 128, 128), desk.now, 16, 16))
    assert close(colour_at(desk.picture(after=0.1), 0.5, 0.5), colour_of("dc-00"))


# --- what is written
def written(with_it: Canvas, without: Bytes) -> tuple[int, int, int, int]:
    """Where two pictures differ: left, top, right, bottom."""
    rows, columns = np.nonzero(np.abs(with_it.planes[0].astype(int) - without) > 8)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


@pytest.mark.parametrize(
    ("layout", "count", "left", "right"),
    [
        (Layout.ONE, 1, 0.03, 0.74),
        (Layout.CHAIR_SPEAKER, 2, 0.34, 0.98),
        (Layout.TWO, 2, 0.1, 0.9),
        (Layout.FOUR, 4, 0.1, 0.9),
        (Layout.MOSAIC, 16, 0.1, 0.9),
    ],
)
def test_the_caption_stands_on_the_speakers_picture_or_in_the_middle_below_equal_ones(
    desk: Desk, layout: Layout, count: int, left: float, right: float
) -> None:
    sites = MOSAIC[:count]
    desk.films(*sites)
    without = brightness(desk.shows(showing(layout, *sites)))
    box = written(desk.shows(showing(layout, *sites, caption=CAPTION)), without)
    assert WIDE * left <= box[0] < box[2] <= WIDE * right
    assert HIGH * 0.7 <= box[1] < box[3] <= HIGH * 0.97
    if layout in (Layout.TWO, Layout.FOUR, Layout.MOSAIC):
        assert abs(box[0] + box[2] - WIDE) < 8


def test_a_picture_of_several_sites_names_them_and_one_of_one_does_not(desk: Desk) -> None:
    desk.films("dc-00", "dc-01")
    one = desk.shows(showing(Layout.ONE, "dc-00"))
    assert (brightness(one)[640:] == colour_of("dc-00")[0]).all()
    two = brightness(desk.shows(showing(Layout.TWO, "dc-00", "dc-01")))
    assert min(two[690:, :200].max(), two[690:, 650:850].max()) > 200


def test_the_card_shows_the_title_and_the_notice_of_now(desk: Desk) -> None:
    plain = brightness(desk.shows(showing(title="Hội nghị trực tuyến toàn tỉnh")))
    assert plain[330:390].max() > 220
    left, top, right, bottom = written(
        desk.shows(showing(title="Hội nghị trực tuyến toàn tỉnh", notice="Nghỉ")), plain
    )
    assert top < HIGH / 2 < bottom
    assert left < WIDE / 2 < right


def test_the_clock_goes_on_whatever_is_shown(desk: Desk) -> None:
    before = brightness(desk.shows(showing()))
    assert np.array_equal(before, brightness(desk.picture(after=0.5)))
    box = written(desk.picture(after=0.5), before)
    assert box[2] < WIDE * 0.25
    assert box[3] < HIGH * 0.1


anything = st.text(max_size=300)


@settings(max_examples=15, deadline=None)
@given(name=anything, title=anything, unit=anything, heading=anything)
def test_any_words_can_be_written(name: str, title: str, unit: str, heading: str) -> None:
    desk = Desk()
    desk.films("dc-00")
    desk.shows(showing(Layout.TWO, "dc-00", "dc-01", caption=Caption(name, title, unit), title=heading))
    desk.shows(showing(Layout.ONE, "dc-00", caption=Caption(name, title, unit), title=heading))
    canvas = desk.shows(showing(title=heading, notice=name))
    assert canvas.whole.shape == (HIGH * 3 // 2, WIDE)
