"""Công văn, form 1.5: the summons (Art. 9.1), and the notice to telecom and power (Art. 9.2, 12)."""

from collections.abc import Sequence
from datetime import date

from diemcau.documents.content import (
    Block,
    Document,
    Kind,
    Letterhead,
    Level,
    Numbered,
    Paragraph,
    Signature,
    Urgency,
)
from diemcau.documents.ending import closed
from diemcau.documents.event import Event
from diemcau.documents.symbols import day_words, moment_words

ASKED = (
    "Đơn vị viễn thông bảo đảm đường truyền thông suốt, an toàn, có phương án dự phòng; cử cán bộ trực"
    " kỹ thuật trong thời gian thử và toàn bộ thời gian chính thức.",
    "Đơn vị điện lực bảo đảm nguồn điện ổn định trong thời gian trên; cung cấp đầu mối đội sửa chữa.",
    "Xác nhận bằng văn bản hoặc điện thoại, kèm họ tên, số điện thoại cán bộ trực; nếu có khó khăn,"
    " thông báo ngay để phối hợp xử lý.",
)
"""Art. 12.1, 12.2, and the acknowledgement of Art. 9.2."""


def letter(
    letterhead: Letterhead,
    *,
    about: str,
    addressees: Sequence[str],
    body: Sequence[Block],
    signatures: Sequence[Signature],
    recipients: Sequence[str],
    dated: date | None = None,
    number: int | None = None,
    urgency: Urgency | None = None,
) -> Document:
    """`about` stands after V/v."""
    return Document(
        kind=Kind.LETTER,
        letterhead=letterhead,
        number=number,
        dated=dated,
        subject=about,
        addressees=tuple(addressees),
        body=closed(body, letterhead),
        recipients=tuple(recipients),
        signatures=tuple(signatures),
        urgency=urgency,
    )


def summons(event: Event) -> tuple[str, tuple[Block, ...]]:
    """What it is about, and its text."""
    asked = "Đề nghị các đồng chí được triệu tập dự họp đúng thành phần, thời gian."
    opening = Paragraph(f"Triệu tập các đồng chí dự {event.title}, cụ thể như sau:")
    return f"triệu tập dự {event.title}", (opening, *event.lines(), *event.to_note(), Paragraph(asked))


def request_for_line_and_power(letterhead: Letterhead, event: Event) -> tuple[str, tuple[Block, ...]]:
    """What it is about, and its text: test and official times, what each provider is asked for."""
    about = f"bảo đảm đường truyền, nguồn điện phục vụ HNTT {day_words(event.begins.date())}"
    tested = [Numbered(Level.DASH, f"Thời gian thử: {moment_words(at)};") for at in [event.tested_at] if at]
    body: tuple[Block, ...] = (
        Paragraph(f"{letterhead.called} tổ chức {event.title}, cụ thể như sau:"),
        *tested,
        Numbered(Level.DASH, f"Thời gian chính thức: {moment_words(event.begins)};"),
        Numbered(Level.DASH, f"Địa điểm: {'; '.join(event.places)}."),
        Paragraph("Để bảo đảm chất lượng hội nghị, đề nghị:"),
        *(Numbered(Level.CLAUSE, asked) for asked in ASKED),
    )
    return about, body
