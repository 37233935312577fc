"""The sound of a simulated site: a soft tone of its own pitch, so that one hears who has the floor."""

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
CHUNK = RATE // 10
_SCALE = (0, 2, 4, 7, 9)  # pentatonic: any two of them sound well together
_LOUDNESS = 0.12


def pitch_of(number: int) -> int:
    """Whole hertz: one second of it can be repeated without a click."""
    octave, step = divmod(number, len(_SCALE))
    return round(220 * 2 ** (octave % 3 + _SCALE[step] / 12))


def second_of_tone(number: int) -> NDArray[np.int16]:
    """Swells four times a second, like speech more than like an alarm."""
    time = np.arange(RATE) / RATE
    swell = 0.6 - 0.4 * np.cos(2 * np.pi * 4 * time)
    wave = np.sin(2 * np.pi * pitch_of(number) * time)
    return np.round(wave * swell * _LOUDNESS * 32767).astype(np.int16)


def level_of(samples: NDArray[np.int16]) -> float:
    """Root mean square, 0 to 1."""
    return round(float(np.sqrt(np.mean((samples / 32767.0) ** 2))), 3)
