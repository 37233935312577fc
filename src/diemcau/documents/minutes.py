"""Biên bản, form 1.9: who met where and when, its course and its end; secretary left, chair right."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from diemcau.documents.content import (
    Align,
    Authority,
    Block,
    Column,
    Document,
    Kind,
    Labelled,
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
from diemcau.documents.symbols import moment_words


class Officer(msgspec.Struct, frozen=True):
    """`name` as it is signed; `post` with the unit; `title`: ông, bà, đồng chí."""

    name: str
    post: str = ""
    title: str = ""

    def called(self) -> str:
        return " ".join(filter(None, (self.title, self.name)))

    def introduced(self) -> str:
        return ", ".join(filter(None, (self.called(), self.post)))


class SitePresence(msgspec.Struct, frozen=True):
    """One site's answer to the roll call; `people` is None where nobody said how many."""

    site: str
    local_chair: str = ""
    people: int | None = None
    remark: str = ""


def minutes(
    letterhead: Letterhead,
    *,
    meeting: str,
    began: datetime,
    ended: datetime,
    place: str,
    chair: Officer,
    secretary: Officer,
    present: Sequence[str] = (),
    sites: Sequence[SitePresence] = (),
    course: Sequence[Block] = (),
    conclusions: Sequence[Block] = (),
    number: int | None = None,
    dated: date | None = None,
    recipients: Sequence[str] = (),
) -> Document:
    """`began` and `ended` in the office's own time."""
    body = (
        Labelled("Thời gian bắt đầu:", f"{moment_words(began)}."),
        Labelled("Địa điểm:", place),
        *attendance(present, sites),
        Labelled("Chủ trì (chủ tọa):", f"{raised(chair.introduced())}."),
        Labelled("Thư ký (người ghi biên bản):", f"{raised(secretary.introduced())}."),
        Labelled("Nội dung (theo diễn biến):", ""),
        *course,
        *((Labelled("Kết luận:", ""), *conclusions) if conclusions else ()),
        Paragraph(f"Hội nghị kết thúc vào {moment_words(ended)}."),
    )
    return Document(
        kind=Kind.MINUTES,
        letterhead=letterhead,
        number=number,
        dated=dated or ended.date(),
        subject=meeting,
        body=closed(body, letterhead),
        recipients=tuple(recipients),
        signatures=(signature("Thư ký", secretary, Place.LEFT), signature("Chủ tọa", chair, Place.RIGHT)),
    )


def raised(words: str) -> str:
    return words[:1].upper() + words[1:]


def signature(office: str, officer: Officer, place: Place) -> Signature:
    return Signature((Authority(office),), officer.name, place)


def attendance(present: Sequence[str], sites: Sequence[SitePresence]) -> tuple[Block, ...]:
    told = tuple(Numbered(Level.DASH, words) for words in present)
    table = (roll(sites),) if sites else ()
    return (Labelled("Thành phần tham dự:", ""), *told, *table)


def roll(sites: Sequence[SitePresence]) -> Table:
    rows = [
        Row((str(position), one.site, one.local_chair, count(one.people), one.remark))
        for position, one in enumerate(sites, 1)
    ]
    whole = Row(("", "Tổng cộng", "", str(sum(one.people or 0 for one in sites)), ""), RowKind.TOTAL)
    return Table(
        (
            Column("STT", 1, Align.CENTRE),
            Column("Điểm cầu", 4),
            Column("Chủ trì tại điểm cầu", 4),
            Column("Số người dự", 1.6, Align.CENTRE),
            Column("Ghi chú", 3),
        ),
        (*rows, whole),
    )


def count(people: int | None) -> str:
    return "" if people is None else str(people)
