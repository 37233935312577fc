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
    walk = _Walk(session, rows)
    if chain.verify(walk.entries()) is not None:
        return walk.wrong
    if walk.gap:
        return f"event {walk.seq + 1} is missing"
    if walk.seq != expected:
        return f"event {walk.seq + 1} is missing: the session stands at {expected}"
    return None


class _Walk:
    """Along the rows as far as their numbers follow each other. `wrong`: in words, what is wrong with the
    row it stands at if the chain does not hold there."""

    def __init__(self, session: UUID, rows: Iterable[Row]) -> None:
        self._session, self._rows = session, rows
        self.seq, self.gap, self.wrong = 0, False, ""

    def entries(self) -> Iterator[tuple[chain.Entry, str, str]]:
        previous = chain.FIRST
        for row in self._rows:
            if row.seq != self.seq + 1:
                self.gap = True
                return
            self.seq, self.wrong = row.seq, _wrong(row, previous)
            previous = row.hash
            yield entry(self._session, row), row.previous_hash, row.hash


def _wrong(row: Row, previous: str) -> str:
    if row.previous_hash != previous:
        return f"event {row.seq} does not continue event {row.seq - 1}"
    return f"event {row.seq} ({row.kind}) was changed"


def _rows(session: UUID) -> Iterator[Row]:
    events = SessionEvent.objects.filter(session=session).order_by("seq")
    for values in events.values_list(*Row._fields).iterator(chunk_size=1000):
        yield Row(*values)
