"""Minutes in the office: the secretary writes, the chair approves or sends back, the office issues."""

import re
import subprocess
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from diemcau.conference.actors import MACHINE, Actor
from diemcau.conference.commands import (
    Admit,
    AnyCommand,
    End,
    GiveFloor,
    GoLive,
    Knock,
    OpenSession,
    Order,
    Refused,
    RequestFloor,
    SeeMedia,
)
from diemcau.conference.script import Speaker
from diemcau.records.actions.session import act
from diemcau.records.models import (
    Account,
    Assignment,
    Conference,
    IssuedDocument,
    Minutes,
    MinutesVersion,
    Person,
    SearchEntry,
    Session,
    Site,
    Task,
    Unit,
    Viewing,
)
from diemcau.records.queries.account import assignments_on
from diemcau.records.queries.document import file_of
from diemcau.records.queries.minutes import minutes_due
from diemcau.regulation.calendar import add_working_days
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import LONG_AGO, Sign

CENTRE = Actor(Role.CENTRAL_TECHNICIAN, "1", "Lê Văn Thành")
SPEAKER = Speaker("Mai Đình Lâm", "Chủ tịch", "UBND thị xã Bỉm Sơn")


def run(session: Session, *commands: AnyCommand, by: Actor = CENTRE) -> None:
    for command in commands:
        answer = act(session.pk, Order(command, by, uuid4().hex), timezone.now())
        assert not isinstance(answer, Refused), answer.sentence()


@pytest.fixture
def held(session: Session, conference: Conference) -> Conference:
    """Its official session was held; Bỉm Sơn spoke."""
    run(session, OpenSession())
    for site in ("vp-ubnd", "bim-son"):
        technician = Actor(Role.SITE_TECHNICIAN, f"t-{site}", "Kỹ thuật", site)
        run(session, Knock(site, f"may-{site}"), by=technician)
        run(session, Admit(site))
        run(session, SeeMedia(site, True), by=MACHINE)
    run(session, GoLive(), RequestFloor("bim-son", SPEAKER, "dk-1", topic="Kết quả tháng"))
    run(session, GiveFloor("dk-1"), End())
    return conference


@pytest.fixture
def secretary(sign_in: Sign, province: Unit) -> Client:
    client = sign_in(Role.SECRETARY, name="Lê Thị Ngân")
    Assignment.objects.filter(role=Role.SECRETARY.value).update(unit=province)
    return client


@pytest.fixture
def chair(sign_in: Sign, network: dict[str, Site], conference: Conference) -> Client:
    client = sign_in(Role.CHAIR, network["vp-ubnd"], name="Trịnh Hữu Phúc")
    Conference.objects.filter(pk=conference.pk).update(chair_person=Person.objects.get(name="Trịnh Hữu Phúc"))
    return client


@pytest.fixture
def officer(sign_in: Sign, province: Unit) -> Client:
    client = sign_in(Role.HOST_OFFICER, name="Phạm Ngọc Lan")
    Assignment.objects.filter(role=Role.HOST_OFFICER.value).update(unit=province)
    return client


def at(conference: Conference, more: str = "") -> str:
    return f"/hoi-nghi/{conference.pk}/bien-ban/{more}"


@pytest.fixture
def begun(secretary: Client, held: Conference) -> Conference:
    assert secretary.post(at(held, "lap/")).status_code == 302
    return held


def save(client: Client, conference: Conference, base: int = 1, *, script: bool = True, **typed: str) -> Any:
    headers = {"X-Requested-With": "XMLHttpRequest"} if script else {}
    return client.post(at(conference, "luu/"), {"base": str(base), **typed}, headers=headers)


def step(client: Client, conference: Conference, to: str, reason: str = "", version: int = 0) -> Any:
    known = version or Minutes.objects.get().version
    return client.post(at(conference, "buoc/"), {"step": to, "version": str(known), "reason": reason})


def test_the_page_sets_what_the_machine_saw_apart_from_what_is_written(
    secretary: Client, begun: Conference
) -> None:
    page = secretary.get(at(begun)).content.decode()
    assert page.count("Hệ thống ghi nhận") == 9
    stated = re.search(r"data-stated>([^<]*phát biểu[^<]*)<", page)
    assert stated
    assert "Mai Đình Lâm, Chủ tịch, UBND thị xã Bỉm Sơn (điểm cầu Bỉm Sơn) phát biểu" in stated[1]
    assert re.search(r"<textarea[^>]*name=\"course\"[^>]*>\s*- Mai Đình Lâm, Chủ tịch", page)


def test_begun_twice_they_are_one(secretary: Client, begun: Conference) -> None:
    secretary.post(at(begun, "lap/"))
    assert (Minutes.objects.count(), MinutesVersion.objects.count()) == (1, 1)


def test_autosave_keeps_what_changed_as_a_version(secretary: Client, begun: Conference) -> None:
    answer = save(secretary, begun, conclusions="Giao các đơn vị\r\nthực hiện.")
    assert (answer.status_code, answer.json()["number"]) == (200, 2)
    assert answer.json()["sections"]["conclusions"] == "Giao các đơn vị\nthực hiện."
    again = save(secretary, begun, 2, conclusions="Giao các đơn vị\nthực hiện.")
    assert again.json()["number"] == 2
    assert "thực hiện.</textarea>" in secretary.get(at(begun)).content.decode()


def test_a_second_secretary_is_told_and_both_texts_stay(
    secretary: Client, officer: Client, begun: Conference
) -> None:
    save(secretary, begun, course="Bản của người thứ nhất")
    answer = save(secretary, begun, course="Bản của người thứ hai")
    assert answer.status_code == 409
    assert (answer.json()["number"], answer.json()["sections"]["course"]) == (2, "Bản của người thứ nhất")
    page = save(secretary, begun, script=False, course="Bản của người thứ hai")
    assert page.status_code == 409
    written = page.content.decode()
    assert "Bản của người thứ hai</textarea>" in written
    assert "Bản của người thứ nhất" in written
    assert 'name="base" value="2"' in written


def test_the_facts_of_one_section_are_taken_anew(secretary: Client, begun: Conference) -> None:
    save(secretary, begun, course="Nhầm", place="Phòng khác")
    answer = save(secretary, begun, 2, script=False, course="Nhầm", place="Phòng khác", facts="course")
    assert answer.status_code == 302
    text = MinutesVersion.objects.get(number=3).sections
    assert text["course"].startswith("- Mai Đình Lâm")
    assert text["place"] == "Phòng khác"


def test_an_earlier_version_is_read_and_brought_back(secretary: Client, begun: Conference) -> None:
    save(secretary, begun, course="Nhầm")
    assert "- Mai Đình Lâm" in secretary.get(at(begun, "phien-ban/1/")).content.decode()
    secretary.post(at(begun, "phien-ban/1/lay-lai/"))
    assert MinutesVersion.objects.get(number=3).sections["course"].startswith("- Mai Đình Lâm")
    assert secretary.get(at(begun, "phien-ban/9/")).status_code == 404


def test_hidden_signs_and_too_much_text_are_told_and_nothing_is_lost(
    secretary: Client, begun: Conference
) -> None:
    answer = save(secretary, begun, course="Kết luận \u202eđảo", place="a" * 30_001)
    assert answer.status_code == 422
    assert "ký tự điều khiển" in answer.json()["errors"]["course"]
    assert "Dài quá 30000 ký tự" in answer.json()["errors"]["place"]
    page = save(secretary, begun, script=False, course="Kết luận \x07 lạ")
    assert page.status_code == 422
    assert "Kết luận \x07 lạ" in page.content.decode()
    assert MinutesVersion.objects.count() == 1


def test_the_way_to_the_chair_and_back(secretary: Client, chair: Client, begun: Conference) -> None:
    assert chair.get(at(begun)).status_code == 200
    step(secretary, begun, "submit")
    assert "Duyệt biên bản" in chair.get(at(begun)).content.decode()
    late = save(secretary, begun, course="Viết sau khi trình")
    assert late.status_code == 409
    assert "đã trình chủ tọa" in late.json()["refused"]
    kept = save(secretary, begun, script=False, course="Viết sau khi trình")
    assert "Viết sau khi trình" in kept.content.decode()
    without = step(chair, begun, "return")
    assert without.status_code == 409
    assert "Xin ghi lý do" in without.content.decode()
    step(chair, begun, "return", "Thiếu ý kiến của Sở Tài chính")
    assert "Thiếu ý kiến của Sở Tài chính" in secretary.get(at(begun)).content.decode()
    step(secretary, begun, "submit")
    assert step(chair, begun, "approve").status_code == 302
    assert Minutes.objects.get().state == "approved"


def test_who_has_two_roles_does_not_approve_what_he_submitted(
    secretary: Client, begun: Conference, network: dict[str, Site]
) -> None:
    account = Account.objects.get(person__name="Lê Thị Ngân")
    Assignment.objects.create(
        account=account, role=Role.CHAIR.value, site=network["vp-ubnd"], valid_from=LONG_AGO
    )
    step(secretary, begun, "submit")
    answer = step(secretary, begun, "approve")
    assert answer.status_code == 409
    assert "không tự duyệt được" in answer.content.decode()


def test_a_person_the_conference_names_is_its_secretary(
    sign_in: Sign, held: Conference, network: dict[str, Site]
) -> None:
    client = sign_in(Role.SECRETARY, name="Vũ Thanh Mai")
    other = Unit.objects.create(code="khac", name="Văn phòng khác", side="party", valid_from=LONG_AGO)
    Assignment.objects.filter(role=Role.SECRETARY.value).update(unit=other)
    for page in (at(held), f"/hoi-nghi/{held.pk}/"):
        assert client.get(page).status_code == 404
    Conference.objects.update(secretary=Person.objects.get(name="Vũ Thanh Mai"))
    assert client.get(f"/hoi-nghi/{held.pk}/").status_code == 200
    assert "Lập biên bản" in client.get(at(held)).content.decode()


TASK = {"kind": "task", "words": "Báo cáo kết quả", "due": "01/12/2026"}


def test_conclusions_and_tasks_beside_the_text(secretary: Client, begun: Conference, province: Unit) -> None:
    refused = secretary.post(at(begun, "muc/"), TASK)
    assert refused.status_code == 422
    assert "phải giao cho một đơn vị hoặc một người" in refused.content.decode()
    assert "Báo cáo kết quả</textarea>" in refused.content.decode()
    secretary.post(at(begun, "muc/"), TASK | {"unit": str(province.pk)})
    task = Task.objects.get()
    changed = TASK | {"unit": str(province.pk), "version": "1", "words": "Báo cáo quý IV"}
    fragment = secretary.post(
        at(begun, f"muc/{task.pk}/"), changed, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert fragment.status_code == 200
    assert fragment.content.decode().lstrip().startswith('<section id="ket-luan"')
    assert "Báo cáo quý IV" in fragment.content.decode()
    stale = secretary.post(at(begun, f"muc/{task.pk}/bo/"), {"version": "1"}, follow=True)
    assert "Người khác vừa thay đổi" in stale.content.decode()
    secretary.post(at(begun, f"muc/{task.pk}/bo/"), {"version": "2"})
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"due": "32/13/2026"}, "Ngày chưa đúng"),
        ({"remind_on": "02/12/2026"}, "Ngày nhắc không được sau thời hạn."),
        ({"due": "", "remind_on": "02/12/2026"}, "phải có thời hạn"),
        ({"kind": "wish"}, "không có trong danh sách"),
        ({"words": ""}, "Xin nhập ô này."),
        ({"words": "a" * 2001}, "Dài quá 2000 ký tự"),
    ],
)
def test_what_is_wrong_with_a_task_is_said(
    secretary: Client, begun: Conference, province: Unit, typed: dict[str, str], sentence: str
) -> None:
    answer = secretary.post(at(begun, "muc/"), TASK | {"unit": str(province.pk)} | typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.fixture
def approved(secretary: Client, chair: Client, begun: Conference, province: Unit) -> Conference:
    secretary.post(at(begun, "muc/"), TASK | {"unit": str(province.pk)})
    step(secretary, begun, "submit")
    step(chair, begun, "approve")
    return begun


def issue(client: Client, conference: Conference, what: str = "bien-ban", **more: str) -> Any:
    form = {
        "version": str(Minutes.objects.get().version),
        "body": str(Unit.objects.get(code="ubnd-tinh").pk),
        "symbol": "UBND",
        "place": "Thanh Hóa",
        "dated": timezone.localdate().strftime("%d/%m/%Y"),
        "recipients": "Các điểm cầu\nLưu: VT.",
        "signatory": "Trịnh Hữu Phúc",
        "office": "CHỦ TỊCH",
        "power": "for_the_body",
    }
    return client.post(at(conference, f"ban-hanh/{what}/"), form | more)


def test_the_office_issues_with_a_number_and_the_files_open(officer: Client, approved: Conference) -> None:
    page = officer.get(at(approved, "ban-hanh/bien-ban/")).content.decode()
    assert 'value="UBND"' in page
    preview = issue(officer, approved, preview="1")
    assert preview.content.startswith(b"%PDF")
    assert not IssuedDocument.objects.exists()
    assert issue(officer, approved).status_code == 302
    row = IssuedDocument.objects.get()
    assert row.designation == "01/BB-UBND"
    opened = officer.get(f"/van-ban/{row.pk}.pdf")
    assert opened["Content-Type"] == "application/pdf"
    assert opened.content == file_of(row, "pdf").read_bytes()
    saved = officer.get(f"/van-ban/{row.pk}.docx")
    assert "attachment" in saved["Content-Disposition"]
    assert Viewing.objects.filter(what="minutes", key=str(row.pk)).count() == 1
    assert "01/BB-UBND" in officer.get(at(approved)).content.decode()
    assert Minutes.objects.get().state == "issued"


def test_the_notice_of_conclusions_is_issued_beside_them(officer: Client, approved: Conference) -> None:
    issue(officer, approved, "thong-bao")
    row = IssuedDocument.objects.get()
    assert row.designation == "01/TB-UBND"
    text = subprocess.run(["pdftotext", file_of(row, "pdf"), "-"], capture_output=True, check=True).stdout
    assert "TM. CHỦ TỊCH" in text.decode()
    issue(officer, approved, "thong-bao")
    assert IssuedDocument.objects.get(number=2).corrects == row


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"symbol": "ub nd"}, "Ký hiệu chỉ gồm chữ hoa"),
        ({"place": ""}, "Xin nhập ô này."),
        ({"dated": "hôm nay"}, "Ngày chưa đúng"),
        ({"body": "999999"}, "không còn dùng được"),
        ({"recipients": "Nơi \u202enhận"}, "ký tự điều khiển"),
        ({"first_number": "0"}, "Ít nhất là 1."),
    ],
)
def test_what_is_wrong_before_issuing_is_said(
    officer: Client, approved: Conference, typed: dict[str, str], sentence: str
) -> None:
    answer = issue(officer, approved, **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not IssuedDocument.objects.exists()


def test_each_defect_is_named_before_a_number_is_given(officer: Client, approved: Conference) -> None:
    answer = issue(officer, approved, "thong-bao", recipients="Các điểm cầu", signatory="TS. Trịnh Hữu Phúc")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Dòng cuối của “Nơi nhận” phải là “Lưu: VT, …”." in page
    assert "Không ghi học hàm, học vị" in page
    assert not IssuedDocument.objects.exists()


def test_a_stale_page_issues_nothing(officer: Client, approved: Conference) -> None:
    answer = issue(officer, approved, version="1")
    assert answer.status_code == 409
    assert not IssuedDocument.objects.exists()


def test_what_is_issued_is_corrected_by_a_new_document(
    officer: Client, secretary: Client, chair: Client, approved: Conference
) -> None:
    issue(officer, approved)
    assert step(officer, approved, "correct", "Sai tên đại biểu").status_code == 302
    for client, to in ((secretary, "submit"), (chair, "approve")):
        step(client, approved, to)
    issue(officer, approved)
    assert IssuedDocument.objects.get(number=2).corrects == IssuedDocument.objects.get(number=1)
    assert "thay cho 01/BB-UBND" in officer.get(at(approved)).content.decode()


def test_the_dossier_shows_how_far_they_are(secretary: Client, begun: Conference) -> None:
    page = secretary.get(f"/hoi-nghi/{begun.pk}/").content.decode()
    assert "Soạn biên bản" in page
    assert "Dự thảo" in page


# --- tasks followed
@pytest.fixture
def given(officer: Client, approved: Conference) -> Task:
    issue(officer, approved)
    return Task.objects.get()


def test_a_unit_follows_its_tasks(sign_in: Sign, given: Task, network: dict[str, Site]) -> None:
    of_the_unit = sign_in(Role.SITE_TECHNICIAN, network["bim-son"])
    page = of_the_unit.get("/nhiem-vu/?cua-ai=toi").content.decode()
    assert "Báo cáo kết quả" in page
    of_the_unit.post(f"/nhiem-vu/{given.pk}/", {"to": "doing", "version": "1", "note": "Đang làm"})
    given.refresh_from_db()
    assert (given.state, given.note) == ("doing", "Đang làm")
    assert "Cập nhật nhiệm vụ" in of_the_unit.get("/nhiem-vu/").content.decode()
    stale = of_the_unit.post(f"/nhiem-vu/{given.pk}/", {"to": "done", "version": "1"}, follow=True)
    assert "Người khác vừa thay đổi" in stale.content.decode()
    without = of_the_unit.post(f"/nhiem-vu/{given.pk}/", {"to": "cancelled", "version": "2"}, follow=True)
    assert "Xin ghi lý do" in without.content.decode()


def test_many_tasks_cost_no_more_questions_than_one(
    officer: Client, given: Task, django_assert_max_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as one:
        assert officer.get("/nhiem-vu/").status_code == 200
    Task.objects.bulk_create(
        Task(
            minutes=given.minutes,
            given_at=given.given_at,
            kind="task",
            place=place,
            words=f"Việc {place}",
            unit=given.unit,
        )
        for place in range(10, 30)
    )
    with django_assert_max_num_queries(len(one)):
        assert "Việc 29" in officer.get("/nhiem-vu/").content.decode()


def test_while_the_minutes_are_corrected_what_was_given_stays_given(
    sign_in: Sign, officer: Client, secretary: Client, given: Task, network: dict[str, Site]
) -> None:
    conference = given.minutes.conference
    assert step(officer, conference, "correct", "Sai tên đại biểu").status_code == 302
    of_the_unit = sign_in(Role.SITE_TECHNICIAN, network["bim-son"])
    assert "Báo cáo kết quả" in of_the_unit.get("/nhiem-vu/?cua-ai=toi").content.decode()
    given.refresh_from_db()
    gone = secretary.post(
        at(conference, f"muc/{given.pk}/bo/"), {"version": str(given.version)}, follow=True
    ).content.decode()
    assert "Nhiệm vụ đã giao thì không xóa được" in gone
    assert Task.objects.filter(pk=given.pk).exists()


def test_late_tasks_are_found_and_marked(officer: Client, given: Task) -> None:
    Task.objects.update(due=timezone.localdate() - timedelta(days=1), remind_on=None)
    assert "Quá hạn" in officer.get("/nhiem-vu/?tinh-trang=qua-han").content.decode()
    Task.objects.update(due=timezone.localdate() + timedelta(days=9))
    assert "Không có nhiệm vụ nào khớp" in officer.get("/nhiem-vu/?tinh-trang=qua-han").content.decode()


def test_another_units_tasks_are_not_there(sign_in: Sign, given: Task) -> None:
    other = Unit.objects.create(code="khac", name="Đơn vị khác", valid_from=LONG_AGO)
    client = sign_in(Role.HOST_OFFICER, name="Người ngoài")
    Assignment.objects.filter(account__person__name="Người ngoài").update(unit=other)
    assert "Báo cáo kết quả" not in client.get("/nhiem-vu/").content.decode()
    assert client.post(f"/nhiem-vu/{given.pk}/", {"to": "done", "version": "1"}).status_code == 404


def test_the_table_goes_to_excel_and_nothing_in_it_is_reckoned(officer: Client, given: Task) -> None:
    Task.objects.update(words='=HYPERLINK("http://x")', note="+1")
    answer = officer.get("/nhiem-vu/xuat.xlsx")
    cells = [cell for row in load_workbook(BytesIO(answer.content)).active.iter_rows() for cell in row]
    told = {cell.value: (cell.data_type, cell.quotePrefix) for cell in cells}
    assert told['=HYPERLINK("http://x")'] == ("s", True)
    assert told["+1"] == ("s", True)
    assert "f" not in {cell.data_type for cell in cells}


# --- Today
def test_the_conclusions_are_due_in_five_working_days(
    secretary: Client, officer: Client, chair: Client, approved: Conference
) -> None:
    by = add_working_days(timezone.localdate(), 5)
    said = f"Thông báo kết luận trước hết ngày {by:%d/%m/%Y}"
    assert said in officer.get("/").content.decode()
    assert "Quyết định 45/2018/QĐ-TTg" in officer.get("/").content.decode()
    issue(officer, approved, "thong-bao")
    assert said not in officer.get("/").content.decode()


def test_what_is_overdue_is_said_in_words(officer: Client, begun: Conference) -> None:
    account = Account.objects.get(person__name="Phạm Ngọc Lan")
    held = assignments_on(account, timezone.localdate())
    (due,) = minutes_due(account, held, timezone.now() + timedelta(days=30))
    assert due.late
    assert due.late_by == -due.left > 0
    page = render_to_string("minutes/today.html", {"today": {"minutes": [due]}})
    assert f"Quá hạn {due.late_by} ngày làm việc." in page


def test_a_party_conference_has_no_such_deadline(
    officer: Client, secretary: Client, begun: Conference
) -> None:
    Unit.objects.update(side=Unit.Side.PARTY)
    page = secretary.get("/").content.decode()
    assert "Soạn biên bản, trình chủ tọa" in page
    assert "Quyết định 45/2018" not in page
    assert "Sau hội nghị" not in officer.get("/").content.decode()


def test_today_tells_each_what_is_his(
    secretary: Client, chair: Client, officer: Client, held: Conference
) -> None:
    assert "Lập biên bản" in secretary.get("/").content.decode()
    secretary.post(at(held, "lap/"))
    step(secretary, held, "submit")
    assert "Duyệt biên bản" in chair.get("/").content.decode()
    step(chair, held, "approve")
    assert "Ban hành biên bản" in officer.get("/").content.decode()
    issue(officer, held)
    assert "Ban hành thông báo kết luận" in officer.get("/").content.decode()


def test_a_unit_is_reminded_of_its_task(sign_in: Sign, given: Task, network: dict[str, Site]) -> None:
    client = sign_in(Role.SITE_TECHNICIAN, network["bim-son"])
    today = timezone.localdate()
    for due, remind, shown in (
        (today + timedelta(days=9), None, False),
        (today + timedelta(days=2), None, True),
        (today + timedelta(days=9), today, True),
        (today - timedelta(days=1), None, True),
    ):
        Task.objects.update(due=due, remind_on=remind)
        assert ("Báo cáo kết quả" in client.get("/").content.decode()) is shown
    assert "Quá hạn, thời hạn" in client.get("/").content.decode()
    Task.objects.update(state="done")
    assert "Báo cáo kết quả" not in client.get("/").content.decode()


def test_what_was_issued_is_found_in_the_archive(officer: Client, approved: Conference) -> None:
    assert not SearchEntry.objects.filter(kind="minutes").exists()
    issue(officer, approved)
    assert SearchEntry.objects.filter(kind="minutes", text="Báo cáo kết quả").exists()
