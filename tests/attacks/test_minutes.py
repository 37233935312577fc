"""Attacks on minutes and issued documents: by the wrong people, by stale pages, by what is typed; each beside
the act that is right and goes through."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from diemcau.records.models import (
    Account,
    Assignment,
    Conference,
    IssuedDocument,
    LogLine,
    Minutes,
    MinutesVersion,
    Site,
    Task,
    Unit,
)
from diemcau.records.papers.minutes import SECTIONS
from diemcau.regulation.powers import Role
from tests.attacks.anything import text
from tests.attacks.test_fuzz_office import almost, answered, like_a_browser
from tests.attacks.thoroughly import fuzzed, in_time
from tests.web.pages.conftest import (
    LONG_AGO,
    Sign,
    _fresh,
    account,
    conference,
    network,
    province,
    session,
    sign_in,
)
from tests.web.pages.test_minutes import (
    TASK,
    approved,
    at,
    begun,
    chair,
    held,
    issue,
    officer,
    save,
    secretary,
    step,
)

__all__ = ["_fresh", "account", "approved", "begun", "chair", "conference", "held", "network", "officer"]
__all__ += ["province", "secretary", "session", "sign_in"]
pytestmark = pytest.mark.django_db


def counted() -> tuple[object, ...]:
    """What an act would leave behind."""
    return (
        LogLine.objects.count(),
        MinutesVersion.objects.count(),
        list(Minutes.objects.values_list("state", "version")),
        Task.objects.count(),
        IssuedDocument.objects.count(),
    )


def every_write(client: Client, conference: Conference) -> set[int]:
    answers = [
        client.post(at(conference, "lap/")),
        save(client, conference, course="Của người ngoài"),
        client.post(at(conference, "muc/"), TASK | {"kind": "conclusion"}),
        client.post(at(conference, "phien-ban/1/lay-lai/")),
        *(step(client, conference, to, "Lý do") for to in ("submit", "return", "approve", "correct")),
        client.get(at(conference, "ban-hanh/bien-ban/")),
        issue(client, conference),
        client.get(at(conference)),
        client.get(at(conference, "phien-ban/1/")),
    ]
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize(
    "role",
    [
        Role.SITE_TECHNICIAN,
        Role.CENTRAL_TECHNICIAN,
        Role.CHAIR_TECHNICIAN,
        Role.ADMINISTRATOR,
        Role.VIEWER,
        Role.ARCHIVIST,
        None,
    ],
)
def test_who_has_nothing_to_do_with_the_minutes_finds_none(
    sign_in: Sign, network: dict[str, Site], begun: Conference, role: Role | None
) -> None:
    site = network["vp-ubnd"] if role in (Role.SITE_TECHNICIAN, Role.CHAIR_TECHNICIAN) else None
    client, before = sign_in(role, site), counted()
    assert every_write(client, begun) == {404}
    assert counted() == before


def elsewhere(client: Client) -> Unit:
    """Its role is held for a unit that has no part in the conference."""
    other = Unit.objects.create(code=f"khac-{uuid4().hex[:6]}", name="Đơn vị khác", valid_from=LONG_AGO)
    account = Account.objects.get(pk=client.session["_auth_user_id"])
    Assignment.objects.filter(account=account).update(unit=other, site=None)
    return other


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.HOST_OFFICER, Role.CHAIR])
def test_the_people_of_another_conference_find_none(sign_in: Sign, begun: Conference, role: Role) -> None:
    client = sign_in(role, name="Người nơi khác")
    elsewhere(client)
    before = counted()
    assert every_write(client, begun) == {404}
    assert counted() == before


def test_the_chair_of_another_room_does_not_approve(
    sign_in: Sign,
    network: dict[str, Site],
    province: Unit,
    secretary: Client,
    chair: Client,
    begun: Conference,
) -> None:
    other = Site.objects.create(
        code="so-tttt", number=9, name="Sở", role="chair", unit=province, valid_from=LONG_AGO
    )
    step(secretary, begun, "submit")
    assert step(sign_in(Role.CHAIR, other), begun, "approve").status_code == 404
    assert Minutes.objects.get().state == "submitted"
    assert step(chair, begun, "approve").status_code == 302


def test_each_does_only_his_own_step(
    secretary: Client, chair: Client, officer: Client, begun: Conference
) -> None:
    assert save(chair, begun, course="Chủ tọa viết").status_code == 404
    assert save(officer, begun, course="Văn phòng viết").status_code == 404
    for client in (chair, officer):
        assert step(client, begun, "submit").status_code == 404
    assert step(secretary, begun, "submit").status_code == 302
    for client in (secretary, officer):
        assert step(client, begun, "approve").status_code == 404
    assert issue(officer, begun).status_code == 404
    assert step(chair, begun, "approve").status_code == 302
    for client in (secretary, chair):
        assert issue(client, begun).status_code == 404
        assert step(client, begun, "correct", "Sai").status_code == 404
    assert issue(officer, begun).status_code == 302


@pytest.mark.parametrize("to", ["issue", "withdraw", "", "<b>", "approve\x00"])
def test_there_is_no_other_step(secretary: Client, begun: Conference, to: str) -> None:
    before = counted()
    assert step(secretary, begun, to).status_code == 422
    assert counted() == before


def test_markup_stays_text_on_every_page_and_in_the_document(
    secretary: Client, chair: Client, officer: Client, begun: Conference
) -> None:
    nasty = "<script>alert(1)</script> #set page(width: 1cm) $x^2$ \\u{202e} {{ 7 * 7 }} {by}"
    save(secretary, begun, course=nasty, place=nasty)
    secretary.post(at(begun, "muc/"), {"kind": "conclusion", "words": nasty})
    pages = [secretary.get(at(begun)), secretary.get(at(begun, "phien-ban/2/"))]
    for client, to in ((secretary, "submit"), (chair, "approve")):
        step(client, begun, to)
    pages += [chair.get(at(begun)), officer.get(at(begun))]
    assert issue(officer, begun).status_code == 302
    pages += [officer.get(at(begun)), officer.get(f"/hoi-nghi/{begun.pk}/")]
    for page in pages:
        assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert" in pages[0].content.decode()
    assert IssuedDocument.objects.get().content["body"][1]["text"].startswith("<script>alert(1)")


@pytest.mark.parametrize(
    "words",
    ["a" * 30_001, "\u202eđảo", "\u2066x", "\x00", "\x1b[31m", "\ud800".encode("utf-8", "surrogatepass")],
)
def test_what_cannot_be_printed_is_not_saved(secretary: Client, begun: Conference, words: Any) -> None:
    sent = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    answer = save(secretary, begun, course=sent)
    assert answer.status_code == (200 if sent == "\ufffd\ufffd\ufffd" else 422)
    assert save(secretary, begun, MinutesVersion.objects.count(), course="Đúng").status_code == 200


def test_megabytes_are_refused_politely(secretary: Client, begun: Conference) -> None:
    answer = in_time(lambda: save(secretary, begun, course="a" * 3_000_000))
    assert answer.status_code == 400
    assert MinutesVersion.objects.count() == 1


def test_stale_pages_change_nothing(
    secretary: Client, chair: Client, officer: Client, begun: Conference
) -> None:
    seen = Minutes.objects.get().version
    save(secretary, begun, course="Mới hơn")
    assert step(secretary, begun, "submit", version=seen).status_code == 409
    step(secretary, begun, "submit")
    assert step(chair, begun, "approve", version=seen).status_code == 409
    step(chair, begun, "approve")
    assert issue(officer, begun, version=str(seen)).status_code == 409
    assert not IssuedDocument.objects.exists()
    assert issue(officer, begun).status_code == 302
    assert issue(officer, begun).status_code == 409  # sent twice, it is one document
    assert IssuedDocument.objects.count() == 1


def test_an_issued_document_is_not_opened_by_strangers(
    sign_in: Sign, network: dict[str, Site], officer: Client, approved: Conference
) -> None:
    issue(officer, approved)
    path = f"/van-ban/{IssuedDocument.objects.get().pk}"
    for role, site in ((None, None), (Role.CENTRAL_TECHNICIAN, None), (Role.SITE_TECHNICIAN, "bim-son")):
        client = sign_in(role, network[site] if site else None)
        assert client.get(f"{path}.pdf").status_code == 404
        assert client.get(f"/van-ban/{uuid4()}.pdf").status_code == 404
    assert Client().get(f"{path}.pdf").status_code == 302
    for form in ("exe", "pdf-x", "part"):
        assert officer.get(f"{path}.{form}").status_code == 404
    assert officer.get(f"{path}.pdf").status_code == 200


def test_an_issued_row_and_a_version_are_changed_by_no_way(officer: Client, approved: Conference) -> None:
    issue(officer, approved)
    before = list(IssuedDocument.objects.values()), list(MinutesVersion.objects.values())
    row, version = IssuedDocument.objects.get(), MinutesVersion.objects.first()
    assert version
    row.number = 99
    attacks = [
        row.save,
        row.delete,
        lambda: IssuedDocument.objects.update(pdf_sha256="0" * 64),
        lambda: IssuedDocument.objects.all()._raw_delete(IssuedDocument.objects.db),
        lambda: IssuedDocument.objects.bulk_update([row], ["number"]),
        lambda: MinutesVersion.objects.update(sections={}),
        version.delete,
    ]
    for attack in attacks:
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()  # type: ignore[operator]
    for table in ("records_issueddocument", "records_minutesversion"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET number = number + 1")
    assert (list(IssuedDocument.objects.values()), list(MinutesVersion.objects.values())) == before


def test_a_task_is_not_moved_through_another_conference(
    secretary: Client, begun: Conference, province: Unit
) -> None:
    other = Conference.objects.get()
    other.pk, other.title = None, "Hội nghị khác"
    other.starts_at = timezone.now() - timedelta(days=1)
    other.save()
    secretary.post(at(other, "lap/"))
    secretary.post(at(begun, "muc/"), TASK | {"unit": str(province.pk)})
    task = Task.objects.get()
    assert secretary.post(at(other, f"muc/{task.pk}/bo/"), {"version": "1"}).status_code == 404
    assert secretary.post(at(begun, f"muc/{task.pk}/bo/"), {"version": "1"}).status_code == 302


FIELDS = ["base", "facts", "deliberate", *SECTIONS]


def test_anything_typed_into_the_minutes_gets_an_answer(secretary: Client, begun: Conference) -> None:
    said: set[int] = set()

    @fuzzed(80)
    @given(form=st.dictionaries(st.sampled_from(FIELDS), text, max_size=5), by_script=st.booleans())
    def attack(form: dict[str, str], by_script: bool) -> None:
        sent = {name: value.encode("utf-8", "replace").decode() for name, value in form.items()}
        base = MinutesVersion.objects.count()
        headers = {"X-Requested-With": "XMLHttpRequest"} if by_script else {}
        form_sent = {"base": str(base)} | sent
        answer = in_time(lambda: secretary.post(at(begun, "luu/"), form_sent, headers=headers))
        said.add(answer.status_code)
        assert b"<script>alert(" not in answer.content or by_script

    attack()
    assert said <= {200, 302, 409, 422}
    assert {200, 422} <= said


def test_anything_typed_when_issuing_or_following_a_task_gets_an_answer(
    officer: Client, approved: Conference, province: Unit
) -> None:
    issue(officer, approved)
    key = Task.objects.get().pk
    right = {
        at(approved, "ban-hanh/thong-bao/"): {
            "version": "1", "body": str(province.pk), "symbol": "UBND", "place": "Thanh Hóa",
            "dated": "24/11/2026", "first_number": "1", "recipients": "Lưu: VT", "power": "acting",
            "office": "CHỦ TỊCH", "signatory": "Trịnh Hữu Phúc", "preview": "1",
        },
        f"/nhiem-vu/{key}/": {"to": "doing", "version": "1", "note": "Đang làm"},
        at(approved, "buoc/"): {"step": "correct", "version": "1", "reason": "Sai tên"},
    }  # fmt: skip
    said: set[int] = set()

    @fuzzed(60)
    @given(data=st.data(), path=st.sampled_from(list(right)))
    def attack(data: Any, path: str) -> None:
        said.add(answered(officer, "POST", path, like_a_browser(data.draw(almost(right[path])))))

    attack()
    assert said <= {200, 302, 404, 409, 422}
    assert {302, 422} <= said
    assert IssuedDocument.objects.filter(kind="minutes").count() == 1
