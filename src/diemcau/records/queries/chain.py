"""Does the hash chain of a session hold? Names the first link that does not."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from diemcau.conference import chain
from diemcau.records.models import Session, SessionEvent
from diemcau.records.stream import Row, entry


def broken_links() -> Iterator[tuple[UUID, str | None]]:
    """Every session with its first broken link in words, or None."""
    for session, seq in Session.objects.order_by("planned_start", "pk").values_list("pk", "seq"):
        yield session, broken_link(session, seq)


def broken_link(session: UUID, expected: int) -> str | None:
    """`expected`: the latest number as the session's own row states it; a cut end shows against it."""
    return first_broken(session, _rows(session), expected)


def first_broken(session: UUID, rows: Iterable[Row], expected: int) -> str | None:
    """`rows`: in the order of their numbers."""
    previous, seq = chain.FIRST, 0
    for row in rows:
        seq += 1
        if row.seq != seq:
            return f"event {seq} is missing"
        if row.previous_hash != previous:
            return f"event {seq} does not continue event {seq - 1}"
        if chain.link(previous, entry(session, row)) != row.hash:
            return f"event {seq} ({row.kind}) was changed"
        previous = row.hash
    return None if seq == expected else f"event {seq + 1} is missing: the session stands at {expected}"


def _rows(session: UUID) -> Iterator[Row]:
    events = SessionEvent.objects.filter(session=session).order_by("seq")
    for values in events.values_list(*Row._fields).iterator(chunk_size=1000):
        yield Row(*values)
