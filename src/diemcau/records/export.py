"""A dossier as one ZIP, written while it is sent: nothing but its small files is ever whole in memory."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from diemcau.records import verify_export as form

VERIFIER = "verify_export.py"
LONGEST_NAME = 80
_STRANGE = re.compile(r"[^\w .,()+-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


class Part(NamedTuple):
    """A file of the export: on disk, or made for it."""

    name: str
    source: Path | bytes

    @property
    def size(self) -> int:
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    def pieces(self) -> Iterator[bytes]:
        if isinstance(self.source, bytes):
            yield self.source
            return
        with self.source.open("rb") as file:
            while piece := file.read(form.BLOCK):
                yield piece


class Chain(NamedTuple):
    """A session's events as they go out. `head`: the hash of the last one."""

    folder: str
    session: str
    events: int
    head: str


class Names:
    """File names that every system takes: NFC, no separators, no leading signs, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, title: str, ending: str) -> str:
        base = safe(title)
        for number in range(1, len(self._taken) + 2):
            name = f"{base}{'' if number == 1 else f' ({number})'}.{ending}"
            if name.casefold() not in self._taken:
                break
        self._taken.add(name.casefold())
        return name


def safe(title: str) -> str:
    plain = _STRANGE.sub("-", unicodedata.normalize("NFC", title))
    plain = re.sub(r"\s+", " ", plain)[:LONGEST_NAME].strip(" .,()+-_")
    return f"tep {plain}".strip() if not plain or _RESERVED.match(plain) else plain


class Sealed(NamedTuple):
    parts: Sequence[Part]
    chains: Sequence[Chain]
    about: dict[str, Any]

    @property
    def sizes(self) -> list[tuple[str, int]]:
        return [(part.name, part.size) for part in self.parts]

    @property
    def length(self) -> int:
        """Of the whole ZIP. Hashes have all the same length, so the manifest's is known before they are."""
        unknown = {name: "0" * 64 for name, _ in self.sizes}
        manifest = self.manifest(self.sizes, unknown)
        return form.length_of(
            [*self.sizes, (form.MANIFEST, len(manifest)), (form.SEAL, len(_seal(manifest)))]
        )

    def manifest(self, sizes: Iterable[tuple[str, int]], hashes: dict[str, str]) -> bytes:
        files = [{"name": name, "size": size, "sha256": hashes[name]} for name, size in sizes]
        sessions = [chain._asdict() for chain in self.chains]
        content = {"format": form.FORMAT, **self.about, "sessions": sessions, "files": files}
        return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _seal(manifest: bytes) -> bytes:
    return f"{sha256(manifest).hexdigest()}  {form.MANIFEST}\n".encode()


def zipped(sealed: Sealed) -> Iterator[bytes]:
    writer = _Writer()
    for part in sealed.parts:
        yield from writer.file(part)
    manifest = sealed.manifest(sealed.sizes, writer.hashes)
    for part in (Part(form.MANIFEST, manifest), Part(form.SEAL, _seal(manifest))):
        yield from writer.file(part)
    yield form.directory(writer.placed, writer.at)


class _Writer:
    def __init__(self) -> None:
        self.at = 0
        self.placed: list[form.Placed] = []
        self.hashes: dict[str, str] = {}

    def file(self, part: Part) -> Iterator[bytes]:
        digest, crc, size, began = sha256(), 0, 0, self.at
        yield form.header(part.name)
        for piece in part.pieces():
            digest.update(piece)
            crc, size = crc32(piece, crc), size + len(piece)
            yield piece
        yield form.trailer(size, crc)
        self.hashes[part.name] = digest.hexdigest()
        self.placed.append(form.Placed(part.name, began, size, crc))
        self.at = began + len(form.header(part.name)) + size + len(form.trailer(size, crc))


def verifier() -> Part:
    return Part(VERIFIER, Path(form.__file__).read_bytes())


def stamp(moment: datetime) -> str:
    return moment.astimezone().isoformat(timespec="seconds")
