"""The short film that the demo's script plays: made on the spot, bands of colour that wander and a chime."""

import io
from fractions import Fraction
from typing import Any

SECONDS = 12
WIDTH, HEIGHT, PER_SECOND = 480, 270, 10
RATE, BLOCK = 48_000, 960
CHIME = (523.25, 659.25, 783.99, 1046.5)
"""C, E, G, C: one a second."""
QUICK = {"deadline": "realtime", "cpu-used": "8"}


def make_clip() -> bytes:
    """WebM (VP8, Opus): every browser of the product plays it."""
    import av  # here: only the demo pays for the encoders

    held = io.BytesIO()
    file: Any
    with av.open(held, "w", format="webm") as file:
        picture = file.add_stream("libvpx", rate=PER_SECOND, options=QUICK)
        picture.width, picture.height, picture.pix_fmt, picture.bit_rate = WIDTH, HEIGHT, "yuv420p", 800_000
        sound = file.add_stream("libopus", rate=RATE)
        for second in range(SECONDS):
            for number in range(second * PER_SECOND, (second + 1) * PER_SECOND):
                file.mux(picture.encode(_frame(number)))
            for start in range(second * RATE, (second + 1) * RATE, BLOCK):
                file.mux(sound.encode(_sound(start)))
        file.mux(picture.encode())
        file.mux(sound.encode())
    return held.getvalue()


def _frame(number: int) -> Any:
    import av
    import numpy as np

    across = np.linspace(0, 4 * np.pi, WIDTH)[None, :] + number / 4
    down = np.linspace(0, 2 * np.pi, HEIGHT)[:, None] - number / 9
    wave = (np.sin(across) + np.cos(down)) / 4 + 0.5
    image = np.stack([40 + 60 * wave, 110 + 130 * wave, 70 + 90 * wave], axis=-1).astype(np.uint8)
    frame = av.VideoFrame.from_ndarray(image, "rgb24")
    frame.pts = number
    return frame


def _sound(start: int) -> Any:
    import av
    import numpy as np

    at = (np.arange(start, start + BLOCK) % RATE) / RATE
    tone = CHIME[start // RATE % len(CHIME)]
    wave = 0.5 * np.exp(-1.5 * at) * np.sin(2 * np.pi * tone * at)
    frame = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None, :], "flt", "mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
    return frame
