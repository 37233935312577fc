"""Where each picture of a layout stands: as on the sites' pages (`frontend/src/styles/live.css`)."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from diemcau.conference.picture import Layout, Picture
from diemcau.conference.plan import Source

Key = tuple[str, Source]
"""What a picture or a sound is called here: of which site, from which source."""

GAP = 4
CAPTIONED = {Layout.ONE: 0, Layout.CHAIR_SPEAKER: 1, Layout.SHARED: 0}
_COLUMNS = {Layout.TWO: (1, 1), Layout.CHAIR_SPEAKER: (1, 2), Layout.FOUR: (1, 1)}
_MOSAIC = ((1, 1, 1), (2, 2, 1), (4, 2, 2), (9, 3, 3), (16, 4, 4))
"""Up to so many sites, so many columns, so many rows."""
_INSET_WIDE, _INSET_RIGHT, _INSET_BOTTOM = 0.22, 0.02, 0.03


class Box(NamedTuple):
    """In pixels, all of them even: the colours have half the size."""

    x: int
    y: int
    wide: int
    high: int


class Place(NamedTuple):
    key: Key
    box: Box
    inset: bool = False

    @property
    def site(self) -> str:
        return self.key[0]


def even(value: float) -> int:
    return round(value / 2) * 2


def places(picture: Picture, wide: int, high: int) -> tuple[Place, ...]:
    columns, rows = _grid(picture)
    boxes = (
        Box(x, y, width, height)
        for y, height in _shares((1,) * rows, high)
        for x, width in _shares(columns, wide)
    )
    source = Source.SCREEN if picture.layout is Layout.SHARED else Source.CAMERA
    large = tuple(Place((site, source), box) for site, box in zip(picture.sites, boxes, strict=False))
    if picture.layout is not Layout.SHARED:
        return large
    return (*large, *(Place((site, Source.CAMERA), inset(wide, high), True) for site in picture.sites))


def inset(wide: int, high: int) -> Box:
    width, height = even(wide * _INSET_WIDE), even(wide * _INSET_WIDE * 9 / 16)
    x, y = even(wide - width - wide * _INSET_RIGHT), even(high - height - high * _INSET_BOTTOM)
    return Box(x, y, width, height)


def contained(wide: int, high: int, box: Box) -> Box:
    """The largest picture of this shape in the middle of the box."""
    scale = min(box.wide / wide, box.high / high)
    width = min(max(even(wide * scale), 2), box.wide)
    height = min(max(even(high * scale), 2), box.high)
    return Box(box.x + even((box.wide - width) / 2), box.y + even((box.high - height) / 2), width, height)


def captioned(picture: Picture) -> int | None:
    """The place that carries the caption; None: the picture as a whole does."""
    place = CAPTIONED.get(picture.layout)
    return place if place is not None and place < len(picture.sites) else None


def _grid(picture: Picture) -> tuple[tuple[int, ...], int]:
    if picture.layout is Layout.MOSAIC:
        count = len(picture.sites)
        columns, rows = next((wide, high) for most, wide, high in _MOSAIC if count <= most)
        return (1,) * columns, rows
    return _COLUMNS.get(picture.layout, (1,)), 2 if picture.layout is Layout.FOUR else 1


def _shares(parts: Sequence[int], whole: int) -> list[tuple[int, int]]:
    """Begin and length of each part, gaps between them."""
    room = whole - GAP * (len(parts) - 1)
    edges = [even(room * part / sum(parts)) for part in accumulate(parts, initial=0)]
    return [(edges[at] + at * GAP, edges[at + 1] - edges[at]) for at in range(len(parts))]
