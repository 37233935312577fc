"""Which bytes of a file are asked for (RFC 9110, 14): one range; several, or none, are the whole file."""

import re
from typing import NamedTuple

RANGE = re.compile(r"bytes=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*\Z", re.ASCII)


class Span(NamedTuple):
    first: int
    last: int
    partial: bool

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def span_of(asked: str, size: int) -> Span | None:
    """None: nothing of it is in the file."""
    found = RANGE.match(asked)
    if found is None or found.groups() == ("", ""):
        return Span(0, size - 1, False)
    first, last = found.groups()
    if not first:
        return Span(max(0, size - int(last)), size - 1, True) if int(last) else None
    end = min(int(last), size - 1) if last else size - 1
    return Span(int(first), end, True) if int(first) <= end else None
