"""Thông báo kết luận, form 1.4: what the chair concluded, point by point."""

from collections.abc import Sequence
from datetime import date

from diemcau.documents.content import Block, Document, Kind, Letterhead, Paragraph, Signature
from diemcau.documents.ending import closed
from diemcau.documents.minutes import Officer
from diemcau.documents.symbols import day_words


def conclusions_notice(
    letterhead: Letterhead,
    *,
    meeting: str,
    held_on: date,
    chair: Officer,
    present: str,
    conclusions: Sequence[Block],
    signatures: Sequence[Signature],
    recipients: Sequence[str],
    number: int | None = None,
    dated: date | None = None,
) -> Document:
    """`present`: who took part, in a few words: `lãnh đạo các phòng, ban và 28 điểm cầu`."""
    opening = f"{day_words(held_on).capitalize()}, {chair.introduced()} đã chủ trì {lowered(meeting)}."
    attended = f"Tham dự hội nghị có {present.rstrip(' .')}." if present else ""
    heard = f"Sau khi nghe báo cáo và ý kiến của các đại biểu, {chair.called()} kết luận như sau:"
    body = (Paragraph(" ".join(filter(None, (opening, attended)))), Paragraph(heard), *conclusions)
    return Document(
        kind=Kind.NOTICE,
        letterhead=letterhead,
        number=number,
        dated=dated,
        subject=f"Kết luận của {chair.introduced()} tại {lowered(meeting)}",
        body=closed(body, letterhead),
        recipients=tuple(recipients),
        signatures=tuple(signatures),
    )


def lowered(words: str) -> str:
    """`Hội nghị ...` in the middle of a sentence; a name written in capitals stays."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
