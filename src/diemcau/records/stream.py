"""An event in the core's words <-> a row of the event table, with its place in the hash chain."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from diemcau.conference import chain
from diemcau.conference.commands import Order
from diemcau.conference.events import AnyEvent, Recorded
from diemcau.records.models import SessionEvent


class Row(NamedTuple):
    """The columns of the event table that are read: what the hash covers, and the two hashes."""

    seq: int
    at: datetime
    kind: str
    by: dict[str, Any]
    data: dict[str, Any]
    on_word: bool
    order_id: str
    part: int
    previous_hash: str
    hash: str


def entry(session: UUID, row: "Row | SessionEvent") -> dict[str, Any]:
    """What the chain's hash of an event covers: everything that is stored but the row's own number."""
    return {
        "session": str(session),
        "seq": row.seq,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": row.kind,
        "by": row.by,
        "data": row.data,
        "on_word": row.on_word,
        "order_id": row.order_id,
        "part": row.part,
    }


def recorded(row: Row) -> Recorded:
    fields = {"seq": row.seq, "at": row.at, "by": row.by, "event": row.data, "on_word": row.on_word}
    return msgspec.convert(fields, Recorded)


def number(events: Iterable[AnyEvent], order: Order, *, after: int, now: datetime) -> tuple[Recorded, ...]:
    """The events with the sequence numbers that follow `after`."""
    at = now.astimezone(UTC)
    return tuple(
        Recorded(after + place, at, order.by, event, order.on_word) for place, event in enumerate(events, 1)
    )


def rows(session: UUID, entries: Sequence[Recorded], order_id: str, *, previous: str) -> list[SessionEvent]:
    """The rows to write, each with the hash of the one before it."""
    written = []
    for part, recorded_ in enumerate(entries):
        row = _row(session, recorded_, order_id, part)
        row.previous_hash = previous
        row.hash = previous = chain.link(previous, entry(session, row))
        written.append(row)
    return written


def _row(session: UUID, entry: Recorded, order_id: str, part: int) -> SessionEvent:
    data = msgspec.to_builtins(entry.event)
    return SessionEvent(
        session_id=session,
        seq=entry.seq,
        at=entry.at,
        kind=data["kind"],
        by=msgspec.to_builtins(entry.by),
        data=data,
        on_word=entry.on_word,
        order_id=order_id,
        part=part,
    )


_CONTROL = re.compile(
    rb"(?<!\\)(?:\\\\)*\\(?:[bf]|u00(?:0[0-8bcef]|1[0-9a-f]))"  # all but tab and the ends of lines
    rb"|\x7f|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]"  # delete; signs that turn the direction
)


def writable(order: Order) -> bool:
    """PostgreSQL stores no NUL, nothing stores half of a surrogate pair; other control signs and turned
    directions would show people something else than what was written."""
    try:
        return not _CONTROL.search(msgspec.json.encode(order.command))
    except UnicodeEncodeError:
        return False
