"""Amounts in words: the sentence under an estimate, read back to the same number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diemcau.documents.words import AFTER_TENS, DIGITS, grouped, in_dong, in_words

TABLE = {
    0: "không",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    100: "một trăm",
    101: "một trăm linh một",
    104: "một trăm linh bốn",
    105: "một trăm linh năm",
    110: "một trăm mười",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    1_000: "một nghìn",
    1_005: "một nghìn không trăm linh năm",
    1_015: "một nghìn không trăm mười lăm",
    1_234_567: "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy",
    1_000_001: "một triệu không trăm linh một",
    1_005_000: "một triệu không trăm linh năm nghìn",
    10_000_000: "mười triệu",
    2_000_000_000: "hai tỷ",
    3_000_000_021: "ba tỷ không trăm hai mươi mốt",
    1_500_000_000_000: "một nghìn năm trăm tỷ",
    1_000_005_000_000_000: "một triệu không trăm linh năm tỷ",
    -21: "âm hai mươi mốt",
}


@pytest.mark.parametrize(("number", "words"), TABLE.items())
def test_numbers_are_said_as_in_school(number: int, words: str) -> None:
    assert in_words(number) == words


def test_an_amount_begins_with_a_capital_and_ends_with_its_currency() -> None:
    assert in_dong(128_450_000) == "Một trăm hai mươi tám triệu bốn trăm năm mươi nghìn đồng"
    assert grouped(128_450_000) == "128.450.000"
    assert grouped(950) == "950"


SAID = {word: digit for digit, word in enumerate(DIGITS)} | {
    word: digit for digit, word in AFTER_TENS.items()
}


def heard(words: str) -> int:
    """What a listener writes down."""
    total = group = digit = 0
    for word in words.split():
        match word:
            case "mười":
                group, digit = group + 10, 0
            case "mươi":
                group, digit = group + digit * 10, 0
            case "trăm":
                group, digit = group + digit * 100, 0
            case "linh":
                digit = 0
            case "nghìn" | "triệu":
                total += (group + digit) * (1_000 if word == "nghìn" else 1_000_000)
                group = digit = 0
            case "tỷ":
                total = (total + group + digit) * 1_000_000_000
                group = digit = 0
            case _:
                digit = SAID[word]
    return total + group + digit


@given(st.one_of(st.integers(0, 10**6), st.integers(0, 10**18 - 1)))
def test_what_is_said_is_heard_as_the_same_number(number: int) -> None:
    assert heard(in_words(number)) == number


@given(st.integers(0, 10**18 - 1))
def test_no_form_that_nobody_says(number: int) -> None:
    words = f" {in_words(number)} "
    for wrong in (
        "mươi một ",
        "mươi năm ",
        "mươi bốn ",
        "mười năm ",
        "mười mốt ",
        "linh lăm",
        "linh mười",
        "  ",
    ):
        assert wrong not in words
