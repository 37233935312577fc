"""Trang sổ: a log book by period as bound pages. What the machine saw and what a person states stand apart;
each page carries where the chain stood (Art. 4.1)."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from diemcau.documents.content import (
    Anchor,
    Authority,
    Block,
    Document,
    Emphasis,
    Kind,
    Labelled,
    Letterhead,
    Level,
    Numbered,
    Paragraph,
    Place,
    Signature,
)


class Entry(msgspec.Struct, frozen=True):
    """As it is printed. `signed`: who, in which role, when it was entered; `marks`: late, corrected."""

    number: int
    kind: str
    when: str
    facts: tuple[str, ...]
    statement: str
    signed: str
    hash: str
    marks: tuple[str, ...] = ()


def volume(
    letterhead: Letterhead,
    *,
    site: str,
    since: date,
    until: date,
    entries: Sequence[Entry],
    anchor: Anchor,
    checkpoint: str = "",
) -> Document:
    """`checkpoint`: in words, the latest one that the server signed."""
    period = f"{site}, từ ngày {since:%d/%m/%Y} đến ngày {until:%d/%m/%Y}"
    return Document(
        kind=Kind.LOG_BOOK,
        letterhead=letterhead,
        dated=until,
        subject=period,
        body=(*_body(entries), *([Paragraph(checkpoint, Emphasis.ITALIC)] if checkpoint else [])),
        signatures=(
            Signature((Authority("Kỹ thuật trực"),), "", Place.LEFT, "(ký, ghi rõ họ tên)"),
            Signature((Authority("Đơn vị vận hành"),), "", Place.RIGHT, "(ký, ghi rõ họ tên)"),
        ),
        anchor=anchor,
    )


def _body(entries: Sequence[Entry]) -> Iterator[Block]:
    if not entries:
        yield Paragraph("Trong thời gian này sổ không có mục nào.")
    for entry in entries:
        yield from _printed(entry)


def _printed(entry: Entry) -> Iterator[Block]:
    marks = f" ({'; '.join(entry.marks)})" if entry.marks else ""
    yield Paragraph(f"Mục {entry.number}. {entry.kind}, {entry.when}{marks}", Emphasis.BOLD)
    if entry.facts:
        yield Labelled("Hệ thống ghi nhận:", "")
        yield from (Numbered(Level.DASH, fact) for fact in entry.facts)
    if entry.statement:
        yield Labelled("Người trực ghi:", entry.statement)
    yield Paragraph(f"{entry.signed}; mã {entry.hash}", Emphasis.ITALIC)
