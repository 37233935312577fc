"""A document laid out: every line with its size, every rule with its length. Renderers only draw this."""

from datetime import date

import msgspec

from diemcau.documents.closing import Pair, beside, received, signed
from diemcau.documents.content import Document
from diemcau.documents.flow import CELL_INSET, addressed, based, flow
from diemcau.documents.heading import Rows, heading, rooms, title
from diemcau.documents.lines import Flow, Pieces, line, lines
from diemcau.documents.profiles import Form, form_on
from diemcau.documents.symbols import TITLES, day_words, designation, roman
from diemcau.documents.text import one_line

A4 = (210.0, 297.0)


class AnnexSheet(msgspec.Struct, frozen=True):
    head: Pieces
    body: Flow
    landscape: bool


class AnchorSheet(msgspec.Struct, frozen=True):
    words: str
    address: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    form: Form
    paper: tuple[float, float] = A4
    name: str
    author: str
    dated: date | None
    columns: tuple[float, float]
    cell_inset: float = CELL_INSET
    heading: Rows
    title: Pieces
    addressed: Flow
    body: Flow
    signatures: tuple[Pair, ...]
    recipients: Pieces
    recipients_beside: bool
    annexes: tuple[AnnexSheet, ...]
    anchor: AnchorSheet | None


def laid(document: Document) -> Sheet:
    form = form_on(document.letterhead.profile, document.dated)
    return Sheet(
        form=form,
        name=name_of(document),
        author=one_line(document.letterhead.called),
        dated=document.dated,
        columns=rooms(form),
        heading=heading(document, form),
        title=title(document, form),
        addressed=addressed(document, form),
        body=(*based(document, form), *flow(document.body, form, form.text_width())),
        signatures=signed(document, form),
        recipients=received(document, form),
        recipients_beside=beside(document),
        annexes=tuple(annexed(document, form, position) for position in range(len(document.annexes))),
        anchor=anchored(document),
    )


def name_of(document: Document) -> str:
    words = (TITLES[document.kind].capitalize(), one_line(document.subject))
    return " ".join(filter(None, words))


def anchored(document: Document) -> AnchorSheet | None:
    if document.anchor is None:
        return None
    return AnchorSheet(one_line(document.anchor.words), document.anchor.address)


def annexed(document: Document, form: Form, position: int) -> AnnexSheet:
    annex = document.annexes[position]
    number = f"Phụ lục {roman(position + 1)}" if len(document.annexes) > 1 else "Phụ lục"
    room = form.text_width(A4[1] if annex.landscape else A4[0])
    head = (
        line(number, form.annex_number),
        *lines(annex.title, form.annex_title, room - 20),
        *lines(source(document), form.annex_source, room - 20),
    )
    return AnnexSheet(head, flow(annex.body, form, room), annex.landscape)


def source(document: Document) -> str:
    """`(Kèm theo Tờ trình số 05/TTr-UBND ngày 05 tháng 01 năm 2026 của ...)`"""
    kind = TITLES[document.kind].capitalize() or "Công văn"
    issuer = one_line(document.letterhead.called)
    return f"(Kèm theo {kind} số {designation(document)} {day_words(document.dated)} của {issuer})"
