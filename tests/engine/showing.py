"""What a recorder is shown in tests: stages, and pictures of one colour for each site."""

from datetime import UTC, datetime

import msgspec
import numpy as np

from diemcau.conference.picture import Caption, Layout, Picture
from diemcau.conference.stage import Stage, stage
from diemcau.engine.livekit.recorder.canvas import Canvas
from diemcau.engine.livekit.recorder.feeds import Shot
from tests import world

CAPTION = Caption("Hoàng Đình Toàn", "Chánh Văn phòng", "UBND thị xã Bỉm Sơn")
BASE = stage(world.live().state, datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
Colour = tuple[int, int, int]


def showing(
    layout: Layout = Layout.HOLDING,
    *sites: str,
    caption: Caption | None = None,
    microphones: tuple[str, ...] = (),
    off: tuple[str, ...] = (),
    title: str = BASE.title,
    notice: str = "",
    session: str = BASE.session,
) -> Stage:
    return msgspec.structs.replace(
        BASE,
        session=session,
        title=title,
        notice=notice,
        program=Picture(layout, sites, caption),
        names={site: f"Điểm cầu {site}" for site in sites},
        microphones=microphones,
        cameras_off=off,
    )


def colour_of_site(number: int) -> Colour:
    """Brightness and two colours, all far apart."""
    return 90 + 9 * number, 70 + 8 * number, 200 - 9 * number


def shot(colour: Colour, at: float, wide: int = 640, high: int = 360) -> Shot:
    one, two, three = colour
    small = ((wide + 1) // 2) * ((high + 1) // 2)
    planes = [np.full(wide * high, one), np.full(small, two), np.full(small, three)]
    return Shot(at, wide, high, np.concatenate(planes).astype(np.uint8))


def colour_at(canvas: Canvas, across: float, down: float) -> Colour:
    """Of the pixel at this share of width and height."""
    x, y = int(canvas.wide * across), int(canvas.high * down)
    one, two, three = canvas.planes
    return int(one[y, x]), int(two[y // 2, x // 2]), int(three[y // 2, x // 2])
