"""What is written on the picture: cards, captions, names, the clock. Sizes as on the sites' pages."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

from diemcau.conference.picture import Caption
from diemcau.engine.livekit.lettering import font

NO_PICTURE = "Chưa có hình"
CAMERA_OFF = "Camera đang tắt"
COMING_BACK = "Đang nối lại"

Colour = tuple[int, int, int]
WHITE, TEXT, QUIET = (255, 255, 255), (238, 243, 246), (169, 183, 194)
GROUND, PLACE = (5, 8, 10), (10, 15, 19)
ACCENT, UNIT, BELOW = (23, 163, 152), (216, 231, 234), (191, 227, 223)
_BAND, _TAG, _PILL = (6, 20, 26, 219), (5, 10, 14, 199), (5, 10, 14, 184)
_GLOW: Sequence[tuple[float, Colour]] = (
    (0.0, (15, 75, 74)),
    (0.55, (11, 42, 51)),
    (1.0, (7, 19, 24)),
)
_LINE = 1.3


class Line:
    """Words in one size and colour, on one line."""

    def __init__(self, words: str, size: float, colour: Colour = WHITE) -> None:
        self.words, self.size, self.colour = " ".join(words.split()), max(round(size), 6), colour

    @property
    def wide(self) -> int:
        return round(font(self.size).getlength(self.words))

    @property
    def high(self) -> int:
        return round(self.size * _LINE)

    def shortened(self, most: float) -> "Line":
        line = Line(self.words, self.size, self.colour)
        while line.wide > most and line.words:
            line.words = line.words.rstrip("…")[:-1].rstrip() + "…" if len(line.words) > 1 else ""
        return line

    def wrapped(self, most: float) -> "list[Line]":
        """As few lines as there must be, about equally long."""
        least = self._broken(most)
        narrower = most
        while len(least) > 1 and narrower > most / 2:
            narrower -= most / 20
            tried = self._broken(narrower)
            if len(tried) > len(least):
                break
            least = tried
        return [line.shortened(most) for line in least]

    def _broken(self, most: float) -> "list[Line]":
        lines: list[Line] = []
        for word in self.words.split():
            longer = Line(f"{lines[-1].words} {word}", self.size, self.colour) if lines else None
            if longer and longer.wide <= most:
                lines[-1] = longer
            else:
                lines.append(Line(word, self.size, self.colour))
        return lines


def holding(title: str, below: str, wide: int, high: int, unit: float) -> Image.Image:
    """The backdrop with the title. `unit`: a hundredth of the whole picture's width."""
    image = _glow(wide, high).copy()
    small = min(1.0, wide / (unit * 100))
    lines = Line(title, unit * 4.6 * small).wrapped(wide * 0.84)
    lines += Line(below, unit * 2.2 * small, BELOW).wrapped(wide * 0.84)
    _write_middle(image, lines)
    return image


def card(name: str, words: str, wide: int, high: int, size: float, colour: Colour) -> Image.Image:
    """In place of a site's picture: its name, and why there is none."""
    image = Image.new("RGB", (wide, high), PLACE)
    _write_middle(image, [*Line(name, size, colour).wrapped(wide * 0.9), Line(words, size * 0.65, QUIET)])
    return image


def band(caption: Caption, unit: float, most: float, *, middle: bool) -> Image.Image | None:
    """Name, title and unit of who speaks."""
    size = unit * 2
    below = " · ".join(filter(None, (caption.title, caption.unit)))
    lines = [
        line
        for words, scale, colour in ((caption.name, 1.2, WHITE), (below, 1.0, UNIT))
        for line in Line(words, size * scale, colour).wrapped(most - size * 2.2)
    ]
    if not lines:
        return None
    edge = 0 if middle else round(size * 0.35)
    wide = round(max(line.wide for line in lines) + size * 2.2) + edge
    image = Image.new("RGBA", (_even(wide), _even(sum(line.high for line in lines) + size)), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, image.width - 1, image.height - 1), 6, fill=_BAND)
    if edge:
        draw.rectangle((0, 0, edge, image.height), fill=ACCENT)
    _write(draw, lines, edge, image.width, size / 2, left=None if middle else edge + size * 1.1)
    return image


def tag(name: str, unit: float, most: float) -> Image.Image:
    """A site's name at the foot of its picture."""
    size = unit * 1.7
    line = Line(name, size).shortened(most - size * 1.6)
    image = Image.new("RGBA", (_even(line.wide + size * 1.6), _even(line.high + size * 0.5)), _TAG)
    _write(ImageDraw.Draw(image), [line], 0, image.width, size * 0.25)
    return image


def pill(words: str, size: float) -> Image.Image:
    line = Line(words, size)
    image = Image.new("RGBA", (_even(line.wide + size * 1.6), _even(line.high + size * 0.3)), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, image.width - 1, image.height - 1), image.height // 2, fill=_PILL)
    _write(draw, [line], 0, image.width, size * 0.15)
    return image


def _write_middle(image: Image.Image, lines: list[Line]) -> None:
    top = (image.height - sum(line.high for line in lines)) / 2
    _write(ImageDraw.Draw(image), lines, 0, image.width, top)


def _write(
    draw: ImageDraw.ImageDraw,
    lines: list[Line],
    begin: float,
    end: float,
    top: float,
    left: float | None = None,
) -> None:
    """In the middle between begin and end, or from `left` on."""
    for line in lines:
        x, anchor = ((begin + end) / 2, "mm") if left is None else (left, "lm")
        draw.text((x, top + line.high / 2), line.words, font=font(line.size), fill=line.colour, anchor=anchor)
        top += line.high


@cache
def _glow(wide: int, high: int) -> Image.Image:
    x, y = np.arange(wide) / wide - 0.5, np.arange(high) / high - 0.2
    far = np.hypot(x[None, :] / 1.2, y[:, None] / 1.2)
    stops = [stop for stop, _ in _GLOW]
    bands = [np.interp(far, stops, [colour[band] for _, colour in _GLOW]) for band in range(3)]
    return Image.fromarray(np.stack(bands, axis=-1).round().astype(np.uint8), "RGB")


def _even(value: float) -> int:
    return max(round(value / 2) * 2, 2)
