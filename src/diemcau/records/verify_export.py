#!/usr/bin/env python3
"""Kiểm tra hồ sơ hội nghị đã xuất ra: tệp ZIP, hoặc thư mục đã giải nén. Chỉ cần Python, không cần mạng.

    python3 verify_export.py HO-SO.zip

Checks an exported dossier. This file needs only Python's standard library and stands in every export; the
form of the ZIP that it describes is the one that the export is written in.
"""

import hashlib
import json
import struct
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol
from zlib import crc32

FORMAT = "diemcau-dossier/1"
MANIFEST, SEAL = "manifest.json", "manifest.json.sha256"
EVENTS, RECORDING, PARTICULARS = "events.jsonl", "recording.mp4", "recording.json"
BLOCK = 1 << 20


# --- the form of the ZIP: nothing compressed, every length in 64 bits, all times the same
class Placed(NamedTuple):
    """A file as it lies in the ZIP. `offset`: of its header."""

    name: str
    offset: int
    size: int
    crc: int


_TIMES = struct.pack("<HH", 0, 0x21)  # 1 January 1980
_KIND = struct.pack("<HHH", 45, 0x0808, 0)  # ZIP64; lengths follow, names in UTF-8; stored
_OPEN = 0xFFFFFFFF


def header(name: str) -> bytes:
    raw = name.encode()
    fields = struct.pack("<IIIHH", 0, _OPEN, _OPEN, len(raw), 20)
    return b"PK\x03\x04" + _KIND + _TIMES + fields + raw + struct.pack("<HHQQ", 1, 16, 0, 0)


def trailer(size: int, crc: int) -> bytes:
    return b"PK\x07\x08" + struct.pack("<IQQ", crc, size, size)


def directory(files: Iterable[Placed], end: int) -> bytes:
    """`end`: where the last file ends."""
    entries = [_entry(one) for one in files]
    body = b"".join(entries)
    wide = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, len(entries), len(entries), len(body), end)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end + len(body), 1)
    count = min(len(entries), 0xFFFF)
    last = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, _OPEN, _OPEN, 0)
    return body + b"PK\x06\x06" + wide + locator + last


def _entry(one: Placed) -> bytes:
    raw = one.name.encode()
    fields = struct.pack("<IIIHHHHHII", one.crc, _OPEN, _OPEN, len(raw), 28, 0, 0, 0, 0, _OPEN)
    lengths = struct.pack("<HHQQQ", 1, 24, one.size, one.size, one.offset)
    return b"PK\x01\x02" + struct.pack("<H", 45) + _KIND + _TIMES + fields + raw + lengths


def length_of(names_and_sizes: Iterable[tuple[str, int]]) -> int:
    """Of the whole ZIP, before it is written."""
    files, at = [], 0
    for name, size in names_and_sizes:
        files.append(Placed(name, at, size, 0))
        at += len(header(name)) + size + len(trailer(0, 0))
    return at + len(directory(files, at))


# --- what is checked
class Wrong(Exception):
    """The first thing that is wrong, in Vietnamese and English."""


class Source(Protocol):
    """`names`: of all files in it, with the folder's separators as "/"."""

    def names(self) -> list[str]: ...
    def pieces(self, name: str) -> Iterator[bytes]: ...
    def check_form(self) -> None: ...


class InFolder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        files = (path for path in self._folder.rglob("*") if path.is_file() or path.is_symlink())
        return [path.relative_to(self._folder).as_posix() for path in files]

    def pieces(self, name: str) -> Iterator[bytes]:
        path = self._folder / name
        if path.is_symlink():
            raise Wrong(f"{name}: là liên kết, không phải tệp / a link, not a file")
        with path.open("rb") as file:
            yield from _blocks(file)

    def check_form(self) -> None:
        return


class InZip:
    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Wrong(f"{path.name}: không đọc được tệp ZIP / not a readable ZIP ({error})") from error

    def names(self) -> list[str]:
        return [one.filename for one in self._zip.infolist()]

    def pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(name) as file:
                yield from _blocks(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise Wrong(f"{name}: nội dung hỏng / damaged ({error})") from error

    def check_form(self) -> None:
        """Every byte that belongs to no file is the one that was written."""
        with self._path.open("rb") as raw:
            placed = [self._placed(raw, one) for one in sorted(self._zip.infolist(), key=_offset)]
            rest = directory(placed, raw.tell())
            _same(raw, rest)
            if raw.read(1):
                raise Wrong(_form(raw.tell() - 1))

    def _placed(self, raw: BinaryIO, one: zipfile.ZipInfo) -> Placed:
        offset = raw.tell()
        _same(raw, header(one.filename))
        crc, left = 0, one.file_size
        while left > 0 and (piece := raw.read(min(BLOCK, left))):
            crc, left = crc32(piece, crc), left - len(piece)
        _same(raw, trailer(one.file_size, crc))
        return Placed(one.filename, offset, one.file_size, crc)


def _offset(one: zipfile.ZipInfo) -> int:
    return one.header_offset


def _same(raw: BinaryIO, wanted: bytes) -> None:
    at = raw.tell()
    found = raw.read(len(wanted))
    if found != wanted:
        pairs = enumerate(zip(found, wanted, strict=False))
        raise Wrong(_form(at + next((place for place, (a, b) in pairs if a != b), len(found))))


def _form(at: int) -> str:
    return (
        f"tệp ZIP đã bị thay đổi hoặc đóng gói lại, từ byte {at}"
        f" / the ZIP was changed or packed anew, from byte {at}"
    )


def _blocks(file: Any) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def open_export(path: Path) -> Source:
    return InFolder(path) if path.is_dir() else InZip(path)


def check(source: Source) -> Iterator[str]:
    """Says what it has looked at; raises Wrong at the first thing that is not as it was."""
    manifest = _manifest(source)
    listed = {one["name"]: one for one in manifest["files"]}
    _check_names(source.names(), [*listed, MANIFEST, SEAL])
    for name, one in listed.items():
        _check_file(source, name, one["size"], one["sha256"])
        yield f"{name}: {one['size']} byte"
    for session in manifest["sessions"]:
        yield _check_session(source, session, listed)
    source.check_form()


def _manifest(source: Source) -> dict[str, Any]:
    if missing := [name for name in (MANIFEST, SEAL) if name not in source.names()]:
        raise Wrong(f"{missing[0]}: thiếu / missing")
    raw = b"".join(source.pieces(MANIFEST))
    if b"".join(source.pieces(SEAL)) != f"{hashlib.sha256(raw).hexdigest()}  {MANIFEST}\n".encode():
        raise Wrong(f"{MANIFEST}: khác với mã băm trong {SEAL} / differs from its hash")
    try:
        manifest = json.loads(raw)
        if manifest["format"] == FORMAT:
            return {"files": manifest["files"], "sessions": manifest["sessions"]}
    except (ValueError, TypeError, KeyError) as error:
        raise Wrong(f"{MANIFEST}: không đọc được / unreadable ({error})") from error
    raise Wrong(f"{MANIFEST}: không phải {FORMAT} / not of this format")


def _check_names(found: list[str], wanted: list[str]) -> None:
    seen: set[str] = set()
    for name in found:
        if name not in wanted:
            raise Wrong(f"{name}: không có trong danh mục / not in the manifest")
        if name in seen:
            raise Wrong(f"{name}: có hai lần / twice")
        seen.add(name)
    for name in wanted:
        if name not in seen:
            raise Wrong(f"{name}: thiếu / missing")


def _check_file(source: Source, name: str, size: int, sha256: str) -> None:
    digest, length = hashlib.sha256(), 0
    for piece in source.pieces(name):
        digest.update(piece)
        length += len(piece)
    if length != size:
        raise Wrong(f"{name}: dài {length} byte, danh mục ghi {size} / {length} bytes instead of {size}")
    if digest.hexdigest() != sha256:
        raise Wrong(f"{name}: nội dung đã bị thay đổi / its content was changed")


def _check_session(source: Source, session: dict[str, Any], listed: dict[str, Any]) -> str:
    folder = session["folder"]
    name = f"{folder}/{EVENTS}"
    head, count, finished = _walk(name, b"".join(source.pieces(name)).decode("utf-8", "replace").splitlines())
    if (head, count) != (session["head"], session["events"]):
        raise Wrong(f"{name}: chuỗi dừng ở sự kiện {count} / the chain ends at event {count}")
    if finished:
        _check_recording(folder, finished, listed)
    return f"{name}: {count} sự kiện, chuỗi băm liền mạch / the chain holds; {head}"


def _walk(name: str, lines: list[str]) -> tuple[str, int, dict[str, Any] | None]:
    """Along the chain: every entry carries SHA-256(hash before it || the entry as canonical JSON)."""
    head, finished = "", None
    for number, line in enumerate(lines, 1):
        entry = _event(name, number, line)
        previous, own = entry.pop("previous_hash"), entry.pop("hash")
        canonical = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        if entry["seq"] != number or previous != head:
            raise Wrong(f"{name}: đứt trước sự kiện {number} / broken before event {number}")
        if hashlib.sha256(previous.encode() + canonical.encode()).hexdigest() != own:
            raise Wrong(f"{name}: sự kiện {number} đã bị thay đổi / event {number} was changed")
        head = own
        finished = entry["data"] if entry["kind"] == "recording.finished" else finished
    return head, len(lines), finished


def _event(name: str, number: int, line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        if {"seq", "kind", "data", "previous_hash", "hash"} <= entry.keys():
            return dict(entry)
    except (ValueError, AttributeError):
        pass
    raise Wrong(f"{name}: sự kiện {number} không đọc được / event {number} is unreadable")


def _check_recording(folder: str, finished: dict[str, Any], listed: dict[str, Any]) -> None:
    """The hashes that the chain itself keeps."""
    pairs = ((RECORDING, finished.get("sha256")), (PARTICULARS, finished.get("manifest_sha256")))
    for name, sha256 in pairs:
        there = listed.get(f"{folder}/{name}")
        if there is not None and there["sha256"] != sha256:
            raise Wrong(
                f"{folder}/{name}: khác với bản đã ghi trong chuỗi sự kiện / not the one that the events name"
            )


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        for line in check(open_export(Path(arguments[0]))):
            print(line, flush=True)
    except (Wrong, OSError, ValueError, TypeError, KeyError, RecursionError) as wrong:
        print(f"SAI / WRONG: {wrong}", file=sys.stderr)
        return 1
    print("ĐÚNG: hồ sơ nguyên vẹn / RIGHT: the dossier is whole")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
