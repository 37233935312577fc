"""All parts become one MP4, copied, not encoded again, with chapters; and a WebVTT track beside it."""

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from msgspec.structs import replace

from diemcau.conference.recording import CHAPTERS, FILE, PROFILES, Chapter, FinishedFile, Manifest, Part
from diemcau.engine.livekit.recorder.chapters import in_file, webvtt
from diemcau.engine.livekit.recorder.playlist import write_file, write_playlist
from diemcau.engine.manifest import change_manifest, read_manifest
from diemcau.engine.recorder import RecorderError, told

_BLOCK = 1 << 20
_SOUNDS = 47
"""Packets of sound in a second."""
_TABLE, _TABLE_OF_PACKET = 1 << 18, 24
"""Three times what was seen."""


def finish(folder: Path, chapters: tuple[Chapter, ...], tags: Mapping[str, str]) -> FinishedFile:
    """The port `engine.recorder.Finish`. May be called again: the same segments give the same recording."""
    manifest = read_manifest(folder)
    if manifest is None or not manifest.parts:
        raise RecorderError("nothing was recorded")
    try:
        return _finish(folder, manifest, chapters, tags)
    except OSError as wrong:
        raise told(wrong) from wrong


def _finish(
    folder: Path, manifest: Manifest, chapters: tuple[Chapter, ...], tags: Mapping[str, str]
) -> FinishedFile:
    beside = folder / f"{FILE}.part"
    try:
        _join(folder, manifest, beside, chapters, tags)
        finished = FinishedFile(FILE, round(manifest.seconds, 3), beside.stat().st_size, _seal(beside))
        beside.replace(folder / FILE)
    finally:
        beside.unlink(missing_ok=True)
    write_file(folder / CHAPTERS, webvtt(chapters).encode())
    manifest = change_manifest(folder, manifest.session, lambda old: replace(old, file=finished))
    write_playlist(folder, manifest, finished=True)
    _clear(folder, manifest)
    return finished


def _join(
    folder: Path,
    manifest: Manifest,
    path: Path,
    chapters: tuple[Chapter, ...],
    tags: Mapping[str, str],
) -> None:
    with av.open(str(path), "w", format="mp4", options={"moov_size": str(_index(manifest))}) as output:
        output.metadata.update(tags)
        output.set_chapters(in_file(chapters, manifest.seconds))
        streams: dict[str, Any] = {}
        passed = Fraction(0)
        for part in manifest.parts:
            with closing(Chain(folder, part)) as chain, av.open(chain, "r", format="mp4") as given:
                if not streams:
                    streams = {s.type: output.add_stream_from_template(s) for s in given.streams}
                for packet in _moved(given, passed):
                    packet.stream = streams[packet.stream.type]
                    output.mux(packet)
            passed += Fraction(str(round(part.seconds, 3)))


def _index(manifest: Manifest) -> int:
    """Bytes kept free at the beginning for the table of contents: players begin at once, and nothing is moved
    afterwards."""
    rate = max(PROFILES[part.profile].rate for part in manifest.parts)
    return _TABLE + _TABLE_OF_PACKET * round(manifest.seconds * (rate + _SOUNDS))


def _moved(given: Any, to: Fraction) -> Iterator[Any]:
    """The part's packets, the first of its pictures at this second."""
    (pictures,) = given.streams.video
    away = to - pictures.start_time * pictures.time_base
    by = {stream.index: round(away / stream.time_base) for stream in given.streams}
    for packet in given.demux():
        if packet.dts is not None:
            packet.pts += by[packet.stream_index]
            packet.dts += by[packet.stream_index]
            yield packet


class Chain(io.RawIOBase):
    """Header and segments of a part, one after another as one file."""

    def __init__(self, folder: Path, part: Part) -> None:
        self._rest = iter([folder / name for name in _names(part)])
        self._file: io.BufferedIOBase = io.BytesIO()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not (data := self._file.read(size)):
            following = next(self._rest, None)
            if following is None:
                return b""
            before, self._file = self._file, following.open("rb")
            before.close()
        return data

    def close(self) -> None:
        self._file.close()
        super().close()


def _seal(path: Path) -> str:
    """On the disk for certain; its SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _clear(folder: Path, manifest: Manifest) -> None:
    """What a recorder left that died: pieces that stand in no manifest."""
    known = {name for part in manifest.parts for name in _names(part)}
    for path in (*folder.glob("p[0-9][0-9][0-9]-*"), *folder.glob("*.part")):
        if path.name not in known:
            path.unlink(missing_ok=True)


def _names(part: Part) -> Iterable[str]:
    return (part.init, *(segment.name for segment in part.segments))
