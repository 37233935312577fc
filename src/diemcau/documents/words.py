"""Whole numbers in Vietnamese words, as they stand under an estimate: mốt, tư, lăm, linh."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
GROUPS = ((1_000_000, "triệu"), (1_000, "nghìn"), (1, ""))
BILLION = 1_000_000_000


def in_words(number: int) -> str:
    if number < 0:
        return f"âm {in_words(-number)}"
    return " ".join(_spoken(number)) if number else DIGITS[0]


def in_dong(amount: int) -> str:
    """`Một triệu hai trăm nghìn đồng`"""
    words = f"{in_words(amount)} đồng"
    return words[:1].upper() + words[1:]


def grouped(amount: int) -> str:
    """`1.200.000`"""
    return f"{amount:,}".replace(",", ".")


def _spoken(number: int) -> list[str]:
    """After a higher group the hundreds are said even when there are none."""
    billions, rest = divmod(number, BILLION)
    words = [*_spoken(billions), "tỷ"] if billions else []
    for size, name in GROUPS:
        group, rest = divmod(rest, size)
        if group:
            words += [*_hundreds(group, whole=bool(words)), *([name] if name else [])]
    return words


def _hundreds(number: int, *, whole: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if 0 < rest < 10 and words:
        return [*words, "linh", DIGITS[rest]]
    return [*words, *_tens(rest)]


def _tens(number: int) -> list[str]:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return [DIGITS[ones]] if ones else []
    if tens == 1:
        return ["mười", *([_after_ten(ones)] if ones else [])]
    return [DIGITS[tens], "mươi", *([AFTER_TENS.get(ones, DIGITS[ones])] if ones else [])]


def _after_ten(ones: int) -> str:
    return AFTER_TENS[5] if ones == 5 else DIGITS[ones]
