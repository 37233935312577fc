"""Dự toán, the annex of a tờ trình (Art. 7.5, 10): groups with subtotals, the sum in words. Of no form."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from diemcau.documents.content import Align, Annex, Column, Emphasis, Paragraph, Row, RowKind, Table
from diemcau.documents.symbols import roman
from diemcau.documents.words import grouped, in_dong


class Group(StrEnum):
    """I to IV; V stands on the custodian's own sheet."""

    LINE = "Thuê đường truyền"
    UPKEEP = "Bảo trì, nâng cấp, sửa chữa, thay thế thiết bị"
    OPERATION = "Vận hành"
    MEETINGS = "Tổ chức hội nghị"
    UTILITIES = "Điện, nước"


class Item(msgspec.Struct, frozen=True):
    """`quantity` pieces for `times` months or occasions, at `price` đồng; `reason`: what it rests on."""

    group: Group
    what: str
    unit: str
    quantity: int
    times: int
    price: int
    reason: str = ""

    def cost(self) -> int:
        return self.quantity * self.times * self.price


COLUMNS = (
    Column("STT", 1.1, Align.CENTRE),
    Column("Nội dung", 6),
    Column("Đơn vị tính", 1.8, Align.CENTRE),
    Column("Số lượng", 1.5, Align.RIGHT),
    Column("Số tháng/lần", 1.6, Align.RIGHT),
    Column("Đơn giá (đồng)", 2.6, Align.RIGHT),
    Column("Thành tiền (đồng)", 2.9, Align.RIGHT),
    Column("Căn cứ/Ghi chú", 4),
)


def estimate(title: str, items: Sequence[Item]) -> Annex:
    total = sum(item.cost() for item in items)
    said = Paragraph(f"(Bằng chữ: {in_dong(total)})", Emphasis.ITALIC)
    return Annex(title, (Table(COLUMNS, tuple(rows(items, total))), said), landscape=True)


def rows(items: Sequence[Item], total: int) -> Iterator[Row]:
    """A group without items is left out, and the others keep their numerals."""
    for numeral, group in enumerate(Group, 1):
        own = [item for item in items if item.group is group]
        if own:
            subtotal = grouped(sum(item.cost() for item in own))
            yield Row((roman(numeral), group.value, "", "", "", "", subtotal, ""), RowKind.GROUP)
            yield from (row(position, item) for position, item in enumerate(own, 1))
    yield Row(("", "Tổng cộng", "", "", "", "", grouped(total), ""), RowKind.TOTAL)


def row(position: int, item: Item) -> Row:
    numbers = (grouped(item.quantity), grouped(item.times), grouped(item.price), grouped(item.cost()))
    return Row((str(position), item.what, item.unit, *numbers, item.reason))
