"""The archive's pages: the list and its search, a dossier as each may see it, the owner's steps."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from diemcau.records.models import (
    Account,
    Conference,
    DossierRecord,
    LogEntry,
    LogLine,
    Session,
    Unit,
    Viewing,
)
from diemcau.records.queries.account import assignments_on
from diemcau.records.queries.waiting import waiting_for
from tests.records.builders import SINCE
from tests.records.dossiers import (
    OWNER,
    archivist,
    central,
    held_conference,
    invited,
    of_the_party,
    officer,
    stranger,
    unit,
)
from tests.web.pages.dossiers import page, published, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Hội nghị giao ban tháng 11"
Who = Callable[[], Account]


@pytest.fixture
def conference() -> Conference:
    return held_conference()


@pytest.mark.parametrize(
    ("who", "title", "papers", "owns"),
    [
        (officer, True, True, True),
        (archivist, True, True, True),
        (invited, True, True, False),
        (central, True, False, False),
        (stranger, False, False, False),
        (of_the_party, False, False, False),
    ],
)
def test_art_3_each_sees_of_a_published_dossier_what_is_his(
    conference: Conference, who: Who, title: bool, papers: bool, owns: bool
) -> None:
    published(conference)
    client = signed_in(who())
    shown = page(client, conference)
    assert (TITLE in shown) is title
    assert ('id="tai-lieu"' in shown) is papers
    assert ('id="quyen-xem"' in shown) is owns
    assert ('id="da-xem"' in shown) is owns
    assert "Đề nghị xem nội dung" in shown or papers
    assert (TITLE in client.get("/luu-tru/").content.decode()) is title


def test_what_is_only_facts_shows_room_time_and_line_and_no_name(conference: Conference) -> None:
    published(conference)
    shown = page(signed_in(of_the_party()), conference)
    assert "Hội nghị tại Điểm cầu tinh-uy" in shown
    assert "Điểm cầu bim-son" in shown
    assert "Hồ sơ của khối khác" in shown
    for secret in (TITLE, "Văn phòng HĐND và UBND thị xã Bỉm Sơn", "Phạm Ngọc Lan"):
        assert secret not in shown


def test_the_list_finds_by_words_and_marks_them(conference: Conference) -> None:
    client = signed_in(officer())
    shown = client.get("/luu-tru/", {"tu": "giao BAN"}).content.decode()
    assert "<mark>giao</mark> <mark>ban</mark>" in shown
    assert TITLE in shown


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({"nam": "2026"}, True),
        ({"nam": "2025"}, False),
        ({"loai": "conference"}, True),
        ({"loai": "training"}, False),
        ({"khoi": "state"}, True),
        ({"khoi": "party"}, False),
        ({"trang-thai": "preparing"}, True),
        ({"trang-thai": "closed"}, False),
        ({"ghi-hinh": "co"}, False),
        ({"nam": "x", "loai": "x", "khoi": "x", "trang-thai": "x", "page": "x"}, True),
    ],
)
def test_the_list_is_narrowed_by_chips(conference: Conference, asked: dict[str, str], there: bool) -> None:
    shown = signed_in(officer()).get("/luu-tru/", asked).content.decode()
    assert (TITLE in shown) is there
    assert there or "Bỏ điều kiện tìm" in shown


def test_an_empty_archive_says_what_will_stand_there(db: None) -> None:
    Unit.objects.create(code=OWNER, name="Văn phòng", valid_from=SINCE)
    assert "sẽ đứng ở đây" in signed_in(officer()).get("/luu-tru/").content.decode()


def test_what_happened_is_told_line_by_line(conference: Conference) -> None:
    session = Session.objects.get()
    shown = page(signed_in(central()), conference, f"dien-bien/{session.pk}/")
    assert "Khai mạc" in shown or "khai mạc" in shown
    assert signed_in(stranger()).get(f"/luu-tru/{conference.pk}/dien-bien/{session.pk}/").status_code == 404


def test_every_page_that_is_looked_at_is_noted_once(conference: Conference) -> None:
    client = signed_in(officer())
    for _ in range(3):
        page(client, conference)
    (viewing,) = Viewing.objects.all()
    assert (viewing.by_name, viewing.what, viewing.conference_id) == ("Phạm Ngọc Lan", "page", conference.pk)
    assert "Phạm Ngọc Lan" in page(client, conference).partition('id="da-xem"')[2]


# --- the owner's steps
def step(client: Client, conference: Conference, name: str, **fields: str) -> int:
    return client.post(f"/luu-tru/{conference.pk}/buoc/{name}/", fields).status_code


def test_a_dossier_is_published_withdrawn_closed_opened_again_and_handed_in(conference: Conference) -> None:
    client = signed_in(officer())
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert step(client, conference, "cong-bo") == 302
    assert step(client, conference, "cong-bo") == 409
    assert step(client, conference, "rut-cong-bo", reason="Thiếu tài liệu") == 302
    assert step(client, conference, "rut-cong-bo", reason="Thiếu tài liệu") == 409
    assert step(client, conference, "nop-luu", day=today, note="01/BBGN") == 409
    assert step(client, conference, "dong", retention="20") == 302
    record = DossierRecord.objects.get()
    assert (record.retention, str(record.keep_until)) == ("20", "2046-12-31")
    assert step(client, conference, "thoi-han", retention="10") == 409
    assert step(client, conference, "thoi-han", retention="permanent") == 302
    assert step(client, conference, "mo-lai", reason="Bổ sung biên bản") == 302
    assert step(client, conference, "dong", retention="permanent") == 302
    assert step(client, conference, "nop-luu", day="01/01/2020", note="01/BBGN") == 409
    assert step(client, conference, "nop-luu", day=today, note="01/BBGN") == 302
    assert step(client, conference, "nop-luu", day=today, note="01/BBGN") == 409
    assert step(client, conference, "mo-lai", reason="Nhầm") == 409
    actions = list(
        LogLine.objects.filter(action__startswith="archive.").order_by("pk").values_list("action", flat=True)
    )
    assert actions == [
        "archive.published",
        "archive.publication_withdrawn",
        "archive.closed",
        "archive.retention_extended",
        "archive.reopened",
        "archive.closed",
        "archive.handed_in",
    ]
    assert "Đã nộp vào lưu trữ cơ quan" in page(client, conference)


def test_opening_a_dossier_again_does_not_shorten_its_time(conference: Conference) -> None:
    client = signed_in(officer())
    assert step(client, conference, "dong", retention="5") == 302
    assert step(client, conference, "thoi-han", retention="20") == 302
    assert step(client, conference, "mo-lai", reason="Bổ sung biên bản") == 302
    assert step(client, conference, "dong", retention="10") == 409
    assert DossierRecord.objects.get().closed_at is None
    assert step(client, conference, "dong", retention="20") == 302


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("rut-cong-bo", {"reason": ""}),
        ("dong", {"retention": "3"}),
        ("mo-lai", {}),
        ("nop-luu", {"day": "32/01/2026", "note": ""}),
    ],
)
def test_a_step_that_lacks_something_keeps_what_was_typed(
    conference: Conference, name: str, fields: dict[str, str]
) -> None:
    client = signed_in(officer())
    published(conference)
    if name in ("nop-luu", "mo-lai"):
        step(client, conference, "dong", retention="5")
    answer = client.post(f"/luu-tru/{conference.pk}/buoc/{name}/", fields)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "field-error" in shown
    assert fields.get("day", "") in shown


@pytest.mark.parametrize("who", [invited, stranger, of_the_party, central])
def test_nobody_but_the_owner_takes_its_steps(conference: Conference, who: Who) -> None:
    published(conference)
    client = signed_in(who())
    for name in ("cong-bo", "rut-cong-bo", "dong", "mo-lai", "thoi-han", "nop-luu"):
        assert step(client, conference, name, reason="x", retention="5") == 404
    assert not LogLine.objects.filter(action__startswith="archive.").exists()
    assert step(signed_in(officer()), conference, "rut-cong-bo", reason="x") == 302


def test_a_step_that_does_not_exist_is_absent(conference: Conference) -> None:
    assert step(signed_in(officer()), conference, "xoa") == 404


def test_looking_at_it_changes_nothing_but_the_view_log(conference: Conference) -> None:
    client = signed_in(officer())
    before = LogLine.objects.count(), DossierRecord.objects.count()
    page(client, conference)
    assert (LogLine.objects.count(), DossierRecord.objects.count()) == before
    assert client.get(f"/luu-tru/{conference.pk}/buoc/cong-bo/").status_code == 405


def test_signed_pages_of_the_log_books_stand_in_the_dossier(conference: Conference) -> None:
    reader, signer = signed_in(officer()), central()
    assert "Chưa có mục nào" in page(reader, conference)
    LogEntry.objects.create(
        site_code="bim-son",
        number=1,
        session=Session.objects.get(),
        kind="duty",
        happened_from=timezone.now(),
        entered_at=timezone.now(),
        written_at=timezone.now(),
        facts=["Đường truyền tốt suốt phiên"],
        author=signer,
        author_name="Mai Văn Sơn",
        author_role="site_technician",
        proof="password",
        hash="c" * 64,
    )
    shown = page(reader, conference).partition('id="so-ghi"')[2]
    assert all(words in shown for words in ("Điểm cầu bim-son", "Đường truyền tốt suốt phiên", "Mai Văn Sơn"))


def test_decree_30_art_30_the_hand_in_is_called_due_60_days_before_and_then_overdue(
    conference: Conference,
) -> None:
    owner, other = officer(), stranger()
    held = assignments_on(owner, date(2026, 11, 23))
    others = assignments_on(other, date(2026, 11, 23))

    def due(day: date) -> list[bool]:
        now = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        assert not waiting_for(other, others, now, day)
        return [one.over for one in waiting_for(owner, held, now, day).hand_ins]

    assert due(date(2027, 9, 23)) == []
    assert due(date(2027, 9, 25)) == [False]
    assert due(date(2027, 11, 23)) == [False]
    assert due(date(2027, 11, 24)) == [True]
    DossierRecord.objects.create(
        conference=conference, owner=unit(OWNER), closed_at=timezone.now(), retention="permanent",
        handed_in_at=date(2027, 1, 5),
    )  # fmt: skip
    assert due(date(2027, 11, 24)) == []
