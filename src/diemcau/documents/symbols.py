"""Numbers, symbols, letters and dates, as the two sides write them."""

from datetime import date, datetime

from diemcau.documents.content import Document, Kind, Profile, SigningPower

LETTERS = "abcdđeghiklmnopqrstuvxy"
BLANK = "\N{NO-BREAK SPACE}" * 6

TYPES: dict[Kind, str] = {
    Kind.INVITATION: "GM",
    Kind.LETTER: "CV",
    Kind.NOTICE: "TB",
    Kind.DISPATCH: "CĐ",
    Kind.REPORT: "BC",
    Kind.PLAN: "KH",
    Kind.SUBMISSION: "TTr",
    Kind.MINUTES: "BB",
    Kind.HANDOVER: "BB",
    Kind.TECHNICAL_CHECK: "BB",
    Kind.LOG_BOOK: "SO",
}

TITLES: dict[Kind, str] = {
    Kind.INVITATION: "GIẤY MỜI",
    Kind.LETTER: "",
    Kind.NOTICE: "THÔNG BÁO",
    Kind.DISPATCH: "CÔNG ĐIỆN",
    Kind.REPORT: "BÁO CÁO",
    Kind.PLAN: "KẾ HOẠCH",
    Kind.SUBMISSION: "TỜ TRÌNH",
    Kind.MINUTES: "BIÊN BẢN",
    Kind.HANDOVER: "BIÊN BẢN",
    Kind.TECHNICAL_CHECK: "BIÊN BẢN",
    Kind.LOG_BOOK: "SỔ GHI BIÊN BẢN",
}

STATE_POWERS: dict[SigningPower, str] = {
    SigningPower.FOR_THE_BODY: "TM.",
    SigningPower.ACTING: "Q.",
    SigningPower.FOR_THE_HEAD: "KT.",
    SigningPower.BY_ORDER: "TL.",
    SigningPower.BY_DELEGATION: "TUQ.",
}

PARTY_POWERS: dict[SigningPower, str] = {
    SigningPower.FOR_THE_BODY: "T/M",
    SigningPower.FOR_THE_HEAD: "K/T",
    SigningPower.BY_ORDER: "T/L",
}


def powers_of(profile: Profile) -> dict[SigningPower, str]:
    return STATE_POWERS if profile is Profile.STATE else PARTY_POWERS


def letter(position: int) -> str:
    """1 -> a, 5 -> đ, 24 -> aa: the order of the Vietnamese alphabet, without its marked vowels."""
    times, index = divmod(position - 1, len(LETTERS))
    return LETTERS[index] * (times + 1)


_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written


def symbol(document: Document) -> str:
    """What follows the number: `/GM-UBND`, `/UBND-VHTT`; Party `-GM/VPTU`."""
    head, type_ = document.letterhead, TYPES[document.kind]
    if head.profile is Profile.PARTY:
        return f"-{type_}/{head.symbol}"
    if document.kind is Kind.LETTER:
        return "/" + "-".join(filter(None, (head.symbol, head.unit)))
    return f"/{type_}-{head.symbol}"


def designation(document: Document) -> str:
    """`05/GM-UBND`; blank until there is a number, given by the register or written by hand."""
    number = BLANK if document.number is None else f"{document.number:02}"
    return number + symbol(document)


def number_line(document: Document) -> str:
    """`Số: 05/GM-UBND`; the Party's has no colon. A body without a symbol numbers nothing."""
    if not document.letterhead.symbol:
        return ""
    colon = ":" if document.letterhead.profile is Profile.STATE else ""
    return f"Số{colon} {designation(document)}"


def day_words(day: date | None) -> str:
    """`ngày 05 tháng 01 năm 2026`: a leading 0 for days below 10 and for the months 1 and 2 only."""
    if day is None:
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    month = f"{day.month:02}" if day.month <= 2 else f"{day.month}"
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def moment_words(moment: datetime) -> str:
    """`7 giờ 30 phút, ngày 05 tháng 01 năm 2026`, in the office's own time."""
    minutes = f" {moment.minute:02} phút" if moment.minute else ""
    return f"{moment.hour} giờ{minutes}, {day_words(moment.date())}"


def date_line(document: Document) -> str:
    return ", ".join(filter(None, (document.letterhead.place, day_words(document.dated))))
