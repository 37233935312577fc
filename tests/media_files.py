"""Small real files to upload, made on the spot."""

import io
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np

SIZE, PER_SECOND, RATE = (160, 90), 10, 48_000
CODECS = {"mp4": ("libx264", "aac"), "webm": ("libvpx", "libopus"), "matroska": ("mpeg4", "mp3")}


@cache
def film(form: str = "webm", seconds: int = 2) -> bytes:
    """A moving picture with a tone."""
    held = io.BytesIO()
    picture_codec, sound_codec = CODECS[form]
    with av.open(held, "w", format=form) as file:
        picture = file.add_stream(picture_codec, rate=PER_SECOND)
        picture.width, picture.height, picture.pix_fmt = *SIZE, "yuv420p"
        sound = file.add_stream(sound_codec, rate=RATE)
        for number in range(seconds * PER_SECOND):
            file.mux(picture.encode(_frame(number)))
        file.mux(picture.encode())
        _tone(file, sound, seconds)
    return held.getvalue()


@cache
def tone(form: str = "wav", seconds: int = 1) -> bytes:
    held = io.BytesIO()
    with av.open(held, "w", format=form) as file:
        _tone(file, file.add_stream({"wav": "pcm_s16le", "mp3": "libmp3lame"}[form], rate=RATE), seconds)
    return held.getvalue()


def keep(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _tone(file: av.container.OutputContainer, stream: av.AudioStream, seconds: int) -> None:
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(seconds * RATE) / RATE)
    resampler = av.AudioResampler(stream.format, stream.layout, RATE)
    fifo = av.AudioFifo()
    whole = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None, :], "flt", "mono")
    whole.sample_rate, whole.pts, whole.time_base = RATE, 0, Fraction(1, RATE)
    for frame in resampler.resample(whole):
        fifo.write(frame)
    size = stream.codec_context.frame_size or 1024
    while (frame := fifo.read(size, partial=True)) is not None:
        file.mux(stream.encode(frame))
    file.mux(stream.encode())


def _frame(number: int) -> av.VideoFrame:
    image = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    image[..., 1] = 200
    left = number * 7 % (SIZE[0] - 20)
    image[:, left : left + 20] = 255
    frame = av.VideoFrame.from_ndarray(image, "rgb24")
    frame.pts = number
    return frame
