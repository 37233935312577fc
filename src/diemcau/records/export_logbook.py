"""A log book as a file of its own: where it stands and its checkpoints, signed; then every entry.

The form is the one that verify_logbook.py checks without this system.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from diemcau.conference import chain
from diemcau.records import verify_logbook as form
from diemcau.records.models import LogCheckpoint, LogEntry, Site
from diemcau.records.queries.logbook import checkpoint_of, hashed
from diemcau.records.signing import public_key, sign


def exported_book(site: Site, now: datetime) -> Iterator[bytes]:
    """Lines of JSON."""
    rows = list(LogEntry.objects.filter(site_code=site.code).order_by("number"))
    yield chain.canonical(_header(site, rows[-1] if rows else None, now)) + b"\n"
    for row in rows:
        entry = hashed(row) | {"previous_hash": row.previous_hash, "hash": row.hash}
        yield chain.canonical(entry) + b"\n"


def _header(site: Site, head: LogEntry | None, now: datetime) -> dict[str, Any]:
    """Signed as it stands: an end that was cut after the last checkpoint shows too."""
    marks = LogCheckpoint.objects.filter(site_code=site.code).order_by("number", "at")
    header = {
        "format": form.FORMAT,
        "site": site.code,
        "name": site.name,
        "number": head.number if head else 0,
        "hash": head.hash if head else chain.FIRST,
        "at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "checkpoints": [checkpoint_of(mark) for mark in marks],
        "key": public_key(),
    }
    return header | {"signature": sign(chain.canonical(header))}


def verifier() -> bytes:
    """The program that checks such a file."""
    return Path(form.__file__).read_bytes()
