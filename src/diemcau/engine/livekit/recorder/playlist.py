"""The playlist of a recording (HLS, RFC 8216): valid while it grows and when it is finished."""

import os
from collections.abc import Iterator
from pathlib import Path

from diemcau.conference.recording import PLAYLIST, Manifest, Part
from diemcau.engine.livekit.recorder.encoder import SECONDS


def playlist(manifest: Manifest, *, finished: bool) -> str:
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{SECONDS}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:EVENT",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    for at, part in enumerate(manifest.parts):
        lines += ["#EXT-X-DISCONTINUITY"] if at else []
        lines += _part(part)
    lines += ["#EXT-X-ENDLIST"] if finished else []
    return "\n".join(lines) + "\n"


def _part(part: Part) -> Iterator[str]:
    yield f'#EXT-X-MAP:URI="{part.init}"'
    for segment in part.segments:
        yield f"#EXT-X-PROGRAM-DATE-TIME:{segment.at.isoformat(timespec='milliseconds')}"
        yield f"#EXTINF:{segment.seconds:.3f},"
        yield segment.name


def write_playlist(folder: Path, manifest: Manifest, *, finished: bool) -> None:
    write_file(folder / PLAYLIST, playlist(manifest, finished=finished).encode())


def write_file(path: Path, data: bytes) -> None:
    """Whole or not at all, and on the disk when this returns."""
    beside = path.with_name(f"{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
