"""Before a document is issued: every defect is named, and a sound document has none."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from diemcau.documents.check import Defect, Facts, SigningRight, defects
from diemcau.documents.content import (
    Annex,
    Authority,
    Document,
    Kind,
    Labelled,
    Level,
    Numbered,
    Paragraph,
    Profile,
    Signature,
    SigningPower,
    Urgency,
)
from tests.documents.samples import (
    CULTURE_OFFICE,
    DAY,
    PARTY_OFFICE,
    STATE_SIGNATURE,
    TOWN,
    plain,
    some_minutes,
    some_notice,
    some_table,
)

CLOSED = (Paragraph("Đề nghị các đơn vị thực hiện./."),)
OPEN = (Paragraph("Đề nghị các đơn vị thực hiện."),)


def found(document: Document, **facts: object) -> list[str]:
    known = {"profile": document.letterhead.profile, **facts}
    told = defects(document, Facts(**known))  # type: ignore[arg-type]
    assert all(defect.sentence() and "{" not in defect.sentence() for defect in told)
    return [defect.code for defect in told]


def state(**other: object) -> Document:
    return plain(**{"body": CLOSED, **other})  # type: ignore[arg-type]


def party(**other: object) -> Document:
    return plain(Profile.PARTY, **{"body": OPEN, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("made", [some_minutes, some_notice])
def test_a_sound_document_has_no_defect(made: Callable[[Profile], Document], profile: Profile) -> None:
    assert found(made(profile)) == []


def signed(name: str, *offices: Authority) -> tuple[Signature, ...]:
    return (Signature(offices or (Authority("Chủ tịch"),), name),)


LONG = "Trung tâm Điều hành và Giám sát hệ thống hội nghị truyền hình trực tuyến liên cơ quan tỉnh Thanh Hóa"
CASES: list[tuple[str, Document]] = [
    ("issuer.missing", state(letterhead=replace(TOWN, issuer=" "))),
    ("issuer.too_long", state(letterhead=replace(TOWN, issuer=f"{LONG} và các đơn vị trực thuộc"))),
    ("number.wraps", state(letterhead=replace(TOWN, symbol="UBND-VPHĐNDUBND-KSTTHC-BTCD"))),
    ("place.missing", state(letterhead=replace(TOWN, place=""))),
    ("place.wraps", state(letterhead=replace(TOWN, place="Thành phố Thanh Hóa mở rộng"))),
    ("date.missing", state(dated=None)),
    ("number.below_one", state(number=0)),
    ("subject.missing", state(subject="")),
    ("addressee.missing", state(kind=Kind.LETTER)),
    ("addressee.missing", state(kind=Kind.DISPATCH)),
    ("addressee.missing", state(kind=Kind.SUBMISSION)),
    ("body.missing", state(body=())),
    ("body.missing", state(body=(some_table(),))),
    ("body.not_closed", state(body=OPEN)),
    ("body.not_closed", state(body=(*CLOSED, Numbered(Level.CLAUSE, "", "Tổ chức thực hiện")))),
    ("body.closed", party(body=CLOSED)),
    ("date.without_zero", state(body=(Paragraph("Hoàn thành trước ngày 5 tháng 12 năm 2026./."),))),
    ("date.without_zero", state(body=(Labelled("Thời gian:", "ngày 15 tháng 2 năm 2026./."),))),
    ("date.without_zero", state(annexes=(Annex("A", (Paragraph("Ngày 5 tháng 12 năm 2026"),)),))),
    ("recipient.missing", state(recipients=())),
    ("recipient.missing", state(recipients=("- ;",))),
    ("recipient.no_file_copy", state(recipients=("Như trên",))),
    ("signature.missing", state(signatures=())),
    ("signature.no_name", state(signatures=signed(" "))),
    ("signature.no_office", state(signatures=(Signature((), "Lê Quốc Việt"),))),
    ("signature.title", state(signatures=signed("TS. Lê Quốc Việt"))),
    (
        "power.state_only",
        party(signatures=signed("Lê Việt", Authority("Bí thư", SigningPower.BY_DELEGATION))),
    ),
    (
        "power.dispatch",
        state(
            kind=Kind.DISPATCH,
            addressees=("Các xã",),
            urgency=Urgency.FLASH,
            signatures=signed("Lê Việt", Authority("Chủ tịch", SigningPower.BY_ORDER)),
        ),
    ),
    ("kind.state_only", party(kind=Kind.DISPATCH, addressees=("Các xã",))),
    ("profile.not_in_force", state(dated=date(2019, 12, 2))),
    ("text.unprintable", state(body=(Paragraph("Đề nghị thực hiện 🎉./."),))),
    ("text.unprintable", state(body=(some_table(), Numbered(Level.POINT, "中./.")))),
]


@pytest.mark.parametrize(
    ("code", "document"), CASES, ids=[f"{at} {code}" for at, (code, _) in enumerate(CASES)]
)
def test_each_defect_is_named_alone(code: str, document: Document) -> None:
    assert found(document) == [code]


def test_decree_30_a_place_and_date_of_usual_length_do_not_wrap() -> None:
    assert found(state(letterhead=replace(CULTURE_OFFICE, place="Quảng Xương"))) == []


def test_the_wrong_form_for_the_body_is_named() -> None:
    assert found(party(), profile=Profile.STATE) == ["profile.wrong"]
    assert found(state(), profile=Profile.PARTY) == ["profile.wrong"]
    (defect,) = defects(plain(Profile.PARTY, body=OPEN), Facts(Profile.STATE))
    assert defect == Defect(
        "profile.wrong",
        "Văn bản theo thể thức của {used}, nhưng “{body}” ban hành theo thể thức của {right}.",
        {"used": "Đảng", "right": "Nhà nước", "body": PARTY_OFFICE.issuer},
    )


def test_a_number_that_was_used_is_named() -> None:
    assert found(state(), numbers=frozenset({4, 5})) == ["number.used"]
    assert found(state(), numbers=frozenset({4, 6})) == []
    assert found(state(number=None), numbers=frozenset({4, 5})) == []


@pytest.mark.parametrize(
    ("since", "until", "sound"),
    [
        (DAY, None, True),
        (DAY, DAY, True),
        (date(2026, 1, 6), None, False),
        (date(2025, 1, 1), date(2026, 1, 4), False),
    ],
)
def test_whoever_signs_has_the_power_on_the_documents_day(
    since: date, until: date | None, sound: bool
) -> None:
    right = SigningRight(STATE_SIGNATURE.name, since, until)
    assert found(state(), rights=(right,)) == ([] if sound else ["signature.not_entitled"])
    assert found(state(), rights=()) == ["signature.not_entitled"]


def test_the_secretary_of_minutes_needs_no_power_to_sign() -> None:
    chair = SigningRight("Nguyễn Văn Minh", DAY)
    assert found(some_minutes(), rights=(chair,)) == []


def test_form_1_9_minutes_need_neither_place_nor_a_date_line() -> None:
    assert found(replace(some_minutes(), letterhead=replace(TOWN, place=""))) == []


def test_several_defects_stand_in_the_order_of_the_page() -> None:
    document = state(subject="", recipients=(), signatures=(), letterhead=replace(TOWN, place=""))
    assert found(document) == ["place.missing", "subject.missing", "recipient.missing", "signature.missing"]
