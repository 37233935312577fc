"""Biên bản bàn giao tài sản, after form 01/TSC-BBGN (Decree 151/2017/NĐ-CP): what goes from whom to whom."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from diemcau.documents.content import (
    Align,
    Authority,
    Block,
    Column,
    Document,
    Kind,
    Letterhead,
    Level,
    Numbered,
    Paragraph,
    Place,
    Row,
    RowKind,
    Signature,
    Table,
)
from diemcau.documents.ending import closed
from diemcau.documents.event import raised
from diemcau.documents.minutes import Officer
from diemcau.documents.symbols import moment_words
from diemcau.documents.words import grouped


class Asset(msgspec.Struct, frozen=True):
    """`cost` and `remaining` in đồng, as the accounts have them; None where they do not say."""

    name: str
    unit: str
    quantity: int
    cost: int | None = None
    remaining: int | None = None
    state: str = ""
    remark: str = ""


class Party(msgspec.Struct, frozen=True):
    body: str
    people: tuple[Officer, ...]


COLUMNS = (
    Column("STT", 1, Align.CENTRE),
    Column("Danh mục tài sản", 4.2),
    Column("Đơn vị tính", 1.5, Align.CENTRE),
    Column("Số lượng", 1.3, Align.CENTRE),
    Column("Nguyên giá (đồng)", 2.4, Align.RIGHT),
    Column("Giá trị còn lại (đồng)", 2.4, Align.RIGHT),
    Column("Tình trạng", 2.4),
    Column("Ghi chú", 2),
)


def handover(
    letterhead: Letterhead,
    *,
    at: datetime,
    place: str,
    giver: Party,
    taker: Party,
    assets: Sequence[Asset],
    basis: Sequence[str] = (),
    papers: Sequence[str] = (),
    duties: Sequence[str] = (),
    opinions: Sequence[str] = (),
    number: int | None = None,
    recipients: Sequence[str] = (),
) -> Document:
    """`papers`: what belongs to the assets; `duties`: of both sides."""
    body = (
        Paragraph(
            f"Hôm nay, {moment_words(at)}, tại {place.rstrip(' .')}, việc bàn giao, tiếp nhận tài sản được"
            " thực hiện như sau:"
        ),
        Numbered(Level.PART, title="Thành phần tham gia bàn giao"),
        *present("Đại diện Bên giao", giver),
        *present("Đại diện Bên nhận", taker),
        Numbered(Level.PART, title="Nội dung bàn giao"),
        Numbered(Level.CLAUSE, "Danh mục tài sản bàn giao, tiếp nhận:"),
        listing(assets),
        *told("Danh mục hồ sơ về tài sản bàn giao:", papers),
        *told("Trách nhiệm của các bên giao, nhận:", duties),
        *told("Ý kiến của các bên giao, nhận:", opinions),
        Paragraph("Biên bản được lập thành hai bản có giá trị như nhau, mỗi bên giữ một bản."),
    )
    return Document(
        kind=Kind.HANDOVER,
        letterhead=letterhead,
        number=number,
        dated=at.date(),
        subject="Bàn giao, tiếp nhận tài sản công",
        bases=tuple(basis),
        body=closed(body, letterhead),
        recipients=tuple(recipients),
        signatures=(
            signature("Đại diện Bên giao", giver, Place.LEFT),
            signature("Đại diện Bên nhận", taker, Place.RIGHT),
        ),
    )


def present(role: str, party: Party) -> Iterator[Block]:
    yield Numbered(Level.CLAUSE, f"{role}: {party.body}")
    yield from (Numbered(Level.DASH, f"{raised(person.introduced())};") for person in party.people)


def told(heading: str, lines: Sequence[str]) -> Iterator[Block]:
    yield Numbered(Level.CLAUSE, f"{heading} không." if not lines else heading)
    yield from (Numbered(Level.DASH, line) for line in lines)


def listing(assets: Sequence[Asset]) -> Table:
    rows = [
        Row(
            (
                str(position),
                asset.name,
                asset.unit,
                str(asset.quantity),
                money(asset.cost),
                money(asset.remaining),
                asset.state,
                asset.remark,
            )
        )
        for position, asset in enumerate(assets, 1)
    ]
    sums = (sum(asset.cost or 0 for asset in assets), sum(asset.remaining or 0 for asset in assets))
    whole = Row(("", "Tổng cộng", "", "", *(grouped(value) for value in sums), "", ""), RowKind.TOTAL)
    return Table(COLUMNS, (*rows, whole))


def money(value: int | None) -> str:
    return "" if value is None else grouped(value)


def signature(words: str, party: Party, place: Place) -> Signature:
    name = party.people[0].name if party.people else ""
    return Signature((Authority(words),), name, place, "(ký, ghi rõ họ tên)")
