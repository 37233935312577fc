"""All sounds that are heard as one, on the timeline of the picture."""

import threading
from collections import deque

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Sound = NDArray[np.float32]

STALL = 0.25
"""Later than this is a silence of the source; less is a delay of ours, and what comes joins the last."""
SLACK = 0.008
WINDOW = 100
"""So many pieces tell whether a sound is out of step: the least delayed of them."""
KNEE = 0.8


def place_of(moment: float) -> int:
    """Of a moment of the monotonic clock, counted in samples."""
    return round(moment * RATE)


class Voice:
    """One sound. Pieces join without a seam; out of step by more than SLACK, they are moved."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[int, Sound]] = deque()
        self._next: int | None = None
        self._behind: deque[int] = deque(maxlen=WINDOW)

    def add(self, at: float, samples: Sound) -> None:
        """`at`: when its last sample arrived, on the monotonic clock."""
        heard = place_of(at) - len(samples)
        if self._next is None or heard - self._next > STALL * RATE:
            self._next = heard
            self._behind.clear()
        self._behind.append(heard - self._next)
        self._keep_step()
        self._pieces.append((self._next, samples))
        self._next += len(samples)

    def _keep_step(self) -> None:
        if len(self._behind) < WINDOW:
            return
        off = min(self._behind)
        if abs(off) > SLACK * RATE and self._next is not None:
            self._next += off
            self._behind.clear()

    def onto(self, mix: Sound, begin: int) -> None:
        """What falls into the mix, whose first sample is `begin`; what is before it is forgotten."""
        end = begin + len(mix)
        while self._pieces and self._pieces[0][0] < end:
            start, samples = self._pieces.popleft()
            first, last = max(start, begin), min(start + len(samples), end)
            if first < last:
                mix[first - begin : last - begin] += samples[first - start : last - start]
            if start + len(samples) > end:
                self._pieces.appendleft((end, samples[end - start :]))
                return

    def is_over(self, begin: int) -> bool:
        return not self._pieces and (self._next or 0) <= begin


class Mixer:
    """Filled by the room's thread, emptied by the camera's."""

    def __init__(self) -> None:
        self._voices: dict[object, Voice] = {}
        self._lock = threading.Lock()

    def add(self, voice: object, at: float, samples: NDArray[np.int16]) -> None:
        sound = samples.astype(np.float32) / np.float32(32768)
        with self._lock:
            self._voices.setdefault(voice, Voice()).add(at, sound)

    def take(self, begin: int, count: int) -> Sound:
        mix = np.zeros(count, np.float32)
        with self._lock:
            for voice in self._voices.values():
                voice.onto(mix, begin)
            over = begin + count - RATE
            self._voices = {name: voice for name, voice in self._voices.items() if not voice.is_over(over)}
        return guarded(mix)


def guarded(mix: Sound) -> Sound:
    """Loud peaks are bent, never cut."""
    loud = np.abs(mix)
    over = loud > KNEE
    if not over.any():
        return mix
    bent = KNEE + (1 - KNEE) * np.tanh((loud - KNEE) / (1 - KNEE))
    return np.where(over, np.sign(mix) * bent, mix).astype(np.float32)
