"""A recording as a player meets it: decoded pictures and sound."""

from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from diemcau.engine.livekit.recorder.canvas import Canvas

RATE = 48_000
ENDED = "#EXT-X-ENDLIST\n"


@dataclass
class Played:
    """`times`: of each picture, in seconds. `sound`: from second 0 on."""

    pictures: list[Canvas] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    sound: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))

    def picture_at(self, second: float) -> Canvas:
        """The one that is on the screen then."""
        return self.pictures[int(np.searchsorted(self.times, second + 1e-6, side="right")) - 1]

    def sound_at(self, second: float, long: float) -> NDArray[np.float32]:
        return self.sound[round(second * RATE) : round((second + long) * RATE)]


def played(path: Path) -> Played:
    """A file, or a playlist with what is in it now."""
    found, sounds = Played(), []
    with av.open(str(_as_it_is_now(path))) as given:
        for packet in given.demux(video=0, audio=0):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    found.pictures.append(Canvas(frame.to_ndarray(format="yuv420p")))
                    found.times.append(float(frame.pts * frame.time_base))
                else:
                    sounds.append((float(frame.pts * frame.time_base), frame.to_ndarray()[0]))
    found.sound = np.zeros(round(max((at + len(s) / RATE for at, s in sounds), default=0) * RATE), np.float32)
    for at, sound in sounds:
        begin = round(at * RATE)
        found.sound[begin : begin + len(sound)] = sound[: len(found.sound) - begin]
    return found


def _as_it_is_now(path: Path) -> Path:
    """A playlist that still grows keeps its player waiting for more: here it ends with what it has."""
    if path.suffix != ".m3u8" or (text := path.read_text()).endswith(ENDED):
        return path
    now = path.with_name("now.m3u8")
    now.write_text(text + ENDED)
    return now
