"""The picture of a simulated site: its name, its own colour, a running clock, something that moves."""

import colorsys
import math
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import Any

import av
import numpy as np
from av.video.frame import PictureType
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from diemcau.engine.livekit.lettering import HANOI, font

Plane = NDArray[np.uint8]
Colour = tuple[int, int, int]

_GOLDEN = 0.618033988749895
_MARKS = "0123456789:"
_BRIGHT, _DARK = 235, 24


@dataclass(frozen=True)
class Format:
    """Small and slow enough for thirty to share a fraction of a core, large enough for a television."""

    width: int = 480
    height: int = 272
    rate: int = 5
    keyframe_seconds: int = 4

    @property
    def step(self) -> float:
        return 1 / self.rate


@dataclass(frozen=True)
class Frame:
    data: bytes
    key: bool


def colour_of(number: int, light: float, saturation: float = 0.5) -> Colour:
    """Neighbours in number lie far apart on the colour circle."""
    red, green, blue = colorsys.hls_to_rgb(number * _GOLDEN % 1, light, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def backdrop(name: str, number: int, form: Format) -> Image.Image:
    """A meeting room: wall, three people at a table, the board with the site's name."""
    image = Image.new("RGB", (form.width, form.height), colour_of(number, 0.32))
    draw = ImageDraw.Draw(image)
    wide, high = form.width, form.height
    draw.rectangle((0, 0, wide, high * 0.24), fill=colour_of(number, 0.2))
    for place in (0.25, 0.5, 0.75):
        _person(draw, wide * place, high * 0.56, high * 0.1, colour_of(number, 0.55, 0.25))
    draw.rectangle((0, high * 0.78, wide, high), fill=colour_of(number, 0.16, 0.3))
    _write_name(draw, name, form)
    return image


def _person(draw: ImageDraw.ImageDraw, x: float, y: float, size: float, colour: Colour) -> None:
    draw.rounded_rectangle((x - size * 1.5, y + size, x + size * 1.5, y + size * 4), size, fill=colour)
    draw.ellipse((x - size, y - size, x + size, y + size), fill=colour)


def _write_name(draw: ImageDraw.ImageDraw, name: str, form: Format) -> None:
    room = form.width * 0.62
    size = next((size for size in range(form.height // 9, 7, -1) if font(size).getlength(name) <= room), 8)
    draw.text((form.width * 0.04, form.height * 0.12), name, font=font(size), fill="white", anchor="lm")


def _luma_of(mark: str, size: int, wide: int, high: int) -> Plane:
    tile = Image.new("L", (wide, high), _DARK)
    ImageDraw.Draw(tile).text((wide / 2, high / 2), mark, font=font(size), fill=_BRIGHT, anchor="mm")
    return np.asarray(tile)


@cache
def _tiles(size: int) -> dict[str, Plane]:
    wide, high = round(size * 0.72) // 2 * 2, round(size * 1.3) // 2 * 2
    return {mark: _luma_of(mark, size, wide, high) for mark in _MARKS}


def _encoder(form: Format) -> Any:
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = form.width, form.height, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, form.rate), Fraction(form.rate)
    encoder.thread_count = 1
    keyint = form.rate * form.keyframe_seconds
    encoder.options = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "profile": "baseline",
        "crf": "24",
        "x264-params": f"keyint={keyint}:min-keyint=1:scenecut=0:repeat-headers=1:annexb=1",
    }
    encoder.open()
    return encoder


@dataclass
class Camera:
    """Draws and encodes one site's frames: mostly skipped blocks, thirty fit into a fraction of a core."""

    name: str
    number: int
    form: Format = field(default_factory=Format)

    def __post_init__(self) -> None:
        image = np.asarray(backdrop(self.name, self.number, self.form))
        colours = av.VideoFrame.from_ndarray(image, format="rgb24")
        self._planes: Plane = colours.reformat(format="yuv420p").to_ndarray().astype(np.uint8)
        self._tiles = _tiles(self.form.height // 12)
        self._encoder = _encoder(self.form)
        self._count = 0
        self._paint_box()

    def frame(self, now: datetime, key: bool = False) -> Frame:
        self._write_clock(now.astimezone(HANOI))
        self._sweep(now.microsecond / 1e6)
        picture = av.VideoFrame.from_ndarray(self._planes, format="yuv420p")
        picture.pts = self._count
        picture.pict_type = PictureType.I if key else PictureType.NONE
        self._count += 1
        packets = self._encoder.encode(picture)
        return Frame(b"".join(map(bytes, packets)), any(packet.is_keyframe for packet in packets))

    def _corner(self) -> tuple[int, int, int, int]:
        high, wide = self._tiles["0"].shape
        left = (self.form.width - 8 * wide - self.form.width // 25) // 4 * 4
        return left, self.form.height * 3 // 50 // 4 * 4, wide, high

    def _paint_box(self) -> None:
        """Grey under the clock: only the brightness of its marks changes afterwards."""
        left, top, wide, high = self._corner()
        width, height = self.form.width, self.form.height
        chroma = self._planes[height:].reshape(2, height // 2, width // 2)
        chroma[:, top // 2 : (top + high) // 2, left // 2 : (left + 8 * wide) // 2] = 128

    def _write_clock(self, now: datetime) -> None:
        left, top, wide, high = self._corner()
        for place, mark in enumerate(now.strftime("%H:%M:%S")):
            x = left + place * wide
            self._planes[top : top + high, x : x + wide] = self._tiles[mark]

    def _sweep(self, part: float) -> None:
        """A block runs along the table once a second: a frozen picture is seen at a glance."""
        top, bottom = self.form.height * 22 // 25, self.form.height * 23 // 25
        size = self.form.width // 16
        x = math.floor(part * (self.form.width - size))
        self._planes[top:bottom, :] = _DARK
        self._planes[top:bottom, x : x + size] = _BRIGHT
