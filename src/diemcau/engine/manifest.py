"""The manifest of a recording on the disk: read whole, written whole (beside its place, then put there)."""

import os
from pathlib import Path

import msgspec

from diemcau.conference.recording import MANIFEST, Manifest


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
