"""Công điện, form 1.6: the urgent path of Art. 9.3, stamped HỎA TỐC."""

from collections.abc import Sequence
from datetime import date

from diemcau.documents.content import Block, Document, Kind, Letterhead, Paragraph, Signature, Urgency
from diemcau.documents.ending import closed
from diemcau.documents.event import Event


def dispatch(
    letterhead: Letterhead,
    *,
    reason: str,
    event: Event,
    addressees: Sequence[str],
    signatures: Sequence[Signature],
    recipients: Sequence[str],
    tasks: Sequence[Block] = (),
    dated: date | None = None,
    number: int | None = None,
) -> Document:
    """`reason`: what has happened, in a sentence."""
    body = (
        Paragraph(f"{reason.rstrip(' .')}."),
        Paragraph(f"{letterhead.called} yêu cầu các đơn vị dự {event.title}:"),
        *event.lines(),
        *tasks,
        *event.to_note(),
    )
    return Document(
        kind=Kind.DISPATCH,
        letterhead=letterhead,
        number=number,
        dated=dated,
        subject=f"Về việc triệu tập {event.title}",
        addressees=tuple(addressees),
        body=closed(body, letterhead),
        recipients=tuple(recipients),
        signatures=tuple(signatures),
        urgency=Urgency.FLASH,
    )
