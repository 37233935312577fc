#!/usr/bin/env python3
"""Kiểm tra sổ ghi biên bản đã xuất ra (tệp .jsonl). Chỉ cần Python, không cần mạng.

    python3 verify_logbook.py SO.jsonl

Checks an exported log book with Python's standard library alone. First line: where the book stood, its
checkpoints, signed by the server's key; then one entry on each line. Names the first entry that is wrong.
"""

import hashlib
import json
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

FORMAT = "diemcau-logbook/1"
HEADER = frozenset({"format", "site", "name", "number", "hash", "at", "checkpoints", "key", "signature"})
CHECKPOINT = frozenset({"site", "session", "number", "hash", "at", "key", "signature"})

Line = dict[str, Any]


class Wrong(Exception):
    """The first thing that is wrong, in Vietnamese and English."""


def canonical(entry: Line) -> bytes:
    """One entry, one sequence of bytes."""
    return json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def check(raw: bytes) -> Line:
    """The first line, once everything holds; raises Wrong at the first thing that does not."""
    first, *rest = raw.split(b"\n")
    header = _header(first)
    marks = header["checkpoints"]
    heads = _walk(header["site"], rest)
    for mark in (*marks, header):
        _meets(mark, heads)
    if len(heads) != header["number"] + 1:
        raise Wrong(_says(header["number"] + 1, "bị thêm vào", "was added"))
    _signed("phần đầu / the first line", header, {"signature"}, header["key"])
    for mark in marks:
        what = f"mốc sổ mục {mark['number']} / the checkpoint at entry {mark['number']}"
        _signed(what, mark, {"signature", "key"}, header["key"])
    return header


def _header(raw: bytes) -> Line:
    header = _read(raw)
    if header is None or not _is_mark(header, HEADER) or header["format"] != FORMAT:
        raise Wrong(f"phần đầu không phải {FORMAT} / the first line is not of this format")
    marks = header["checkpoints"]
    if not all(_is_mark(mark, CHECKPOINT) and mark["site"] == header["site"] for mark in marks):
        raise Wrong("mốc sổ không đọc được / unreadable checkpoints")
    return header


def _is_mark(line: Any, names: frozenset[str]) -> bool:
    kinds = {"number": int, "checkpoints": list}
    return (
        isinstance(line, dict)
        and line.keys() == names
        and all(isinstance(value, kinds.get(name, str)) for name, value in line.items())
    )


def _read(raw: bytes) -> Line | None:
    """None: not JSON, or not byte for byte as it was written."""
    try:
        line = json.loads(raw)
        return line if isinstance(line, dict) and canonical(line) == raw else None
    except (ValueError, RecursionError):
        return None


def _walk(site: str, lines: list[bytes]) -> dict[int, str]:
    """Along the chain: every entry carries SHA-256(hash before it || the entry). -> number: hash."""
    heads, previous = {0: ""}, ""
    for number, raw in enumerate(lines[:-1], 1):
        heads[number] = previous = _entry(site, number, raw, previous)
    if lines[-1:] != [b""]:
        raise Wrong(_says(len(lines), "bị cắt hoặc không đọc được", "is cut or unreadable"))
    return heads


def _entry(site: str, number: int, raw: bytes, previous: str) -> str:
    entry = _read(raw)
    if entry is None or not {"number", "site_code", "previous_hash", "hash"} <= entry.keys():
        raise Wrong(_says(number, "không đọc được", "is unreadable"))
    if entry["number"] != number:
        raise Wrong(_says(number, "thiếu hoặc sai chỗ", "is missing or out of its place"))
    before, own = entry.pop("previous_hash"), entry.pop("hash")
    if before != previous:
        raise Wrong(_says(number, "không nối tiếp mục trước", "does not continue the one before it"))
    if hashlib.sha256(previous.encode() + canonical(entry)).hexdigest() != own or entry["site_code"] != site:
        raise Wrong(_says(number, "đã bị thay đổi", "was changed"))
    return str(own)


def _says(number: int, vietnamese: str, english: str) -> str:
    return f"mục {number} {vietnamese} / entry {number} {english}"


def _meets(mark: Line, heads: dict[int, str]) -> None:
    """What was signed before: a chain that was cut, or made anew as a whole, does not meet it."""
    number = mark["number"]
    if number not in heads:
        raise Wrong(
            _says(len(heads), f"thiếu: mốc đã ký ở mục {number}", f"is missing: signed up to {number}")
        )
    if heads[number] != mark["hash"]:
        raise Wrong(_says(number, "khác với mốc đã ký", "is another one than was signed"))


def _signed(what: str, line: Line, unsigned: set[str], key: str) -> None:
    words = canonical({name: value for name, value in line.items() if name not in unsigned})
    if line["key"] != key or not is_signed(words, line["signature"], key):
        raise Wrong(f"{what}: chữ ký không đúng / its signature is wrong")


# --- Ed25519 (RFC 8032), checking only
_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)

Point = tuple[int, int, int, int]


def is_signed(words: bytes, signature: str, public: str) -> bool:
    try:
        raw, key = b64decode(signature, validate=True), bytes.fromhex(public)
        place, owner = _point(raw[:32]), _point(key)
    except (ValueError, TypeError):
        return False
    scalar = int.from_bytes(raw[32:], "little")
    if len(raw) != 64 or len(key) != 32 or scalar >= _ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(raw[:32] + key + words).digest(), "little") % _ORDER
    return _same(_times(scalar, _BASE), _add(place, _times(challenge, owner)))


def _point(raw: bytes) -> Point:
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    x = _x(y, sign)
    return x, y, 1, x * y % _P


def _x(y: int, sign: int) -> int:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    x = x if (x * x - square) % _P == 0 else x * _ROOT % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and sign):
        raise ValueError("not a point of the curve")
    return x if x & 1 == sign else _P - x


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


def _same(one: Point, other: Point) -> bool:
    return all((one[axis] * other[2] - other[axis] * one[2]) % _P == 0 for axis in (0, 1))


_BASE = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))


def fingerprint(public: str) -> str:
    """As the page of the system that compares a printed page shows it."""
    digest = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16].upper()
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        header = check(Path(arguments[0]).read_bytes())
    except (Wrong, OSError) as wrong:
        print(f"SAI / WRONG: {wrong}", file=sys.stderr)
        return 1
    count, marks = header["number"], len(header["checkpoints"])
    print(
        f"ĐÚNG: sổ {header['site']}, {count} mục, {marks} mốc / RIGHT: {count} entries, {marks} checkpoints"
    )
    print(f"Khóa ký / key: {fingerprint(header['key'])}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
