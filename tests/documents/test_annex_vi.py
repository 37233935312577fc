"""The data of a file as it is handed in: the fields of Annex VI, their lengths, and text that stays text."""

from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diemcau.documents.annex_vi import LENGTHS, FileCode, HandedDocument, HandedFile, handed_over

CODE = FileCode("H56.01", 2026, "12/HN")
NOTICE = HandedDocument(
    "Thông báo",
    "Kết luận của Chủ tịch",
    date(2026, 11, 25),
    "UBND tỉnh",
    "05",
    "TB-UBND",
    3,
    "",
    "Trịnh Hữu Phúc",
    "Chủ tịch",
)
FILM = HandedDocument("Bản ghi hình", "Bản ghi hình giao ban tháng 11", date(2026, 11, 23), "UBND tỉnh")


def handed(title: str = "Giao ban tháng 11", *documents: HandedDocument) -> ElementTree.Element:
    file = HandedFile(
        CODE,
        title,
        "10 năm",
        "Bình thường",
        "Phạm Ngọc Lan",
        date(2026, 11, 23),
        date(2026, 11, 24),
        documents,
    )
    return ElementTree.fromstring(handed_over(file))


def test_annex_vi_names_the_fields_of_a_file() -> None:
    file = handed("Giao ban tháng 11", NOTICE, FILM)
    assert [one.tag for one in file] == [
        "FileCode", "Title", "Maintenance", "Rights", "Creator", "Language", "StartDate", "EndDate",
        "DocTotal", "PageTotal", "Description", "Documents",
    ]  # fmt: skip
    assert [one.text for one in file.find("FileCode") or ()] == ["H56.01", "2026", "12/HN"]
    assert [file.findtext(name) for name in ("StartDate", "EndDate")] == ["23/11/2026", "24/11/2026"]
    assert [file.findtext(name) for name in ("DocTotal", "PageTotal")] == ["2", "3"]


def test_annex_vi_names_the_fields_of_a_document() -> None:
    first, second = handed("x", NOTICE, FILM).iter("Document")
    assert first.findtext("DocOrdinal") == "1"
    assert first.findtext("CodeNumber") == "05"
    assert first.findtext("SignerInfo/FullName") == "Trịnh Hữu Phúc"
    assert second.findtext("DocOrdinal") == "2"
    assert {one.tag for one in second} == {one.tag for one in first}


@given(st.text())
def test_whatever_a_title_is_made_of_it_is_text_of_the_allowed_length(title: str) -> None:
    shown = handed(title.encode("utf-8", "ignore").decode()).findtext("Title") or ""
    assert len(shown) <= LENGTHS["Title"]


@pytest.mark.parametrize("title", ["<Rights>mật</Rights>", "]]>&lt;", "=cmd|' /C calc'!A0", '" onload="x'])
def test_markup_in_a_title_makes_no_fields(title: str) -> None:
    file = handed(title)
    assert file.findtext("Title") == title
    assert len(file.findall("Rights")) == 1
