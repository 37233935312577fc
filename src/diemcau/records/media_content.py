"""What an uploaded file is, by its content alone: a child process opens it, so that one made to break the
decoder breaks nothing else."""

import resource
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

SECONDS_TO_READ = 60
MOST_MEMORY = 2 << 30
MOST_PIXELS = 4096 * 2304
LONGEST = 6 * 3600.0
HEAD = 16

DEMUXERS = {"mp4": "mov", "webm": "matroska", "mp3": "mp3", "wav": "wav"}
PICTURES = {"mp4": {"h264"}, "webm": {"vp8", "vp9", "av1"}}
SOUNDS = {
    "mp4": {"aac", "mp3"},
    "webm": {"opus", "vorbis"},
    "mp3": {"mp3"},
    "wav": {"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_f32le"},
}
SHOWN_BY_BROWSERS = {"yuv420p", "yuvj420p"}


class Content(msgspec.Struct, frozen=True):
    """`form`: mp4, webm, mp3 or wav. `picture`: it has moving pictures, not sound alone."""

    form: str
    picture: bool
    seconds: float


class Unplayable(Exception):
    """Not a film or a sound that a browser can play."""


def content_of(path: Path) -> Content:
    """Raises Unplayable."""
    command = [sys.executable, "-m", __name__, str(path)]
    try:
        told = subprocess.run(command, capture_output=True, timeout=SECONDS_TO_READ, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise Unplayable from error
    return msgspec.json.decode(told.stdout, type=Content)


def form_of(head: bytes) -> str | None:
    """By the first bytes: nobody's file name or claimed type counts, and nothing else is ever tried."""
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    return "mp3" if is_frame or head.startswith(b"ID3") else None


# --- in the child
def examine(path: Path) -> Content:
    """The file is handed over opened: no name in it can make the reader open another one."""
    with path.open("rb") as file:
        form = form_of(file.read(HEAD))
        if form is None:
            raise Unplayable
        file.seek(0)
        return _examine(file, form)


def _examine(file: BinaryIO, form: str) -> Content:
    import av  # here: the web process never loads the decoders for this

    opened: Any
    with av.open(file, format=DEMUXERS[form]) as opened:
        pictures = [one for one in opened.streams.video if not _is_cover(one)]
        sounds = list(opened.streams.audio)
        if not pictures and not sounds:
            raise Unplayable
        for stream in pictures:
            _check_picture(stream, form)
        for stream in sounds:
            _check(stream.codec_context, SOUNDS[form])
        seconds = _seconds(opened, (pictures or sounds)[0])
        if not 0 < seconds <= LONGEST:
            raise Unplayable
        numbers = [one.index for one in (*pictures[:1], *sounds[:1])]
    for number in numbers:
        _decode_one(file, form, number)
    return Content(form, bool(pictures), seconds)


def _is_cover(stream: Any) -> bool:
    """A sound's picture of its cover is no film."""
    return stream.codec_context is None or stream.codec_context.name in {"mjpeg", "png"}


def _check_picture(stream: Any, form: str) -> None:
    context = stream.codec_context
    _check(context, PICTURES.get(form, set()))
    pixels = context.width * context.height
    if context.pix_fmt not in SHOWN_BY_BROWSERS or not 0 < pixels <= MOST_PIXELS:
        raise Unplayable


def _check(context: Any, allowed: set[str]) -> None:
    """`canonical_name` is the format; `name` is whichever decoder was built in."""
    if context.codec.canonical_name not in allowed:
        raise Unplayable


def _seconds(opened: Any, stream: Any) -> float:
    """As the file says; a film cut off while it was recorded does not say, and is read through."""
    if opened.duration:
        return float(opened.duration) / 1_000_000
    last = 0.0
    for packet in opened.demux(stream):
        if packet.pts is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return last


def _decode_one(file: BinaryIO, form: str, number: int) -> None:
    import av

    file.seek(0)
    opened: Any
    with av.open(file, format=DEMUXERS[form]) as opened:
        if next(iter(opened.decode(opened.streams[number])), None) is None:
            raise Unplayable


def main(path: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_TO_READ, SECONDS_TO_READ))
    try:
        found = examine(Path(path))
    except Exception:  # whatever a decoder makes of it: it cannot be played
        return 1
    sys.stdout.buffer.write(msgspec.json.encode(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
