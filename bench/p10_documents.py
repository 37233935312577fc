"""P10: a report of 200 rows as PDF/A, in the State's form, over ReportLab on the same rows."""

import time
from collections.abc import Callable
from datetime import date
from io import BytesIO

from bench import report
from diemcau.documents.content import (
    Align,
    Authority,
    Column,
    Document,
    Kind,
    Letterhead,
    Paragraph,
    Profile,
    Row,
    Signature,
    Table,
)
from diemcau.documents.ending import closed
from diemcau.documents.pdf import pdf
from diemcau.documents.text import FONTS

PAIRS, ROWS, MANY = 21, 200, 2000
TITLES = ("STT", "Hội nghị", "Ngày", "Đơn vị triệu tập", "Điểm cầu", "Chất lượng")


def rows(count: int) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            f"Hội nghị trực tuyến số {number}",
            f"{number % 28 + 1:02}/{number % 12 + 1:02}/2025",
            "Ủy ban nhân dân tỉnh",
            str(number % 28 + 1),
            "tốt" if number % 7 else "đạt",
        )
        for number in range(1, count + 1)
    ]


def ours(count: int) -> bytes:
    head = Letterhead(
        Profile.STATE, "Ủy ban nhân dân thị xã Bỉm Sơn", place="Bỉm Sơn", symbol="UBND", unit="VHTT"
    )
    widths = (1, 4, 2, 3, 1.5, 2)
    columns = [Column(title, width) for title, width in zip(TITLES, widths, strict=True)]
    columns[0] = Column(TITLES[0], widths[0], Align.CENTRE)
    table = Table(tuple(columns), tuple(Row(cells) for cells in rows(count)))
    return pdf(
        Document(
            kind=Kind.REPORT,
            letterhead=head,
            number=5,
            dated=date(2026, 1, 5),
            subject="Các hội nghị trực tuyến năm 2025",
            body=closed((Paragraph("Các hội nghị đã phục vụ:"), table), head),
            recipients=("Lưu: VT, VHTT",),
            signatures=(Signature((Authority("Chủ tịch"),), "Nguyễn Văn Minh"),),
        )
    )


def baseline(count: int) -> bytes:
    """ReportLab's own table with the same face embedded, its head repeated: nothing else on the page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate, TableStyle
    from reportlab.platypus import Table as Grid

    made = BytesIO()
    page = SimpleDocTemplate(
        made, pagesize=A4, topMargin=20 * mm, bottomMargin=20 * mm, leftMargin=30 * mm, rightMargin=20 * mm
    )
    grid = Grid([TITLES, *rows(count)], repeatRows=1)
    style = [("FONT", (0, 0), (-1, -1), "Tinos", 11), ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))]
    grid.setStyle(TableStyle(style))
    page.build([grid])
    return made.getvalue()


def face() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Tinos", FONTS / "Tinos_400Regular.ttf"))


def took(make: Callable[[int], bytes], count: int) -> float:
    began = time.perf_counter()
    assert make(count).startswith(b"%PDF")
    return time.perf_counter() - began


def main() -> None:
    face()
    took(ours, ROWS), took(baseline, ROWS)
    pairs = [(took(baseline, ROWS), took(ours, ROWS)) for _ in range(PAIRS)]
    theirs, mine = (report.median([pair[at] for pair in pairs]) for at in (0, 1))
    ratio = report.median([own / other for other, own in pairs])
    long = report.median([took(ours, MANY) for _ in range(3)])
    lines = [
        f"{PAIRS} interleaved pairs of {ROWS} rows: ReportLab {theirs * 1000:.0f} ms,"
        f" ours {mine * 1000:.0f} ms; ours is PDF/A-2b with heading, table head on each page, signature",
        f"{MANY} rows (ten times as many): {long * 1000:.0f} ms, {long / mine:.1f} times as long",
    ]
    report.tell("P10", ratio, "<= 3", title="a report of 200 rows over ReportLab", lines=lines)


if __name__ == "__main__":
    main()
