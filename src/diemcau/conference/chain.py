"""The hash chain of a log: every entry carries SHA-256(previous hash || canonical entry)."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

FIRST = ""
"""What the first entry continues."""

Entry = Mapping[str, Any]


def canonical(entry: Entry) -> bytes:
    """One entry, one sequence of bytes: JSON with sorted keys, UTF-8, no spaces. NaN and infinity are
    refused."""
    return json.dumps(
        entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def link(previous: str, entry: Entry) -> str:
    """The hash of an entry (hexadecimal), given the hash of the one before it."""
    return sha256(previous.encode() + canonical(entry)).hexdigest()


def verify(entries: Iterable[tuple[Entry, str, str]], first: str = FIRST) -> int | None:
    """Entries in order, each with its stored previous hash and own hash -> index of the first bad one,
    or None.

    A chain that was cut at its end verifies: compare its last hash with one that was printed or kept
    elsewhere.
    """
    expected = first
    for index, (entry, previous, hash) in enumerate(entries):
        if previous != expected or link(previous, entry) != hash:
            return index
        expected = hash
    return None
