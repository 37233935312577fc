"""Long documents: twenty pages, many signatures, names that hardly fit."""

from diemcau.documents.content import Authority, Letterhead, Level, Numbered, Place, Profile, Signature
from diemcau.documents.docx import docx
from tests.documents.files import Docx
from tests.documents.reading import Page
from tests.documents.samples import plain, some_minutes
from tests.documents.test_pages import printed

SPEECH = "Đồng chí chủ trì nêu mục đích, yêu cầu của hội nghị và đề nghị các điểm cầu báo cáo tình hình. " * 4


def numbers(page: Page) -> list[str]:
    return [words.text for words in page.words if words.top < 19]


def test_twenty_pages_of_minutes_are_numbered_and_end_with_the_signatures() -> None:
    course = tuple(Numbered(Level.CLAUSE, SPEECH, f"Mục {number}.") for number in range(1, 161))
    pages = printed(some_minutes(course=course)).pages
    assert len(pages) >= 20
    assert [numbers(page) for page in pages] == [[], *([str(number)] for number in range(2, len(pages) + 1))]
    last = pages[-1]
    assert last.find("THƯ KÝ")
    assert last.find("Hội nghị kết thúc vào")
    assert last.find("- Lưu: VT, VHTT.")
    assert all(page.words[-1].top > 230 for page in pages[:-2]), "a page was left half empty"


def test_the_last_paragraph_the_signature_and_the_recipients_stay_together() -> None:
    """Wherever the text ends on its page."""
    for length in range(1, 26, 2):
        course = tuple(Numbered(Level.DASH, "Ý kiến của điểm cầu.") for _ in range(length))
        last = printed(some_minutes(course=course)).pages[-1]
        assert last.find("Hội nghị kết thúc vào")
        assert last.find("THƯ KÝ")
        assert last.find("Nơi nhận:")


def test_many_signatures_stand_in_rows_of_two_and_none_is_broken() -> None:
    signatures = tuple(
        Signature((Authority(f"Đại diện điểm cầu {number}"),), f"Người ký {number}", place)
        for number in range(1, 15)
        for place in (Place.LEFT, Place.RIGHT)
    )
    pages = printed(plain(signatures=signatures)).pages
    assert len(pages) > 1
    for number in range(1, 15):
        page = next(
            page
            for page in pages
            if any(f"CẦU {number}" == words.text[-len(f"CẦU {number}") :] for words in page.words)
        )
        names = [words for words in page.words if words.text == f"Người ký {number}"]
        assert len(names) == 2
        assert names[0].top == names[1].top
        assert names[0].middle < 110 < names[1].middle
    rows = Docx.read(docx(plain(signatures=signatures))).file.tables[-1].rows
    assert len(rows) == 14


def test_a_very_long_body_takes_several_lines_and_leaves_the_motto_alone() -> None:
    head = Letterhead(
        Profile.STATE,
        "Ban Chỉ đạo chuyển đổi số và xây dựng chính quyền điện tử thị xã Bỉm Sơn",
        "Ủy ban nhân dân thị xã Bỉm Sơn",
        place="Bỉm Sơn",
        symbol="BCĐ",
    )
    page = printed(plain(letterhead=head)).pages[0]
    above = [words for words in page.words if words.left < 94 and words.top < page.find("Số:").top]
    assert len(above) >= 4
    assert all(words.left + words.width < 94.5 for words in above)
    assert page.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").top < 25
    assert page.find("Số:").top == page.find("ngày 05").top
    assert page.find("THÔNG BÁO").top > page.find("Số:").top + 6
