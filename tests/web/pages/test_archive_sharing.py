"""Art. 3: whoever may not see a dossier's content asks its owner; shares hold for a time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from diemcau.records.models import AccessRequest, Conference, LogLine, Share
from tests.records.dossiers import (
    PARTY,
    STRANGER,
    archivist,
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


@pytest.fixture
def conference() -> Conference:
    held = held_conference()
    published(held)
    return held


def ask(client: Client, conference: Conference, reason: str = "Học tập kinh nghiệm") -> int:
    return client.post(f"/luu-tru/{conference.pk}/de-nghi/", {"reason": reason}).status_code


def answer(client: Client, request: AccessRequest, approved: str, **more: str) -> int:
    path = f"/luu-tru/{request.conference_id}/de-nghi/{request.pk}/tra-loi/"
    return client.post(path, {"approved": approved, "answer": "", "until": "", **more}).status_code


def share(client: Client, conference: Conference, **fields: str) -> int:
    form = {"unit": "", "username": "", "until": "", "reason": "Phối hợp", **fields}
    return client.post(f"/luu-tru/{conference.pk}/chia-se/", form).status_code


def day(after: int) -> str:
    return f"{timezone.localdate() + timedelta(days=after):%d/%m/%Y}"


def test_who_asks_and_is_answered_yes_sees_the_content(conference: Conference) -> None:
    reader, owner = signed_in(stranger()), signed_in(officer())
    assert ask(reader, conference) == 302
    assert "Chờ duyệt" in page(reader, conference)
    assert TITLE in owner.get("/").content.decode().partition("việc đang chờ")[2]
    assert "Mai Thế Anh" in page(owner, conference)
    request = AccessRequest.objects.get()
    assert request.unit == unit(STRANGER)
    assert answer(owner, request, "yes", until=day(7)) == 302
    assert TITLE in page(reader, conference)
    share = Share.objects.get()
    assert (share.account, share.request) == (request.account, request)
    assert share.until is not None
    assert timezone.localdate(share.until) == timezone.localdate() + timedelta(days=7)
    assert "việc đang chờ" not in owner.get("/").content.decode()


def test_a_no_needs_its_reason_and_the_reader_reads_it(conference: Conference) -> None:
    reader, owner = signed_in(stranger()), signed_in(officer())
    ask(reader, conference)
    request = AccessRequest.objects.get()
    assert answer(owner, request, "no") == 409
    assert answer(owner, request, "no", answer="Hồ sơ đang bổ sung") == 302
    shown = page(reader, conference)
    assert "Hồ sơ đang bổ sung" in shown
    assert TITLE not in shown
    assert not Share.objects.exists()
    assert ask(reader, conference, "Đề nghị lần nữa") == 302


def test_across_the_sides_a_yes_needs_its_reason_too(conference: Conference) -> None:
    reader, owner = signed_in(of_the_party()), signed_in(officer())
    assert ask(reader, conference) == 302
    request = AccessRequest.objects.get()
    assert "thuộc khối khác" in page(owner, conference)
    assert answer(owner, request, "yes") == 409
    assert not Share.objects.exists()
    assert answer(owner, request, "yes", answer="Theo Công văn 12-CV/VPTU") == 302
    assert TITLE in page(reader, conference)


def test_internal_dossiers_are_not_asked_for_across_the_sides(conference: Conference) -> None:
    Conference.objects.update(secrecy="internal")
    party = signed_in(of_the_party())
    assert ask(party, conference) == 404
    assert "không nhận đề nghị" in page(party, conference)
    assert ask(signed_in(stranger()), conference) == 302


def test_one_request_at_a_time_withdrawn_by_its_own_reader(conference: Conference) -> None:
    reader = signed_in(stranger())
    assert ask(reader, conference, "") == 422
    assert ask(reader, conference) == 302
    assert ask(reader, conference) == 409
    request = AccessRequest.objects.get()
    path = f"/luu-tru/{conference.pk}/de-nghi/{request.pk}/rut/"
    assert signed_in(of_the_party()).post(path).status_code == 404
    assert signed_in(officer()).post(path).status_code == 404
    assert reader.post(path).status_code == 302
    assert reader.post(path).status_code == 409
    assert answer(signed_in(archivist()), request, "yes") == 409
    assert not Share.objects.exists()


@pytest.mark.parametrize("who", [stranger, of_the_party, invited])
def test_nobody_but_the_owner_answers_and_shares(conference: Conference, who) -> None:  # type: ignore[no-untyped-def]
    ask(signed_in(stranger()), conference)
    request = AccessRequest.objects.get()
    client = signed_in(who())
    assert answer(client, request, "yes", answer="x") == 404
    assert share(client, conference, unit=str(unit(PARTY).pk)) == 404
    assert AccessRequest.objects.get().state == "pending"
    assert not Share.objects.exists()
    assert answer(signed_in(officer()), request, "yes") == 302


def test_who_sees_it_already_has_nothing_to_ask(conference: Conference) -> None:
    assert ask(signed_in(invited()), conference) == 404
    assert ask(signed_in(officer()), conference) == 404


def test_a_share_with_a_unit_holds_until_it_is_taken_back(conference: Conference) -> None:
    reader, owner = signed_in(of_the_party()), signed_in(officer())
    assert share(owner, conference, unit=str(unit(PARTY).pk), until=day(3)) == 302
    assert TITLE in page(reader, conference)
    path = f"/luu-tru/{conference.pk}/chia-se/{Share.objects.get().pk}/thu-hoi/"
    assert reader.post(path).status_code == 404
    assert owner.post(path).status_code == 302
    assert TITLE not in page(reader, conference)
    assert "Đã thu hồi" in page(owner, conference)
    assert list(LogLine.objects.filter(action__contains="share").values_list("action", flat=True)) == [
        "archive.share_withdrawn",
        "archive.shared",
    ]


def test_a_share_with_one_person_by_his_user_name(conference: Conference) -> None:
    account = of_the_party()
    assert share(signed_in(officer()), conference, username=account.username) == 302
    assert TITLE in page(signed_in(account), conference)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"username": "khong-co"}, 422),
        ({"username": "khong-co", "unit": "1"}, 422),
        ({"unit": "999999"}, 422),
        ({"unit": "own", "reason": ""}, 422),
        ({"unit": "own", "until": "32/01/2026"}, 422),
        ({"unit": "own", "until": "24/11/2020"}, 409),
    ],
)
def test_a_share_that_lacks_something_is_not_made(
    conference: Conference, fields: dict[str, str], status: int
) -> None:
    if fields.get("unit") == "own":
        fields = {**fields, "unit": str(unit(PARTY).pk)}
    assert share(signed_in(officer()), conference, **fields) == status
    assert not Share.objects.exists()
