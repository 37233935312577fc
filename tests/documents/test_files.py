"""DOCX opened again and measured: the same tables as for the PDF."""

from functools import cache

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from diemcau.documents.content import Anchor, Annex, Document, Kind, Profile, Urgency
from diemcau.documents.docx import docx
from diemcau.documents.text import Style
from diemcau.documents.text import width as printed_width
from tests.documents.files import Docx, Look, in_order, rules, width
from tests.documents.samples import plain, some_minutes, some_notice, some_table
from tests.documents.test_pages import PARTY, STATE

BOTH = pytest.mark.parametrize("profile", Profile)
TABLES = {Profile.STATE: STATE, Profile.PARTY: PARTY}


@cache
def opened(document: Document) -> Docx:
    return Docx.read(docx(document))


@BOTH
def test_each_element_has_its_size_and_style(profile: Profile) -> None:
    file = opened(some_notice(profile))
    for text, least, most, bold, italic in TABLES[profile]:
        look = file.look(text)
        assert least <= look.size <= most, text
        assert (look.bold, look.italic) == (bold, italic), text


@BOTH
def test_the_page_is_a4_with_the_margins_of_its_side(profile: Profile) -> None:
    (section,) = opened(some_notice(profile)).file.sections
    right = 20 if profile is Profile.STATE else 15
    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [length and round(length.mm) for length in lengths] == [210, 297, 20, 20, 30, right]


@BOTH
def test_everything_is_set_in_times_new_roman(profile: Profile) -> None:
    file = opened(some_notice(profile)).file
    fonts = file.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {
        "Times New Roman"
    }
    assert not list(file.element.body.iter(qn("w:rFonts")))


@BOTH
def test_the_heading_is_a_table_of_40_to_60_without_inner_margins(profile: Profile) -> None:
    file = opened(some_notice(profile))
    left, right = width(file.cell(0, 0)), width(file.cell(0, 1))
    assert left / (left + right) == pytest.approx(0.4, abs=0.01)
    assert left + right == pytest.approx(160 if profile is Profile.STATE else 165, abs=0.1)
    margins = file.file.tables[0]._tbl.tblPr.find(qn("w:tblCellMar"))
    assert {side.get(qn("w:w")) for side in margins} == {"0"}


def test_decree_30_rules_are_as_long_as_the_motto_and_less_than_half_the_issuer() -> None:
    file = opened(some_notice())
    issuer, motto = file.cell(0, 0), file.cell(0, 1)
    (long,) = rules(motto.paragraphs, width(motto))
    assert long == pytest.approx(printed_width("Độc lập - Tự do - Hạnh phúc", Style(13, bold=True)), abs=0.1)
    (short,) = rules(issuer.paragraphs, width(issuer))
    line = printed_width("ỦY BAN NHÂN DÂN", Style(12, bold=True))
    assert line / 3 <= short <= line / 2


def test_guidance_36_the_rule_is_as_long_as_the_partys_name() -> None:
    motto = opened(some_notice(Profile.PARTY)).cell(0, 1)
    (rule,) = rules(motto.paragraphs, width(motto))
    assert rule == pytest.approx(printed_width("ĐẢNG CỘNG SẢN VIỆT NAM", Style(15, bold=True)), abs=0.1)


@BOTH
def test_the_rule_below_the_subject_is_a_third_to_a_half_of_its_last_line(profile: Profile) -> None:
    document = plain(profile)
    room = 160 if profile is Profile.STATE else 165
    (rule,) = rules(opened(document).file.paragraphs, room)
    line = printed_width(document.subject, Style(14 if profile is Profile.STATE else 15, bold=True))
    assert line / 3 <= rule <= line / 2


@BOTH
def test_the_page_number_is_a_field_in_the_top_margin_and_hidden_on_page_1(profile: Profile) -> None:
    (section,) = opened(some_notice(profile)).file.sections
    assert section.different_first_page_header_footer
    assert not section.first_page_header.paragraphs[0].text
    assert not section.first_page_header.paragraphs[0].runs
    number = section.header.paragraphs[0]
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert [text.text for text in number._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert section.header_distance is not None
    assert section.top_margin is not None
    assert section.header_distance < section.top_margin


@BOTH
def test_the_body_is_justified_with_its_first_line_indented(profile: Profile) -> None:
    body = opened(some_notice(profile)).find("đã chủ trì")
    shape = body.paragraph_format
    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert shape.first_line_indent is not None
    assert shape.first_line_indent.mm == pytest.approx(12.7, abs=0.05)
    assert shape.space_after is not None
    assert shape.space_after.pt >= 6
    assert isinstance(shape.line_spacing, float)
    assert 1 <= shape.line_spacing <= 1.5


@pytest.mark.parametrize(
    ("urgency", "words", "across"),
    [(Urgency.FLASH, "HỎA TỐC", 30), (Urgency.RUSH, "THƯỢNG KHẨN", 40), (Urgency.URGENT, "KHẨN", 20)],
)
def test_decree_30_the_stamp_is_a_red_box_of_its_measures(
    urgency: Urgency, words: str, across: float
) -> None:
    file = opened(plain(kind=Kind.LETTER, urgency=urgency))
    (box,) = file.cell(2, 0).tables
    cell, height = box.cell(0, 0), box.rows[0].height
    assert height is not None
    assert (width(cell), height.mm) == (pytest.approx(across, abs=0.1), pytest.approx(8, abs=0.1))
    assert cell.text == words
    assert {edge.get(qn("w:color")) for edge in cell._tc.tcPr.find(qn("w:tcBorders"))} == {"FF0000"}
    assert file.look(words) == Look(13, True, False)


def test_guidance_36_nơi_nhận_is_underlined() -> None:
    assert opened(some_notice(Profile.PARTY)).find("Nơi nhận:").runs[0].underline
    assert not opened(some_notice()).find("Nơi nhận:").runs[0].underline


def test_form_1_9_the_two_signatures_stand_side_by_side() -> None:
    *_, last = opened(some_minutes()).file.tables
    left, right = last.rows[0].cells
    assert left.paragraphs[0].text == "THƯ KÝ"
    assert right.paragraphs[0].text == "CHỦ TỌA"
    assert (left.paragraphs[-1].text, right.paragraphs[-1].text) == ("Trần Thị Hạnh", "Nguyễn Văn Minh")


@BOTH
def test_no_signature_stands_alone_on_a_page(profile: Profile) -> None:
    file = opened(some_notice(profile))
    held = file.find("Phòng Kinh tế tổng hợp")
    assert held.paragraph_format.keep_with_next
    (row,) = file.file.tables[-1].rows
    assert row._tr.trPr is not None
    assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_an_annex_is_a_section_of_its_own_numbered_from_1() -> None:
    annexes = (Annex("Danh sách điểm cầu", (some_table(),)), Annex("Sơ đồ", (some_table(),), landscape=True))
    file = opened(plain(annexes=annexes))
    first, second, third = file.file.sections
    assert (first.orientation, second.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.PORTRAIT)
    assert (third.orientation, third.page_width) == (WD_ORIENT.LANDSCAPE, first.page_height)
    for section in (second, third):
        start = section._sectPr.find(qn("w:pgNumType"))
        assert start is not None
        assert start.get(qn("w:start")) == "1"
    assert file.look("Phụ lục II") == Look(14, True, False)
    assert file.look("DANH SÁCH ĐIỂM CẦU") == Look(13, True, False)
    assert file.look("(Kèm theo Thông báo số 05/TB-UBND ngày 05 tháng 01 năm 2026") == Look(13, False, True)


def test_the_head_of_a_table_is_repeated_on_each_page() -> None:
    table = opened(plain(body=(some_table(),))).file.tables[1]
    assert table.rows[0]._tr.trPr is not None
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[1].cells] == ["1", "Thị xã Bỉm Sơn", "24"]


def test_the_short_hash_stands_at_the_foot_of_each_page() -> None:
    document = plain(anchor=Anchor("Mã kiểm tra: 3fa9 2b11", "https://diemcau.test/3fa92b11"))
    (section,) = opened(document).file.sections
    for footer in (section.footer, section.first_page_footer):
        assert footer.paragraphs[0].text == "Mã kiểm tra: 3fa9 2b11"


TABLE_PROPERTIES = (
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook"
)
SECTION_PROPERTIES = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
    " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid"
)
PARAGRAPH_PROPERTIES = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi"
    " adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc"
    " textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)


@BOTH
def test_a_strict_word_processor_reads_it_all(profile: Profile) -> None:
    """The schema is a sequence; what stands in another order is called a damaged file."""
    annexes = (Annex("Sơ đồ", (some_table(),), landscape=True),)
    document = plain(profile, Kind.LETTER, urgency=Urgency.FLASH, body=(some_table(),), annexes=annexes)
    body = opened(document).file.element.body
    for tag, wanted in (
        ("w:tblPr", TABLE_PROPERTIES),
        ("w:sectPr", SECTION_PROPERTIES),
        ("w:pPr", PARAGRAPH_PROPERTIES),
    ):
        found = list(body.iter(qn(tag)))
        assert found, tag
        assert all(in_order(element, wanted) for element in found), tag
    for cell in body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")
