"""Every type of document in both forms: its fields in their order, in their measures, without a defect."""

from collections import Counter

import pytest

from diemcau.documents.check import Facts, defects
from diemcau.documents.content import Profile
from diemcau.documents.docx import docx
from diemcau.documents.estimate import Group, Item, estimate
from tests.documents.files import Docx
from tests.documents.samples import plain
from tests.documents.test_pages import printed
from tests.documents.types import ALL, EVERY, ITEMS, STATE_ONLY, Make

EACH = pytest.mark.parametrize(
    ("make", "profile"),
    [(make, profile) for _, make, profile in ALL],
    ids=[f"{name}-{profile}" for name, _, profile in ALL],
)

FIELDS = {
    "giấy mời": [
        "Số: 05/GM-UBND",
        "GIẤY MỜI",
        "trân trọng kính mời:",
        "- Các đồng chí Ủy viên",
        "Tới dự hội nghị trực tuyến",
        "Chủ trì: Ông Nguyễn Văn Minh",
        "Thời gian: 7 giờ 30 phút, ngày 12 tháng 01 năm 2026.",
        "Địa điểm:",
        "- Phòng họp trực tuyến, tầng 2",
        "Thời gian kiểm tra kỹ thuật, đường truyền: 14 giờ, ngày 09 tháng 01 năm 2026.",
        "Cán bộ kỹ thuật liên hệ: Phạm Văn Dũng, điện thoại 0912 345 678.",
        "Tài liệu hội nghị: https://diemcau.test/tai-lieu/12",
        "Hội nghị được ghi hình, ghi âm và lưu trữ theo quy định./.",
        "Nơi nhận:",
    ],
    "công văn": [
        "Số: 05/UBND-VHTT",
        "V/v bảo đảm đường truyền",
        "ngày 12 tháng 01 năm 2026",
        "Kính gửi:",
        "- Viễn thông Bỉm Sơn;",
        "- Điện lực Bỉm Sơn.",
        "- Thời gian thử: 14 giờ, ngày 09 tháng 01 năm 2026;",
        "- Thời gian chính thức: 7 giờ 30 phút, ngày 12 tháng 01 năm 2026;",
        "1. Đơn vị viễn thông",
        "2. Đơn vị điện lực",
        "3. Xác nhận",
        "phối hợp xử lý./.",
    ],
    "triệu tập": [
        "Số: 05/UBND-VHTT",
        "V/v triệu tập",
        "Kính gửi: Trưởng các phòng",
        "Triệu tập các đồng chí",
        "Thời gian:",
        "đúng thành phần, thời gian./.",
    ],
    "công điện": [
        "Số: 05/CĐ-UBND",
        "HỎA TỐC",
        "CÔNG ĐIỆN",
        "Về việc triệu tập",
        "ỦY BAN NHÂN DÂN THỊ XÃ BỈM SƠN điện:",
        "- Ủy ban nhân dân các phường, xã;",
        "Bão số 12",
        "yêu cầu các đơn vị dự",
        "Thời gian:",
    ],
    "báo cáo": [
        "Số: 05/BC-UBND",
        "BÁO CÁO",
        "Kính gửi: Sở",
        "I. KẾT QUẢ",
        "1. Số lượng.",
        "II. KIẾN NGHỊ",
        "thiết bị./.",
    ],
    "kế hoạch": [
        "Số: 05/KH-UBND",
        "KẾ HOẠCH",
        "I. KẾT QUẢ",
        "1. Số lượng.",
        "II. KIẾN NGHỊ",
        "1. Bố trí",
        "thiết bị./.",
    ],
    "tờ trình": [
        "Số: 05/TTr-UBND",
        "TỜ TRÌNH",
        "Kính gửi: Ủy ban nhân dân tỉnh Thanh Hóa",
        "Căn cứ Luật Ngân sách nhà nước;",
        "Căn cứ Quyết định số 4494/QĐ-UBND.",
        "kèm theo./.",
        "Nơi nhận:",
        "Phụ lục",
        "DỰ TOÁN KINH PHÍ NĂM 2026",
        "(Kèm theo Tờ trình số 05/TTr-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân thị xã Bỉm Sơn)",
        "42.000.000",
        "89.750.000",
        "(Bằng chữ: Tám mươi chín triệu bảy trăm năm mươi nghìn đồng)",
    ],
    "bàn giao": [
        "Số: 05/BB-UBND",
        "BIÊN BẢN",
        "Bàn giao, tiếp nhận tài sản công",
        "Căn cứ Quyết định số 4494/QĐ-UBND.",
        "Hôm nay, 7 giờ 30 phút, ngày 12 tháng 01 năm 2026, tại phòng HNTT thị xã",
        "A. THÀNH PHẦN THAM GIA BÀN GIAO",
        "1. Đại diện Bên giao: Phòng Văn hóa và Thông tin",
        "2. Đại diện Bên nhận: Trung tâm Văn hóa - Thể thao",
        "B. NỘI DUNG BÀN GIAO",
        "1. Danh mục tài sản",
        "48.500.000",
        "Tổng cộng",
        "2. Danh mục hồ sơ",
        "3. Trách nhiệm",
        "4. Ý kiến của các bên giao, nhận: không.",
        "giữ một bản./.",
        "ĐẠI DIỆN BÊN GIAO",
        "Nơi nhận:",
    ],
    "kiểm tra kỹ thuật": [
        "Số: 05/BB-UBND",
        "BIÊN BẢN",
        "Kiểm tra kỹ thuật phục vụ",
        "Thời gian bắt đầu: 14 giờ, ngày 09 tháng 01 năm 2026.",
        "Kỹ thuật điểm cầu trung tâm: Ông Phạm Văn Dũng",
        "Chưa đạt",
        "Tổng số: 1 điểm cầu đạt; 1 điểm cầu chưa đạt; 1 điểm cầu chưa kiểm tra.",
        "kết thúc vào 15 giờ 20 phút, ngày 09 tháng 01 năm 2026./.",
        "KỸ THUẬT ĐIỂM CẦU",
        "Nơi nhận:",
    ],
}
PARTY_NUMBERS = {
    "giấy mời": "Số 05-GM/VPTU",
    "công văn": "Số 05-CV/VPTU",
    "triệu tập": "Số 05-CV/VPTU",
    "thông báo": "Số 05-TB/VPTU",
    "báo cáo": "Số 05-BC/VPTU",
    "kế hoạch": "Số 05-KH/VPTU",
    "tờ trình": "Số 05-TTr/VPTU",
    "biên bản": "Số 05-BB/VPTU",
    "bàn giao": "Số 05-BB/VPTU",
    "kiểm tra kỹ thuật": "Số 05-BB/VPTU",
}


@pytest.mark.parametrize("name", FIELDS)
def test_decree_30_the_fields_stand_in_their_order(name: str) -> None:
    text = printed({**EVERY, **STATE_ONLY}[name](Profile.STATE)).flowing
    at = 0
    for field in FIELDS[name]:
        assert field in text[at:], f"“{field}” is not after what comes before it: {text[at:]}"
        at = text.index(field, at)


@pytest.mark.parametrize("name", PARTY_NUMBERS)
def test_guidance_36_number_and_motto_are_the_partys_and_nothing_of_the_states(name: str) -> None:
    document = EVERY[name](Profile.PARTY)
    for text in (printed(document).flowing, Docx.read(docx(document)).text):
        assert PARTY_NUMBERS[name] in text
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
        assert "CỘNG HÒA XÃ HỘI" not in text
        assert "./." not in text


@EACH
def test_the_form_check_finds_nothing(make: Make, profile: Profile) -> None:
    assert [defect.sentence() for defect in defects(make(profile), Facts(profile))] == []


@EACH
def test_nothing_stands_outside_the_margins(make: Make, profile: Profile) -> None:
    right = 20 if profile is Profile.STATE else 15
    for page in printed(make(profile)).pages:
        assert {round(page.width), round(page.height)} == {210, 297}
        for words in page.words:
            assert words.left > 29.7, words
            assert words.left + words.width < page.width - right + 0.7, words
            assert words.top < page.height - 20, words


@EACH
def test_body_and_annex_have_their_sizes(make: Make, profile: Profile) -> None:
    sizes = {words.size for page in printed(make(profile)).pages for words in page.words}
    allowed = {11, 12, 13, 14} if profile is Profile.STATE else {11, 12, 13, 14, 15, 16}
    assert sizes <= allowed


@EACH
def test_the_docx_says_the_same_words(make: Make, profile: Profile) -> None:
    """Letter by letter: a narrow cell may break `tháng/lần` in two."""
    document = make(profile)
    on_paper, written = Counter(printed(document).text), Counter(Docx.read(docx(document)).text)
    assert letters(on_paper) == letters(written)


def letters(counted: Counter[str]) -> Counter[str]:
    """Page numbers are digits and only on paper."""
    return Counter(
        {char: times for char, times in counted.items() if not char.isspace() and not char.isdigit()}
    )


def test_form_1_6_a_dispatch_is_stamped_below_its_number() -> None:
    page = printed(STATE_ONLY["công điện"](Profile.STATE)).pages[0]
    assert page.find("HỎA TỐC").colour == "#ff0000"
    assert page.find("HỎA TỐC").top > page.find("Số:").top


def test_the_annex_of_an_estimate_lies_across_and_counts_its_own_pages() -> None:
    *_, annex = printed(EVERY["tờ trình"](Profile.STATE)).pages
    assert (round(annex.width), round(annex.height)) == (297, 210)
    assert not [words for words in annex.words if words.top < 19]
    many = [Item(Group.OPERATION, f"Phiên {n}", "lần", 1, 1, 1000) for n in range(60)]
    _, first, second, *_ = printed(plain(annexes=(estimate("Dự toán", many),))).pages
    assert not [words for words in first.words if words.top < 19]
    assert [words.text for words in second.words if words.top < 19] == ["2"]
    assert second.find("Thành tiền (đồng)")


def test_article_7_5_the_estimate_adds_up_by_group() -> None:
    table, said = estimate("Dự toán", ITEMS).body
    cells = [row.cells for row in table.rows]  # type: ignore[union-attr]
    groups = {row[0]: row[6] for row in cells if row[0] in {"I", "II", "III", "IV", "V"}}
    assert groups == {"I": "42.000.000", "II": "21.500.000", "III": "8.400.000", "IV": "17.850.000"}
    assert cells[-1][1] == "Tổng cộng"
    assert cells[-1][6] == "89.750.000"
    assert said.text == "(Bằng chữ: Tám mươi chín triệu bảy trăm năm mươi nghìn đồng)"  # type: ignore[union-attr]


def test_article_10_the_custodians_sheet_has_its_own_group() -> None:
    table, _ = estimate("Dự toán", [Item(Group.UTILITIES, "Tiền điện", "tháng", 1, 12, 900_000)]).body
    assert table.rows[0].cells[:2] == ("V", "Điện, nước")  # type: ignore[union-attr]
