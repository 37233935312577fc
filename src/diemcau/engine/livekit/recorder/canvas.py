"""Pictures as the encoder wants them: brightness and two colours of half the size (YUV 4:2:0)."""

from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from diemcau.engine.livekit.recorder.layout import Box

Bytes = NDArray[np.uint8]
_FULL = 256
_DARK, _GREY = 16, 128
_DIMMED = 205  # of 256: what the pages do to a picture that stands still


class Canvas:
    """`whole`: height * 3/2 rows; `planes` look into it. Both sides are multiples of four."""

    def __init__(self, whole: Bytes) -> None:
        rows, wide = whole.shape
        high = rows * 2 // 3
        colours = whole[high:].reshape(2, high // 2, wide // 2)
        self.whole, self.wide, self.high = whole, wide, high
        self.planes: tuple[Bytes, Bytes, Bytes] = (whole[:high], colours[0], colours[1])

    @classmethod
    def blank(cls, wide: int, high: int) -> "Canvas":
        black = cls(np.full((high * 3 // 2, wide), _GREY, np.uint8))
        black.planes[0][:] = _DARK
        return black

    def copy_from(self, other: "Canvas") -> None:
        np.copyto(self.whole, other.whole)

    def part(self, box: Box) -> tuple[Bytes, Bytes, Bytes]:
        return parts_of(self.planes, box)

    def dim(self, box: Box) -> None:
        for plane, middle in zip(self.part(box), (_DARK, _GREY, _GREY), strict=True):
            plane[:] = ((plane.astype(np.int16) - middle) * _DIMMED // _FULL + middle).astype(np.uint8)


class Stamp:
    """A drawn image, ready to be laid over a canvas at an even place; what of it is clear lets through."""

    def __init__(self, image: Image.Image, x: int, y: int) -> None:
        high, wide = image.height // 2 * 2, image.width // 2 * 2
        image = image.convert("RGBA").crop((0, 0, wide, high))
        self.box = Box(x // 2 * 2, y // 2 * 2, wide, high)
        alpha = np.asarray(image)[..., 3].astype(np.uint16)
        alpha += alpha >> 7  # 0 to 256
        half = alpha.reshape(high // 2, 2, wide // 2, 2).mean(axis=(1, 3)).astype(np.uint16)
        self._layers = [
            (plane * cover, _FULL - cover)
            for plane, cover in zip(planes_of(image), (alpha, half, half), strict=True)
        ]

    def on(self, canvas: Canvas) -> None:
        for plane, (over, through) in zip(canvas.part(self.box), self._layers, strict=True):
            plane[:] = (plane * through + over) >> 8


def planes_of(image: Image.Image) -> tuple[Bytes, Bytes, Bytes]:
    """Both sides even."""
    frame = av.VideoFrame.from_ndarray(np.asarray(image.convert("RGB")), format="rgb24")
    return planes_in(frame.reformat(format="yuv420p"))


def planes_in(frame: Any) -> tuple[Bytes, Bytes, Bytes]:
    """The planes of a decoder's or scaler's frame, without what pads their lines."""
    one, two, three = (
        np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
        for plane in frame.planes
    )
    return one, two, three


def parts_of(planes: tuple[Bytes, Bytes, Bytes], box: Box) -> tuple[Bytes, Bytes, Bytes]:
    x, y, wide, high = box
    one, two, three = planes
    half = (slice(y // 2, (y + high) // 2), slice(x // 2, (x + wide) // 2))
    return one[y : y + high, x : x + wide], two[half], three[half]
