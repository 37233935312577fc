"""Vietnamese words with and without their diacritics; what is shown of a text about a hit."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diemcau.conference.folding import fold, parts, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hội nghị giao ban", "hoi nghi giao ban"),
        (unicodedata.normalize("NFD", "Hội nghị giao ban"), "hoi nghi giao ban"),
        ("ĐƯỜNG TRUYỀN đến Đông Sơn", "duong truyen den dong son"),
        ("Nguyễn Thị Thuỷ, Phó Chủ tịch", "nguyen thi thuy pho chu tich"),
        ("24/11/2026 8h30", "24 11 2026 8h30"),
        ('"a" OR b* NEAR(c) -d __e__', "a or b near c d e"),
        ("🎉 họp 🎉", "hop"),
        ("", ""),
        ("\u0301", ""),
        ("Łódź ſ İ", "lodz s i"),
    ],
)
def test_lower_case_without_diacritics_and_signs(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_and_only_letters_and_digits_are_left(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert all(word.isalnum() for word in folded.split())


@given(st.text(alphabet="aăâđêôơưáàảãạ bBĐ", max_size=60))
def test_what_is_typed_without_diacritics_finds_the_same_words(text: str) -> None:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    assert fold(bare.replace("đ", "d").replace("Đ", "D")) == fold(text)


def test_the_hits_are_marked_and_the_text_about_them_is_kept() -> None:
    shown = list(parts("Báo cáo của thị xã Bỉm Sơn", ("bim", "bao")))
    assert shown == [("", False), ("Báo", True), (" cáo của thị xã ", False), ("Bỉm", True), (" Sơn", False)]


def test_a_long_text_is_cut_between_words_about_the_first_hit() -> None:
    text = "mở đầu " * 100 + "đường truyền vùng cao " + "kết thúc " * 100
    shown = list(parts(text, ("duong",)))
    assert (shown[0], shown[-1]) == (("… ", False), (" …", False))
    joined = "".join(piece for piece, _ in shown)
    assert "đường truyền vùng cao" in joined
    assert len(joined) < 300
    assert [piece for piece, hit in shown if hit] == ["đường"]


def test_without_a_hit_its_beginning_is_shown() -> None:
    assert list(parts("Khai mạc", ())) == [("Khai mạc", False)]
    assert next(parts("x" * 500, ("y",)))[0] == "x" * 160


@given(st.text(max_size=400), st.lists(st.text("abđơ", min_size=1, max_size=3).map(fold), max_size=3))
def test_the_pieces_are_a_stretch_of_the_text(text: str, wanted: list[str]) -> None:
    pieces = list(parts(text, tuple(one for one in wanted if one)))
    middle = [piece for piece in pieces if piece not in (("… ", False), (" …", False))]
    assert "".join(piece for piece, _ in middle) in unicodedata.normalize("NFC", text)
    for piece, hit in pieces:
        if hit:
            (word,) = words(piece)
            assert word.folded.startswith(tuple(wanted))
