"""The two forms and the days they hold; measures in mm, sizes in points. A new rule is a new entry."""

from datetime import date

import msgspec

from diemcau.documents.content import Profile
from diemcau.documents.text import Style


class Form(msgspec.Struct, frozen=True, kw_only=True):
    profile: Profile
    source: str
    valid_from: date
    valid_to: date | None = None

    top: float
    bottom: float
    left: float
    right: float
    page_number: Style
    page_number_from_edge: float = 10
    left_share: float = 0.4

    motto: tuple[tuple[str, Style], ...]
    superior: Style
    issuer: Style
    star: bool
    number: Style
    about: Style
    place: Style

    type: Style
    subject: Style
    addressee: Style
    bases: Style
    body: Style
    first_line: float = 12.7
    paragraph_gap: float = 6
    line_spacing: float = 1.1
    closing: str

    power: Style
    office: Style
    name: Style
    signature_space: float = 25
    recipients_title: Style
    recipients: Style
    urgency: Style
    annex_number: Style
    annex_title: Style
    annex_source: Style
    table: Style
    wide_table: Style
    anchor: Style

    def text_width(self, paper: float = 210) -> float:
        return paper - self.left - self.right

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


STATE_2020 = Form(
    profile=Profile.STATE,
    source="Nghị định 30/2020/NĐ-CP, Phụ lục I",
    valid_from=date(2020, 3, 5),
    top=20,
    bottom=20,
    left=30,
    right=20,
    page_number=Style(13),
    motto=(
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Style(12, bold=True)),
        ("Độc lập - Tự do - Hạnh phúc", Style(13, bold=True)),
    ),
    superior=Style(12, upper=True),
    issuer=Style(12, bold=True, upper=True),
    star=False,
    number=Style(13),
    about=Style(12),
    place=Style(13, italic=True),
    type=Style(14, bold=True, upper=True),
    subject=Style(14, bold=True),
    addressee=Style(14),
    bases=Style(14, italic=True),
    body=Style(14),
    closing="./.",
    power=Style(13, bold=True, upper=True),
    office=Style(13, bold=True, upper=True),
    name=Style(14, bold=True),
    recipients_title=Style(12, bold=True, italic=True),
    recipients=Style(11),
    urgency=Style(13, bold=True),
    annex_number=Style(14, bold=True),
    annex_title=Style(13, bold=True, upper=True),
    annex_source=Style(13, italic=True),
    table=Style(13),
    wide_table=Style(11),
    anchor=Style(9),
)

PARTY_2018 = Form(
    profile=Profile.PARTY,
    source="Hướng dẫn 36-HD/VPTW năm 2018",
    valid_from=date(2018, 4, 3),
    top=20,
    bottom=20,
    left=30,
    right=15,
    page_number=Style(14),
    motto=(("ĐẢNG CỘNG SẢN VIỆT NAM", Style(15, bold=True)),),
    superior=Style(14, upper=True),
    issuer=Style(14, bold=True, upper=True),
    star=True,
    number=Style(14),
    about=Style(12, italic=True),
    place=Style(14, italic=True),
    type=Style(16, bold=True, upper=True),
    subject=Style(15, bold=True),
    addressee=Style(14),
    bases=Style(14, italic=True),
    body=Style(14),
    closing="",
    power=Style(14, bold=True, upper=True),
    office=Style(14, upper=True),
    name=Style(14, bold=True),
    recipients_title=Style(14, underline=True),
    recipients=Style(12),
    urgency=Style(14, bold=True),
    annex_number=Style(14, bold=True),
    annex_title=Style(14, bold=True, upper=True),
    annex_source=Style(14, italic=True),
    table=Style(13),
    wide_table=Style(11),
    anchor=Style(9),
)

FORMS = (STATE_2020, PARTY_2018)


def form_on(profile: Profile, day: date | None) -> Form:
    """The form of that day; before the first and for a document without a date, the newest."""
    known = [form for form in FORMS if form.profile is profile]
    return next((form for form in known if day is not None and form.holds_on(day)), known[-1])
