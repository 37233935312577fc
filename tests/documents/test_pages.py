"""PDFs read back as words and lines, against the tables of both sides."""

from collections.abc import Callable
from functools import cache

import pytest

from diemcau.documents.content import Document, Kind, Profile, Urgency
from diemcau.documents.pdf import pdf
from tests.documents.reading import Page, Pdf
from tests.documents.samples import COURSE, CULTURE_OFFICE, plain, some_minutes, some_notice

BOTH = pytest.mark.parametrize("profile", Profile)
MADE = pytest.mark.parametrize("made", [some_minutes, some_notice])

Make = Callable[[Profile], Document]

# what stands there, size from, to, bold, italic
Look = tuple[str, float, float, bool, bool]

STATE: list[Look] = [
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, True, False),
    ("Độc lập - Tự do - Hạnh phúc", 13, 14, True, False),
    ("THỊ XÃ BỈM SƠN", 12, 13, True, False),
    ("Số: 05/TB-UBND", 13, 13, False, False),
    ("Bỉm Sơn, ngày 05 tháng 01 năm 2026", 13, 14, False, True),
    ("THÔNG BÁO", 13, 14, True, False),
    ("Kết luận của", 13, 14, True, False),
    ("luận như sau", 13, 14, False, False),
    ("TM. ỦY BAN NHÂN DÂN", 13, 14, True, False),
    ("KT. CHỦ TỊCH", 13, 14, True, False),
    ("PHÓ CHỦ TỊCH", 13, 14, True, False),
    ("Lê Quốc Việt", 13, 14, True, False),
    ("Nơi nhận:", 12, 12, True, True),
    ("- Lưu: VT, VHTT.", 11, 11, False, False),
]
PARTY: list[Look] = [
    ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, 15, True, False),
    ("TỈNH ỦY THANH HÓA", 14, 14, False, False),
    ("VĂN PHÒNG", 14, 14, True, False),
    ("Số 05-TB/VPTU", 14, 14, False, False),
    ("Thanh Hóa, ngày 05 tháng 01 năm 2026", 14, 14, False, True),
    ("THÔNG BÁO", 15, 16, True, False),
    ("Kết luận của", 14, 15, True, False),
    ("luận như sau", 14, 15, False, False),
    ("K/T CHÁNH VĂN PHÒNG", 14, 14, True, False),
    ("Lê Quốc Việt", 14, 14, True, False),
]


@cache
def printed(document: Document) -> Pdf:
    return Pdf.read(pdf(document))


def first_page(document: Document) -> Page:
    return printed(document).pages[0]


def looks(page: Page, table: list[Look]) -> None:
    for text, least, most, bold, italic in table:
        words = page.find(text)
        assert least <= words.size <= most, text
        assert (words.bold, words.italic) == (bold, italic), text


def test_decree_30_each_element_has_its_size_and_style() -> None:
    looks(first_page(some_notice()), STATE)


def test_decree_30_the_superior_body_stands_above_the_issuer_and_is_not_bold() -> None:
    page = first_page(plain(letterhead=CULTURE_OFFICE))
    above, issuer = page.find("THỊ XÃ BỈM SƠN"), page.find("PHÒNG VĂN HÓA")
    assert (above.bold, issuer.bold) == (False, True)
    assert above.top < issuer.top
    assert 12 <= above.size <= 13


def test_guidance_36_each_element_has_its_size_and_style() -> None:
    looks(first_page(some_notice(Profile.PARTY)), PARTY)


@BOTH
@MADE
def test_the_page_is_a4_and_nothing_stands_in_the_margins(profile: Profile, made: Make) -> None:
    for page in printed(made(profile)).pages:
        assert (round(page.width), round(page.height)) == (210, 297)
        for words in page.words:
            assert words.left >= 29.7, words
            assert words.left + words.width <= 210 - 14.7, words
            assert words.top >= 9.5, words
            assert words.top <= 297 - 20, words


def test_decree_30_the_motto_is_one_line_and_its_rule_as_long_as_the_text() -> None:
    page = first_page(some_notice())
    country, motto = page.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), page.find("Độc lập")
    assert motto.text == "Độc lập - Tự do - Hạnh phúc"
    assert abs(country.middle - motto.middle) < 0.5
    rule = next(rule for rule in page.rules() if abs(rule.middle - motto.middle) < 0.5)
    assert abs(rule.width - motto.width) < 0.5
    assert motto.top + 4 < rule.top < motto.top + 7.5


def test_decree_30_the_rules_below_issuer_and_subject_are_a_third_to_a_half_of_the_line() -> None:
    page = first_page(some_notice())
    for text in ("THỊ XÃ BỈM SƠN", "năm 2026"):
        line = max((words for words in page.words if text in words.text), key=lambda words: words.bold)
        rule = next(
            rule
            for rule in page.rules()
            if 0 < rule.top - line.top < 8 and abs(rule.middle - line.middle) < 1
        )
        assert line.width / 3 - 0.5 <= rule.width <= line.width / 2 + 3, text


def test_guidance_36_the_rule_below_the_partys_name_is_as_long_as_it() -> None:
    page = first_page(some_notice(Profile.PARTY))
    name = page.find("ĐẢNG CỘNG SẢN VIỆT NAM")
    assert abs(page.rules()[0].width - name.width) < 0.5
    assert page.find("*").middle == pytest.approx(page.find("VĂN PHÒNG").middle, abs=0.5)


@BOTH
def test_number_and_date_stand_on_one_line(profile: Profile) -> None:
    page = first_page(some_notice(profile))
    assert page.find("Số").top == pytest.approx(page.find("ngày 05").top, abs=0.3)


def test_form_1_9_minutes_name_no_place_and_date_in_the_heading() -> None:
    read = printed(some_minutes())
    assert "Bỉm Sơn, ngày" not in read.text
    assert "Số: 05/BB-UBND" in read.text


def test_form_1_9_the_secretary_signs_left_and_the_chair_right() -> None:
    read = printed(some_minutes())
    page = next(page for page in read.pages if any("THƯ KÝ" in words.text for words in page.words))
    left, right = page.find("THƯ KÝ"), page.find("CHỦ TỌA")
    assert left.top == pytest.approx(right.top, abs=0.3)
    assert left.middle < 110 < right.middle
    assert page.find("Trần Thị Hạnh").middle == pytest.approx(left.middle, abs=0.5)
    assert page.find("Nguyễn Văn Minh").middle == pytest.approx(right.middle, abs=0.5)


def test_form_1_9_the_fields_stand_in_their_order() -> None:
    text = printed(some_minutes()).flowing
    fields = [
        "BIÊN BẢN",
        "Hội nghị trực tuyến triển khai",
        "Thời gian bắt đầu: 7 giờ 30 phút, ngày 05 tháng 01 năm 2026.",
        "Địa điểm: Phòng họp trực tuyến",
        "Thành phần tham dự:",
        "Huyện Hà Trung",
        "Chủ trì (chủ tọa): Ông Nguyễn Văn Minh",
        "Thư ký (người ghi biên bản): Bà Trần Thị Hạnh",
        "Nội dung (theo diễn biến):",
        "1. Khai mạc.",
        "a) Điểm cầu Hà Trung",
        "Kết luận:",
        "Hội nghị kết thúc vào 11 giờ 05 phút, ngày 05 tháng 01 năm 2026./.",
        "THƯ KÝ",
        "Nơi nhận:",
    ]
    places = [text.index(field) for field in fields]
    assert places == sorted(places)


@BOTH
def test_page_numbers_stand_centred_in_the_top_margin_from_page_2_on(profile: Profile) -> None:
    first, *others = printed(some_minutes(profile, course=COURSE * 20)).pages
    assert others
    assert not [words for words in first.words if words.top < 19]
    for number, page in enumerate(others, 2):
        (shown,) = [words for words in page.words if words.top < 19]
        assert (shown.text, shown.top > 9) == (str(number), True)
        assert 13 <= shown.size <= 14
        middle = 30 + (210 - 30 - (20 if profile is Profile.STATE else 15)) / 2
        assert shown.middle == pytest.approx(middle, abs=0.5)


@pytest.mark.parametrize(
    ("urgency", "words", "width"),
    [(Urgency.FLASH, "HỎA TỐC", 30), (Urgency.RUSH, "THƯỢNG KHẨN", 40), (Urgency.URGENT, "KHẨN", 20)],
)
def test_decree_30_the_urgency_stamp_is_bright_red_and_has_its_measures(
    urgency: Urgency, words: str, width: float
) -> None:
    page = first_page(plain(kind=Kind.LETTER, urgency=urgency))
    stamp = page.find(words)
    assert (stamp.colour, stamp.bold) == ("#ff0000", True)
    (box,) = [line for line in page.strokes if line.colour.startswith("100%")]
    assert (box.width, box.height) == (pytest.approx(width, abs=0.2), pytest.approx(8, abs=0.2))
    assert box.left < stamp.left
    assert stamp.left + stamp.width < box.left + box.width
    assert box.top > page.find("Số:").top


@BOTH
@MADE
def test_it_is_pdf_a_2b_with_every_face_embedded(profile: Profile, made: Make) -> None:
    read = printed(made(profile))
    assert b"<pdfaid:part>2</pdfaid:part>" in read.content
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in read.content
    faces = read.fonts.splitlines()[2:]
    assert faces
    assert all("Tinos" in face and face.split()[-5] == "yes" for face in faces)


@BOTH
def test_the_same_document_gives_the_same_bytes(profile: Profile) -> None:
    assert pdf(some_minutes(profile)) == pdf(some_minutes(profile))
