"""A short film made on the spot: a green picture that moves, and a tone."""

from pathlib import Path

import av
import numpy as np

SIZE = (320, 180)
RATE, PER_SECOND = 48_000, 15


def make_film(path: Path, seconds: int) -> Path:
    with av.open(str(path), "w") as file:
        picture = file.add_stream("libvpx", rate=PER_SECOND)
        picture.width, picture.height, picture.pix_fmt = *SIZE, "yuv420p"
        sound = file.add_stream("libopus", rate=RATE)
        for number in range(seconds * PER_SECOND):
            file.mux(picture.encode(_frame(number)))
        file.mux(picture.encode())
        wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(seconds * RATE) / RATE)
        for start in range(0, len(wave), 960):
            file.mux(sound.encode(_sound(wave[start : start + 960], start)))
        file.mux(sound.encode())
    return path


def _frame(number: int) -> av.VideoFrame:
    image = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    image[..., 1] = 200
    left = number * 7 % (SIZE[0] - 20)
    image[:, left : left + 20] = 255
    frame = av.VideoFrame.from_ndarray(image, "rgb24")
    frame.pts = number
    return frame


def _sound(part: np.ndarray, start: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(part.astype(np.float32)[None, :], "flt", "mono")
    frame.sample_rate, frame.pts = RATE, start
    return frame
