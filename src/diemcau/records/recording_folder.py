"""The files of one recording, as its manifest names them: nothing else in its folder is ever read."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.conf import settings

from diemcau.conference.recording import CHAPTERS, MANIFEST, PLAYLIST, Manifest
from diemcau.records.models import Recording

VIDEO = "video/mp4"
WRITTEN_ANEW = {PLAYLIST: "application/vnd.apple.mpegurl", CHAPTERS: "text/vtt; charset=utf-8"}
"""They grow with the recording: the manifest knows no hash of them."""


class Named(NamedTuple):
    path: Path
    size: int
    sha256: str


def folder_of(recording: Recording) -> Path:
    return Path(settings.RECORDINGS_FOLDER) / recording.folder


class Contents(NamedTuple):
    manifest: Manifest
    files: dict[str, Named]


def contents_of(recording: Recording) -> Contents | None:
    """None: nothing was written, or it was removed."""
    if not recording.folder:
        return None
    folder = folder_of(recording)
    try:
        there = (folder / MANIFEST).stat()
    except OSError:
        return None
    return _read(folder, there.st_mtime_ns, there.st_size)


@lru_cache(maxsize=64)
def _read(folder: Path, changed: int, size: int) -> Contents | None:
    """Asked for with every segment: read once for each state of the manifest."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None
    return Contents(
        manifest, {name: Named(folder / name, size, sha) for name, size, sha in _listed(folder, manifest)}
    )


def _listed(folder: Path, manifest: Manifest) -> Iterator[tuple[str, int, str]]:
    for part in manifest.parts:
        yield part.init, _size(folder / part.init), part.init_sha256
        yield from ((one.name, one.size, one.sha256) for one in part.segments)
    if manifest.file:
        yield manifest.file.name, manifest.file.size, manifest.file.sha256


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def manifest_of(recording: Recording) -> Manifest | None:
    contents = contents_of(recording)
    return contents.manifest if contents else None


def named(recording: Recording, name: str) -> Named | None:
    """What the manifest calls `name`; a name that it does not know leads nowhere."""
    contents = contents_of(recording)
    return contents.files.get(name) if contents else None


def written_anew(recording: Recording, name: str) -> bytes | None:
    """Playlist and chapters, as they are now."""
    if name not in WRITTEN_ANEW or contents_of(recording) is None:
        return None
    try:
        return (folder_of(recording) / name).read_bytes()
    except OSError:
        return None
