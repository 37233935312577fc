"""Small real recordings, written as the recorder writes them: header, segments, playlist, manifest, one file.

The picture tells the time: every second has its own grey, so that a picture taken of it shows where it is.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import msgspec
import numpy as np

from diemcau.conference.recording import (
    CHAPTERS,
    FILE,
    MANIFEST,
    PLAYLIST,
    FinishedFile,
    Manifest,
    Missing,
    Part,
    Segment,
)

SIZE, PER_SECOND, RATE = (320, 180), 25, 48_000
BEGAN = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
SEGMENT = 2


def grey(second: int) -> int:
    """The brightness of this second's picture, far from its neighbours'."""
    return 40 + 70 * (second * 2 % 3) + 5 * (second % 6)


@cache
def pieces(seconds: int) -> tuple[bytes, tuple[bytes, ...], bytes]:
    """The header, the segments of two seconds each, and the whole as one MP4 file."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        options = {
            "hls_time": str(SEGMENT),
            "hls_list_size": "0",
            "hls_segment_type": "fmp4",
            "hls_fmp4_init_filename": "init.mp4",
            "hls_segment_filename": str(folder / "%04d.m4s"),
        }
        _write(folder / "list.m3u8", "hls", options, seconds)
        _write(folder / FILE, "mp4", {"movflags": "faststart"}, seconds)
        segments = tuple(path.read_bytes() for path in sorted(folder.glob("*.m4s")))
        return (folder / "init.mp4").read_bytes(), segments, (folder / FILE).read_bytes()


def _write(path: Path, form: str, options: dict[str, str], seconds: int) -> None:
    with av.open(str(path), "w", format=form, options=options) as file:
        picture = file.add_stream(
            "libx264", rate=PER_SECOND, options={"preset": "ultrafast", "tune": "zerolatency"}
        )
        picture.width, picture.height, picture.pix_fmt = *SIZE, "yuv420p"
        picture.codec_context.gop_size = PER_SECOND
        sound = file.add_stream("aac", rate=RATE, layout="mono")
        wave = (0.2 * np.sin(2 * np.pi * 440 * np.arange(seconds * RATE) / RATE)).astype(np.float32)
        for number in range(seconds * PER_SECOND):
            file.mux(picture.encode(_frame(number)))
            if number % PER_SECOND == PER_SECOND - 1:
                _sound(file, sound, wave, number // PER_SECOND)
        file.mux(picture.encode())
        file.mux(sound.encode())


def _frame(number: int) -> av.VideoFrame:
    image = np.full((SIZE[1], SIZE[0], 3), grey(number // PER_SECOND), np.uint8)
    left = number * 3 % (SIZE[0] - 24)
    image[-24:, left : left + 24] = 255
    frame = av.VideoFrame.from_ndarray(image, "rgb24")
    frame.pts, frame.time_base = number, Fraction(1, PER_SECOND)
    return frame


def _sound(file: av.container.OutputContainer, stream: av.AudioStream, wave: np.ndarray, second: int) -> None:
    first, last = second * RATE // 1024, (second + 1) * RATE // 1024
    for block in range(first, last):
        frame = av.AudioFrame.from_ndarray(wave[None, block * 1024 : (block + 1) * 1024], "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, block * 1024, Fraction(1, RATE)
        file.mux(stream.encode(frame))


def keep_recording(
    folder: Path,
    session: str,
    *,
    seconds: int = 12,
    began: datetime = BEGAN,
    segments: int | None = None,
    finished: bool = True,
    missing: Sequence[Missing] = (),
    chapters: str = "WEBVTT\n",
) -> Manifest:
    """`segments`: only so many are there yet. Not `finished`: it still runs, and there is no one file."""
    init, every, whole = pieces(seconds)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "init-1.mp4").write_bytes(init)
    listed = [_segment(folder, number, data, began) for number, data in enumerate(every[:segments])]
    part = Part(1, "thu-ky-1", "standard", "init-1.mp4", _hash(init), tuple(listed))
    file = FinishedFile(FILE, float(seconds), len(whole), _hash(whole)) if finished else None
    if file:
        (folder / FILE).write_bytes(whole)
    manifest = Manifest(session, (part,), tuple(missing), file)
    (folder / CHAPTERS).write_text(chapters, encoding="utf-8")
    (folder / PLAYLIST).write_text(playlist(manifest, over=finished), encoding="utf-8")
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    return manifest


def _segment(folder: Path, number: int, data: bytes, began: datetime) -> Segment:
    name = f"1-{number:05d}.m4s"
    (folder / name).write_bytes(data)
    at = began + timedelta(seconds=number * SEGMENT)
    return Segment(name, at, float(SEGMENT), len(data), _hash(data))


def playlist(manifest: Manifest, *, over: bool) -> str:
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{SEGMENT}"]
    lines.append(f"#EXT-X-PLAYLIST-TYPE:{'VOD' if over else 'EVENT'}")
    for part in manifest.parts:
        lines.append(f'#EXT-X-MAP:URI="{part.init}"')
        for segment in part.segments:
            lines += [f"#EXT-X-PROGRAM-DATE-TIME:{segment.at.isoformat()}", f"#EXTINF:{segment.seconds:.3f},"]
            lines.append(segment.name)
    return "\n".join([*lines, *(["#EXT-X-ENDLIST"] if over else [])]) + "\n"


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
