"""What arrives, with the moment of its arrival: pictures wait here until the timeline comes to them."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import av
import numpy as np

from diemcau.engine.livekit.recorder.canvas import Bytes, planes_in
from diemcau.engine.livekit.recorder.layout import Key

SILENT = 2.0
"""Without a picture for so long it is taken for gone, whatever the track says (`frontend/src/ui/tile.ts`)."""
TINY = 16
"""The engine sends a tiny black picture after the last one of a source that goes."""
WAITING = 25


class Shot:
    """One picture. `at`: on the monotonic clock; `data`: brightness and colours one after another (I420)."""

    def __init__(self, at: float, wide: int, high: int, data: Any) -> None:
        self.at, self.wide, self.high = at, wide // 2 * 2, high // 2 * 2
        self._given = (wide, high, data)

    @property
    def planes(self) -> tuple[Bytes, Bytes, Bytes]:
        wide, high, data = self._given
        flat = np.frombuffer(data, np.uint8)
        half = ((high + 1) // 2, (wide + 1) // 2)
        size, small = wide * high, half[0] * half[1]
        one = flat[:size].reshape(high, wide)
        two, three = flat[size : size + 2 * small].reshape(2, *half)
        rows, columns = self.high, self.wide
        return (
            one[:rows, :columns],
            two[: rows // 2, : columns // 2],
            three[: rows // 2, : columns // 2],
        )


class Feed:
    """The pictures of one source."""

    def __init__(self) -> None:
        self._coming: deque[Shot] = deque(maxlen=WAITING)
        self.shot: Shot | None = None

    def add(self, shot: Shot) -> None:
        if shot.wide > TINY or shot.high > TINY:
            self._coming.append(shot)

    def at(self, moment: float) -> Shot | None:
        """The newest that had arrived by then; the last one stays."""
        while self._coming and self._coming[0].at <= moment:
            self.shot = self._coming.popleft()
        return self.shot

    def is_playing(self, moment: float) -> bool:
        return self.shot is not None and moment - self.shot.at < SILENT

    def forget(self) -> None:
        self._coming.clear()
        self.shot = None


class Feeds:
    """By source. Filled by the room's thread, looked at by the camera's."""

    def __init__(self) -> None:
        self._feeds: dict[Key, Feed] = {}
        self._lock = threading.Lock()

    def __getitem__(self, key: Key) -> Feed:
        with self._lock:
            return self._feeds.setdefault(key, Feed())

    def keep(self, wanted: Callable[[Key], bool]) -> None:
        """Who comes back later does not begin with an old picture."""
        with self._lock:
            self._feeds = {key: feed for key, feed in self._feeds.items() if wanted(key)}


class Scaler:
    """Brings pictures of one source to the size of their place; the size itself is copied."""

    def __init__(self) -> None:
        self._reformatter = av.video.reformatter.VideoReformatter()

    def scaled(self, shot: Shot, wide: int, high: int) -> tuple[Bytes, Bytes, Bytes]:
        if (shot.wide, shot.high) == (wide, high):
            return shot.planes
        frame = av.VideoFrame(shot.wide, shot.high, "yuv420p")
        for mine, given in zip(planes_in(frame), shot.planes, strict=True):
            mine[:] = given
        return planes_in(self._reformatter.reformat(frame, wide, high, interpolation="BILINEAR"))
