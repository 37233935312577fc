"""The upper part of page 1: who issues, motto, number, place and date, urgency; type and subject."""

from diemcau.documents.content import Document, Kind, Profile, Urgency
from diemcau.documents.lines import Gap, Line, Pieces, Stamp, line, lines, rule_under
from diemcau.documents.profiles import Form
from diemcau.documents.symbols import TITLES, date_line, number_line

Rows = tuple[tuple[Pieces, Pieces], ...]

SHORT_RULE = 0.4
"""A third to a half of the line above."""

STAMPS: dict[Urgency, tuple[str, float]] = {
    Urgency.FLASH: ("HỎA TỐC", 30),
    Urgency.RUSH: ("THƯỢNG KHẨN", 40),
    Urgency.URGENT: ("KHẨN", 20),
}
STAMP_HEIGHT = 8
UNDATED = {
    Profile.STATE: (Kind.MINUTES, Kind.HANDOVER, Kind.TECHNICAL_CHECK, Kind.LOG_BOOK),
    Profile.PARTY: (Kind.LOG_BOOK,),
}
BETWEEN_ROWS = 1.5


def rooms(form: Form) -> tuple[float, float]:
    """Widths of the two columns."""
    left = form.text_width() * form.left_share
    return left, form.text_width() - left


def heading(document: Document, form: Form) -> Rows:
    """Rows of a left and a right cell; number and date stand on one line."""
    second = (numbered(document, form), dated(document, form))
    third = (beneath_number(document, form), ())
    return tuple(row for row in ((issued_by(document, form), motto(form)), second, third) if any(row))


def issued_by(document: Document, form: Form) -> Pieces:
    room, head = rooms(form)[0], document.letterhead
    above = lines(head.superior, form.superior, room)
    issuer = lines(head.issuer, form.issuer, room)
    star: Pieces = (line("*", form.number),) if form.star else rule_under(issuer, SHORT_RULE)
    return (*above, *issuer, *star)


def motto(form: Form) -> Pieces:
    words = tuple(line(text, style) for text, style in form.motto)
    return (*words, *rule_under(words[-1:], 1))


def numbered(document: Document, form: Form) -> Pieces:
    return lines(number_line(document), form.number, rooms(form)[0])


def dated(document: Document, form: Form) -> Pieces:
    if document.kind in UNDATED[form.profile]:
        return ()
    return lines(date_line(document), form.place, rooms(form)[1])


def beneath_number(document: Document, form: Form) -> Pieces:
    """V/v of a công văn, then the urgency stamp."""
    about: Pieces = ()
    if document.kind is Kind.LETTER and document.subject:
        about = lines(f"V/v {document.subject}", form.about, rooms(form)[0])
    if document.urgency is None:
        return about
    words, width = STAMPS[document.urgency]
    return (*about, Gap(2), Stamp(words, form.urgency, width, STAMP_HEIGHT))


def title(document: Document, form: Form) -> Pieces:
    """Type, subject and the short rule; a công văn has none of them."""
    if document.kind is Kind.LETTER:
        return ()
    type_ = line(TITLES[document.kind], form.type)
    subject = lines(document.subject, form.subject, form.text_width() - 20)
    return (type_, *subject, *short_rule(subject or (type_,)))


def short_rule(above: tuple[Line, ...]) -> Pieces:
    return rule_under(above[-1:], SHORT_RULE)
