"""The register: numbers without gaps, each once; what is issued stays as it is."""

import hashlib
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import msgspec
import pytest
from django.db import DatabaseError, connection, transaction

from diemcau.conference.approval import Step
from diemcau.conference.commands import Refused
from diemcau.documents.content import Authority, Document, Kind, Letterhead, Paragraph, Profile, Signature
from diemcau.records.actions.document import BUSY, Issue, issue_document
from diemcau.records.actions.minutes import issue_minutes, issue_notice, save_minutes, step_minutes
from diemcau.records.actions.task import add_task
from diemcau.records.models import (
    Account,
    IssuedDocument,
    LogLine,
    Minutes,
    MinutesVersion,
    Person,
    Post,
    Task,
    Unit,
)
from diemcau.records.papers.document import Particulars, suggested_symbol
from diemcau.records.queries.document import file_of, issued_of, last_head, standing
from diemcau.records.queries.minutes import latest, text_of
from tests.records.builders import SINCE
from tests.records.test_minutes import LATER, conference, minutes, secretary

__all__ = ["conference", "minutes", "secretary"]

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 11, 24)
TABLE = "records_issueddocument"


@pytest.fixture
def office() -> Account:
    return Account.objects.create_user("van-phong")


@pytest.fixture
def body() -> Unit:
    return Unit.objects.create(code="ubnd", name="Ủy ban nhân dân tỉnh", short_name="UBND", valid_from=SINCE)


def notice(day: date = DAY, words: str = "Kết luận./.") -> Document:
    signed = Signature((Authority("CHỦ TỊCH"),), "Trịnh Hữu Phúc")
    head = Letterhead(Profile.STATE, "Ủy ban nhân dân tỉnh", symbol="UBND", place="Thanh Hóa")
    return Document(
        kind=Kind.NOTICE,
        letterhead=head,
        dated=day,
        subject="Thử",
        body=(Paragraph(words),),
        recipients=("Lưu: VT",),
        signatures=(signed,),
    )


def issue(body: Unit, actor: Account, **more: object) -> IssuedDocument | Refused:
    given = {"document": notice(), **more}
    return issue_document(issue=Issue(body=body, **given), actor=actor, now=LATER)  # type: ignore[arg-type]


def numbers() -> list[tuple[str, int, int]]:
    return list(
        IssuedDocument.objects.order_by("scheme", "year", "number").values_list("scheme", "year", "number")
    )


def test_numbers_follow_one_another_by_body_type_and_year(body: Unit, office: Account) -> None:
    other = Unit.objects.create(code="so", name="Sở", valid_from=SINCE)
    for _ in range(2):
        issue(body, office)
    issue(body, office, document=notice(date(2027, 1, 4)))
    issue(other, office)
    assert numbers() == [("TB", 2026, 1), ("TB", 2026, 1), ("TB", 2026, 2), ("TB", 2027, 1)]
    assert IssuedDocument.objects.get(year=2027).designation == "01/TB-UBND"


def test_a_renamed_body_has_one_row_of_numbers_under_both_names(body: Unit, office: Account) -> None:
    """Conferences of before go on naming it as it was called then."""
    issue(body, office)
    renamed = Unit.objects.create(code="ubnd", name="Ủy ban nhân dân mới", valid_from=DAY)
    answers = [issue(one, office) for one in (renamed, body, renamed, body)]
    assert not [one for one in answers if isinstance(one, Refused)]
    assert [number for *_, number in numbers()] == [1, 2, 3, 4, 5]


def test_a_row_may_begin_where_the_paper_register_ended(body: Unit, office: Account) -> None:
    issue(body, office, first_number=121)
    issue(body, office, first_number=5)
    assert [number for *_, number in numbers()] == [121, 122]


def test_two_writers_at_once_get_two_numbers_without_a_gap(body: Unit, office: Account) -> None:
    def write(_: int) -> object:
        try:
            return [issue(body, office) for _ in range(3)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = [one for some in pool.map(write, range(2)) for one in some]  # type: ignore[attr-defined]
    assert not [one for one in answers if isinstance(one, Refused)]
    assert [number for *_, number in numbers()] == [1, 2, 3, 4, 5, 6]


def test_a_number_whose_document_was_not_entered_is_given_to_the_next(body: Unit, office: Account) -> None:
    assert issue(body, office, together=lambda _row: BUSY) == BUSY
    assert numbers() == []
    taken = issue(body, office)
    assert isinstance(taken, IssuedDocument)
    assert taken.number == 1
    assert len(list(file_of(taken, "pdf").parent.glob(f"{taken.pk}.*"))) == 2


def test_the_files_are_those_of_the_register(body: Unit, office: Account) -> None:
    row = issue(body, office)
    assert isinstance(row, IssuedDocument)
    for form, known in (("pdf", row.pdf_sha256), ("docx", row.docx_sha256)):
        assert hashlib.sha256(file_of(row, form).read_bytes()).hexdigest() == known
    assert row.content["number"] == 1
    assert last_head(body) == notice().letterhead
    assert LogLine.objects.get(action="document.issued").words == "01/TB-UBND: Thử"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"recipients": ()}, "Thiếu mục “Nơi nhận”."),
        ({"subject": " "}, "Thiếu trích yếu"),
        ({"body": (Paragraph("Kết luận."),)}, "“./.”"),
        ({"signatures": ()}, "Thiếu người ký."),
    ],
)
def test_a_document_with_a_defect_gets_no_number(
    body: Unit, office: Account, wrong: dict[str, object], words: str
) -> None:
    refused = issue(body, office, document=msgspec.structs.replace(notice(), **wrong))
    assert isinstance(refused, Refused)
    assert refused.code == "document.defects"
    assert words in refused.sentence()
    assert numbers() == []


def test_who_has_no_right_to_sign_on_that_day_does_not_sign(body: Unit, office: Account) -> None:
    person = Person.objects.create(name="Nguyễn Thị Hoa")
    Post.objects.create(person=person, unit=body, title="Chủ tịch", signs=True, valid_from=SINCE)
    refused = issue(body, office)
    assert isinstance(refused, Refused)
    assert "Trịnh Hữu Phúc không có quyền ký" in refused.sentence()
    Person.objects.filter(pk=person.pk).update(name="Trịnh Hữu Phúc")
    assert isinstance(issue(body, office), IssuedDocument)


ATTACKS = [
    f"UPDATE {TABLE} SET number = 7",
    f"UPDATE {TABLE} SET subject = 'x'",
    f"DELETE FROM {TABLE}",
]
ATTACKS_ON = {
    "sqlite": [f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE}"],
    "postgresql": [f"TRUNCATE {TABLE} CASCADE"],
}


def test_what_is_issued_refuses_change_by_sql_and_by_the_orm(body: Unit, office: Account) -> None:
    row = issue(body, office)
    assert isinstance(row, IssuedDocument)
    before = IssuedDocument.objects.values().get()
    for statement in [*ATTACKS, *ATTACKS_ON[connection.vendor]]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    row.subject = "x"
    for attack in (row.save, row.delete, IssuedDocument.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
    assert IssuedDocument.objects.values().get() == before


def test_the_database_refuses_a_used_number_and_a_gap(body: Unit, office: Account) -> None:
    row = issue(body, office)
    assert isinstance(row, IssuedDocument)
    for number in (1, 3, 0):
        again = IssuedDocument.objects.get()
        again.pk, again.number = None, number
        again._state.adding = True
        again.id = type(row.id)(int=number + 1)
        with pytest.raises(DatabaseError), transaction.atomic():
            again.save(force_insert=True)
    assert numbers() == [("TB", 2026, 1)]


def test_a_full_disk_gives_no_number(body: Unit, office: Account, settings, tmp_path: Path) -> None:
    settings.DOCUMENTS_FOLDER = tmp_path / "file"
    settings.DOCUMENTS_FOLDER.write_text("not a folder")
    refused = issue(body, office)
    assert isinstance(refused, Refused)
    assert (refused.code, numbers()) == ("document.not_kept", [])


# --- of a conference
@pytest.fixture
def approved(minutes: Minutes, secretary: Account, office: Account) -> Minutes:
    """With a task, submitted by the secretary, approved by the chair."""
    chair = Account.objects.create_user("chu-toa-2", person=Person.objects.create(name="Trịnh Hữu Phúc"))
    conference = minutes.conference
    conference.chair_person, conference.secretary = chair.person, secretary.person
    conference.save()
    values = {"words": "Báo cáo kết quả", "unit": Unit.objects.get(), "due": date(2026, 12, 1)}
    chaired = {"chair": "Ông Trịnh Hữu Phúc"}
    save_minutes(minutes=minutes, sections=chaired, base=1, deliberate=False, actor=secretary, now=LATER)
    add_task(minutes=minutes, kind=Task.Kind.TASK, values=values, actor=secretary, now=LATER)
    for step, actor in ((Step.SUBMIT, secretary), (Step.APPROVE, chair)):
        minutes.refresh_from_db()
        step_minutes(minutes=minutes, step=step, reason="", version=minutes.version, actor=actor, now=LATER)
    return Minutes.objects.select_related("conference").get()


def particulars() -> Particulars:
    signed = ("Trịnh Hữu Phúc", ["CHÁNH VĂN PHÒNG"])
    return Particulars(Unit.objects.get(), "VPUBND", "Thanh Hóa", DAY, ["Như trên", "Lưu: VT"], *signed)


def issued(minutes: Minutes, actor: Account, make=issue_minutes, **more: object) -> IssuedDocument | Refused:
    given = {"given": particulars(), "first_number": 1, "version": minutes.version, "actor": actor}
    return make(minutes=minutes, now=LATER, **{**given, **more})


def read_back(row: IssuedDocument) -> str:
    done = subprocess.run(["pdftotext", "-layout", file_of(row, "pdf"), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_minutes_are_issued_with_the_names_and_times_of_the_record(
    approved: Minutes, office: Account
) -> None:
    row = issued(approved, office)
    assert isinstance(row, IssuedDocument), row
    approved.refresh_from_db()
    assert approved.state == "issued"
    text = read_back(row)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 01/BB-VPUBND",
        "Hội nghị giao ban tháng 11",
        "Thời gian bắt đầu: 8 giờ, ngày 23 tháng 11 năm 2026.",
        "Mai Đình Lâm, Chủ tịch UBND thị xã, UBND thị xã Bỉm Sơn",
        "phát biểu từ 8 giờ 05 đến 8 giờ 40: Kết quả quý IV.",
        "Báo cáo kết quả",
        "01/12/2026",
        "Hội nghị kết thúc vào 8 giờ 40, ngày 23 tháng 11 năm 2026./.",
        "Lê Thị Ngân Trịnh Hữu Phúc",
    ):
        assert words in text, words


def test_a_party_body_issues_in_the_party_form(approved: Minutes, office: Account) -> None:
    Unit.objects.update(side=Unit.Side.PARTY, name="Văn phòng Tỉnh ủy", short_name="VP Tỉnh ủy")
    row = issued(approved, office)
    assert isinstance(row, IssuedDocument)
    text = read_back(row)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "CỘNG HÒA XÃ HỘI" not in text
    assert "./." not in text
    assert row.designation == "01-BB/VPUBND"


def test_issuing_is_refused_before_approval(minutes: Minutes, office: Account) -> None:
    refused = issued(minutes, office)
    assert isinstance(refused, Refused)
    assert refused.code == "minutes.is_draft"
    refused = issued(minutes, office, issue_notice)
    assert isinstance(refused, Refused)
    assert numbers() == []


def test_issuing_is_refused_when_overtaken(approved: Minutes, office: Account) -> None:
    for make in (issue_minutes, issue_notice):
        stale = issued(approved, office, make, version=approved.version + 1)
        assert isinstance(stale, Refused)
        assert stale.code == "minutes.overtaken"
    assert numbers() == []


def test_minutes_without_what_the_form_asks_for_are_not_issued(approved: Minutes, office: Account) -> None:
    text = {**text_of(latest(approved)), "end": " "}
    MinutesVersion.objects.create(minutes=approved, number=3, sections=text, made_at=LATER)
    refused = issued(approved, office)
    assert isinstance(refused, Refused)
    assert refused.code == "minutes.incomplete"


def test_the_notice_tells_who_does_what_by_when(approved: Minutes, office: Account) -> None:
    row = issued(approved, office, issue_notice)
    assert isinstance(row, IssuedDocument)
    text = read_back(row)
    assert "Giao Văn phòng UBND tỉnh: báo cáo kết quả; hoàn thành trước ngày 01/12/2026./." in text
    assert "Ngày 23 tháng 11 năm 2026, Trịnh Hữu Phúc đã chủ trì hội nghị giao ban tháng 11." in text
    assert standing(approved.conference, Kind.NOTICE) == row


def test_a_correction_is_a_new_document_that_points_at_the_old_one(
    approved: Minutes, secretary: Account, office: Account
) -> None:
    first = issued(approved, office)
    assert isinstance(first, IssuedDocument), first
    chair = Account.objects.get(username="chu-toa-2")
    for step, actor in ((Step.CORRECT, office), (Step.SUBMIT, secretary), (Step.APPROVE, chair)):
        approved.refresh_from_db()
        refused = step_minutes(
            minutes=approved,
            step=step,
            reason="Sai tên" if step is Step.CORRECT else "",
            version=approved.version,
            actor=actor,
            now=LATER,
        )
        assert refused is None
    approved.refresh_from_db()
    second = issued(approved, office)
    assert isinstance(second, IssuedDocument)
    assert (second.corrects, second.number) == (first, 2)
    assert issued_of(approved.conference) == [first, second]
    assert standing(approved.conference, Kind.MINUTES) == second


@pytest.mark.parametrize(
    ("name", "side", "symbol"),
    [
        ("UBND tỉnh", "state", "UBND"),
        ("VP UBND tỉnh", "state", "VPUBND"),
        ("VP Tỉnh ủy", "party", "VPTU"),
        ("Sở Tài chính", "state", "STC"),
    ],
)
def test_a_symbol_is_suggested(name: str, side: str, symbol: str) -> None:
    assert suggested_symbol(Unit(name=name, short_name=name, side=side)) == symbol
