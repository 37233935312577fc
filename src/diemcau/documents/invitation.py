"""Giấy mời, form 1.7."""

from collections.abc import Sequence
from datetime import date

from diemcau.documents.content import Block, Document, Kind, Labelled, Letterhead, Level, Numbered, Signature
from diemcau.documents.ending import closed
from diemcau.documents.event import Event


def invitation(
    letterhead: Letterhead,
    *,
    event: Event,
    invited: Sequence[str],
    signatures: Sequence[Signature],
    recipients: Sequence[str],
    dated: date | None = None,
    number: int | None = None,
) -> Document:
    """`invited`: organisations, or people with office and unit."""
    body = (
        *guests(letterhead, invited),
        Labelled("Tới dự", f"{event.title.rstrip(' .')}."),
        *event.lines(),
        *event.to_note(),
    )
    return Document(
        kind=Kind.INVITATION,
        letterhead=letterhead,
        number=number,
        dated=dated,
        subject=f"Dự {event.title}",
        body=closed(body, letterhead),
        recipients=tuple(recipients),
        signatures=tuple(signatures),
    )


def guests(letterhead: Letterhead, invited: Sequence[str]) -> tuple[Block, ...]:
    greeting = f"{letterhead.called} trân trọng kính mời:"
    if len(invited) == 1:
        return (Labelled(greeting, invited[0]),)
    return (Labelled(greeting, ""), *(Numbered(Level.DASH, name) for name in invited))
