"""The form check before a document is issued: each defect in words. What the office knows comes as facts."""

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from diemcau.documents.content import (
    Block,
    Document,
    Kind,
    Labelled,
    Numbered,
    Paragraph,
    Place,
    Profile,
    Signature,
    SigningPower,
    Table,
)
from diemcau.documents.ending import last_words
from diemcau.documents.heading import UNDATED, rooms
from diemcau.documents.lines import lines
from diemcau.documents.profiles import FORMS, Form, form_on
from diemcau.documents.symbols import date_line, designation, number_line, powers_of
from diemcau.documents.text import unprintable, width


def _(words: str) -> str:
    return words


class SigningRight(msgspec.Struct, frozen=True):
    """Who may sign for the body, and when."""

    name: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Facts(msgspec.Struct, frozen=True):
    """`profile`: the side the issuing body belongs to; `numbers`: those it has used this year for this kind;
    `rights`: None where the office keeps no list of them."""

    profile: Profile
    numbers: frozenset[int] = frozenset()
    rights: tuple[SigningRight, ...] | None = None


class Defect(msgspec.Struct, frozen=True):
    """`template` is Vietnamese with {names} for `values`."""

    code: str
    template: str
    values: dict[str, str] = {}

    def sentence(self) -> str:
        return self.template.format_map(self.values)


SIDES = {Profile.STATE: _("Nhà nước"), Profile.PARTY: _("Đảng")}
ADDRESSED = (Kind.LETTER, Kind.DISPATCH, Kind.SUBMISSION)
LONGEST_ISSUER = 3
"""Lines that the name of the issuing body may take."""

_TITLES = re.compile(r"^(GS|PGS|TS|TSKH|ThS|BS|LS)\b\.?")
_DAY_WITHOUT_ZERO = re.compile(r"\bngày [1-9](?![0-9])", re.IGNORECASE)
_MONTH_WITHOUT_ZERO = re.compile(r"\btháng [12](?![0-9])(?= năm)", re.IGNORECASE)


def defects(document: Document, facts: Facts) -> tuple[Defect, ...]:
    """In the order of the page."""
    form = form_on(document.letterhead.profile, document.dated)
    return (
        *side(document, facts),
        *head(document, form),
        *number(document, facts),
        *what_it_says(document, form),
        *recipients(document),
        *signatures(document, facts),
        *letters(document),
    )


def side(document: Document, facts: Facts) -> Iterator[Defect]:
    own = document.letterhead.profile
    if own is not facts.profile:
        yield Defect(
            "profile.wrong",
            _("Văn bản theo thể thức của {used}, nhưng “{body}” ban hành theo thể thức của {right}."),
            {"used": SIDES[own], "right": SIDES[facts.profile], "body": document.letterhead.issuer},
        )
    day = document.dated
    if day and not any(form.profile is own and form.holds_on(day) for form in FORMS):
        yield Defect(
            "profile.not_in_force", _("Chưa có quy định thể thức nào có hiệu lực vào ngày ghi trên văn bản.")
        )
    if document.kind is Kind.DISPATCH and own is Profile.PARTY:
        yield Defect("kind.state_only", _("Công điện là loại văn bản của cơ quan nhà nước."))


def head(document: Document, form: Form) -> Iterator[Defect]:
    left, right = rooms(form)
    if not document.letterhead.issuer.strip():
        yield Defect("issuer.missing", _("Thiếu tên cơ quan ban hành văn bản."))
    if len(lines(document.letterhead.issuer, form.issuer, left)) > LONGEST_ISSUER:
        yield Defect("issuer.too_long", _("Tên cơ quan ban hành dài quá ba dòng."))
    if width(number_line(document), form.number) > left:
        yield Defect(
            "number.wraps",
            _("Số, ký hiệu “{number}” không nằm gọn trên một dòng."),
            {"number": designation(document)},
        )
    if document.kind in UNDATED[form.profile]:
        return
    if not document.letterhead.place.strip():
        yield Defect("place.missing", _("Thiếu địa danh trước ngày, tháng, năm ban hành."))
    if width(date_line(document), form.place) > right:
        yield Defect("place.wraps", _("Địa danh và ngày, tháng, năm không nằm gọn trên một dòng."))
    if document.dated is None:
        yield Defect("date.missing", _("Thiếu ngày, tháng, năm ban hành."))


def number(document: Document, facts: Facts) -> Iterator[Defect]:
    if document.number is not None and document.number < 1:
        yield Defect("number.below_one", _("Số văn bản bắt đầu từ 01."))
    if document.number in facts.numbers:
        yield Defect(
            "number.used",
            _("Số {number} đã được cấp cho một văn bản khác trong năm."),
            {"number": designation(document)},
        )


def what_it_says(document: Document, form: Form) -> Iterator[Defect]:
    if not document.subject.strip():
        yield Defect("subject.missing", _("Thiếu trích yếu nội dung văn bản."))
    if document.kind in ADDRESSED and not any(name.strip() for name in document.addressees):
        yield Defect("addressee.missing", _("Thiếu nơi nhận chính ở mục “Kính gửi”."))
    words = last_words(document.body)
    if not words:
        yield Defect("body.missing", _("Văn bản chưa có nội dung."))
    elif form.closing and not words.endswith(form.closing):
        yield Defect("body.not_closed", _("Nội dung chưa kết thúc bằng dấu “./.”."))
    elif not form.closing and words.endswith("./."):
        yield Defect("body.closed", _("Văn bản của Đảng không kết thúc bằng dấu “./.”."))
    for found in without_zero(document):
        yield Defect(
            "date.without_zero",
            _("Thiếu số 0 ở “{found}”: ngày dưới 10, tháng 1 và tháng 2 viết hai chữ số."),
            {"found": found},
        )


def without_zero(document: Document) -> Iterator[str]:
    for text in texts(document):
        for pattern in (_DAY_WITHOUT_ZERO, _MONTH_WITHOUT_ZERO):
            yield from pattern.findall(text)


def recipients(document: Document) -> Iterator[Defect]:
    names = [name.strip(" -.;") for name in document.recipients if name.strip(" -.;")]
    if not names:
        yield Defect("recipient.missing", _("Thiếu mục “Nơi nhận”."))
    elif not names[-1].startswith("Lưu"):
        yield Defect("recipient.no_file_copy", _("Dòng cuối của “Nơi nhận” phải là “Lưu: VT, …”."))


def signatures(document: Document, facts: Facts) -> Iterator[Defect]:
    if not document.signatures:
        yield Defect("signature.missing", _("Thiếu người ký."))
    for signature in document.signatures:
        yield from one_signature(signature, document, facts)


def one_signature(signature: Signature, document: Document, facts: Facts) -> Iterator[Defect]:
    name = signature.name.strip()
    if not name:
        yield Defect("signature.no_name", _("Thiếu họ và tên người ký."))
    if not any(authority.office.strip() for authority in signature.authorities):
        yield Defect("signature.no_office", _("Thiếu chức vụ của người ký."))
    if _TITLES.search(name):
        yield Defect(
            "signature.title", _("Không ghi học hàm, học vị trước họ tên người ký: “{name}”."), {"name": name}
        )
    if name and signature.place is Place.RIGHT and not entitled(name, document.dated, facts):
        yield Defect(
            "signature.not_entitled",
            _("{name} không có quyền ký văn bản của cơ quan vào ngày ghi trên văn bản."),
            {"name": name},
        )
    for authority in signature.authorities:
        yield from power(authority.power, document)


def entitled(name: str, day: date | None, facts: Facts) -> bool:
    if facts.rights is None or day is None:
        return True
    return any(right.name == name and right.holds_on(day) for right in facts.rights)


def power(used: SigningPower | None, document: Document) -> Iterator[Defect]:
    if used is None:
        return
    if used not in powers_of(document.letterhead.profile):
        yield Defect("power.state_only", _("Văn bản của Đảng chỉ đề ký T/M, K/T hoặc T/L."))
    if document.kind is Kind.DISPATCH and used is SigningPower.BY_ORDER:
        yield Defect(
            "power.dispatch",
            _("Công điện do Ủy ban nhân dân hoặc Chủ tịch ký; cơ quan khác dùng công văn có dấu HỎA TỐC."),
        )


def letters(document: Document) -> Iterator[Defect]:
    missing = "".join(dict.fromkeys("".join(unprintable(text) for text in texts(document))))
    if missing:
        yield Defect("text.unprintable", _("Phông chữ không có ký tự: {characters}"), {"characters": missing})


def texts(document: Document) -> Iterator[str]:
    """Everything that was typed."""
    head = document.letterhead
    yield from (head.superior, head.issuer, head.place, document.subject)
    yield from (*document.addressees, *document.bases, *document.recipients)
    for block in (*document.body, *(block for annex in document.annexes for block in annex.body)):
        yield from said(block)
    yield from (annex.title for annex in document.annexes)
    for signature in document.signatures:
        yield from (
            signature.name,
            signature.note,
            *(authority.office for authority in signature.authorities),
        )


def said(block: Block) -> Iterator[str]:
    match block:
        case Table():
            yield from (column.title for column in block.columns)
            yield from (cell for row in block.rows for cell in row.cells)
        case Numbered():
            yield from (block.title, block.text)
        case Labelled():
            yield from (block.label, block.text)
        case Paragraph():
            yield block.text
