"""Biên bản kiểm tra kỹ thuật: what the test session found at each site (Art. 4.1, 12.1)."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from diemcau.documents.content import (
    Align,
    Block,
    Column,
    Document,
    Kind,
    Labelled,
    Letterhead,
    Paragraph,
    Place,
    Row,
    Table,
)
from diemcau.documents.ending import closed
from diemcau.documents.event import raised
from diemcau.documents.minutes import Officer, signature
from diemcau.documents.symbols import moment_words


class SiteCheck(msgspec.Struct, frozen=True):
    """`line`: grade and numbers in words; `accepted` None: not judged."""

    site: str
    picture: str
    sound: str
    line: str
    accepted: bool | None = None
    remark: str = ""


VERDICTS = {True: "Đạt", False: "Chưa đạt", None: "Chưa kiểm tra"}

COLUMNS = (
    Column("STT", 1, Align.CENTRE),
    Column("Điểm cầu", 3.4),
    Column("Hình ảnh", 2),
    Column("Âm thanh", 2),
    Column("Đường truyền", 3.4),
    Column("Kết quả", 1.8, Align.CENTRE),
    Column("Ghi chú", 2.8),
)


def technical_check(
    letterhead: Letterhead,
    *,
    conference: str,
    began: datetime,
    ended: datetime,
    place: str,
    sites: Sequence[SiteCheck],
    centre: Officer,
    technician: Officer,
    number: int | None = None,
    recipients: Sequence[str] = (),
) -> Document:
    """`centre` signs right, `technician` of the site or provider left."""
    body = (
        Labelled("Thời gian bắt đầu:", f"{moment_words(began)}."),
        Labelled("Địa điểm:", f"{place.rstrip(' .')}."),
        Labelled("Kỹ thuật điểm cầu trung tâm:", f"{raised(centre.introduced())}."),
        Labelled("Kỹ thuật điểm cầu:", f"{raised(technician.introduced())}."),
        Labelled("Kết quả kiểm tra:", ""),
        Table(COLUMNS, tuple(row(position, site) for position, site in enumerate(sites, 1))),
        *summary(sites),
        Paragraph(f"Việc kiểm tra kết thúc vào {moment_words(ended)}."),
    )
    return Document(
        kind=Kind.TECHNICAL_CHECK,
        letterhead=letterhead,
        number=number,
        dated=ended.date(),
        subject=f"Kiểm tra kỹ thuật phục vụ {conference}",
        body=closed(body, letterhead),
        recipients=tuple(recipients),
        signatures=(
            signature("Kỹ thuật điểm cầu", technician, Place.LEFT),
            signature("Kỹ thuật trung tâm", centre, Place.RIGHT),
        ),
    )


def row(position: int, site: SiteCheck) -> Row:
    found = (site.site, site.picture, site.sound, site.line, VERDICTS[site.accepted], site.remark)
    return Row((str(position), *found))


def summary(sites: Sequence[SiteCheck]) -> tuple[Block, ...]:
    counts = {verdict: sum(site.accepted is verdict for site in sites) for verdict in VERDICTS}
    told = [
        f"{counts[verdict]} điểm cầu {VERDICTS[verdict].lower()}" for verdict in VERDICTS if counts[verdict]
    ]
    return (Paragraph(f"Tổng số: {'; '.join(told)}."),) if told else ()
