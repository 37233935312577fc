"""The manifest of a recording on the disk: read whole, written whole (beside its place, then put there)."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from diemcau.conference.recording import MANIFEST, Manifest

LOCK = f"{MANIFEST}.lock"


def read_manifest(folder: Path) -> Manifest | None:
    """None: nothing was recorded here."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Survives a crash at any instant: the old one or the new one is there."""
    part = folder / f"{MANIFEST}.part"
    with part.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest)))
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / MANIFEST)


def change_manifest(folder: Path, session: str, change: Callable[[Manifest], Manifest]) -> Manifest:
    """Reads, changes and writes, while nobody else does: recorder and clerk both write."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        changed = change(read_manifest(folder) or Manifest(session))
        write_manifest(folder, changed)
    return changed
