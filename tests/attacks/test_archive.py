"""Attacks on the archive: guessed ids, the other side, somebody else's requests, papers that are programs;
beside each the same thing done rightly."""

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from diemcau.records.models import AccessRequest, Conference, PaperVersion, Removal, Session, Share
from diemcau.web import bodies
from tests.attacks.anything import TEXTS, text
from tests.attacks.thoroughly import fuzzed, in_time
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
from tests.web.pages.dossiers import (
    DOCX,
    PDF,
    address,
    office_file,
    out_of_time,
    published,
    signed_in,
    upload,
)

pytestmark = pytest.mark.django_db(transaction=True)

MARKUP = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO = True
    settings.PAPER_FOLDER = tmp_path / "papers"
    return tmp_path / "papers"


@pytest.fixture
def conference() -> Conference:
    held = held_conference()
    published(held)
    return held


def everything(conference: Conference) -> list[str]:
    """Every address of a dossier, with things in it."""
    upload(signed_in(officer()), conference, title="Báo cáo")
    now = timezone.now()
    asked = AccessRequest.objects.create(
        conference=conference, account=stranger(), by_name="x", reason="x", asked_at=now
    )
    share = Share.objects.create(conference=conference, unit=unit(OWNER), reason="x", given_at=now)
    version, session = PaperVersion.objects.get(), Session.objects.get()
    removal = Removal.objects.create(
        conference=conference, what="paper", key="x", name="x", reason="x",
        proposed_by=asked.account, proposed_at=now,
    )  # fmt: skip
    rest = [
        "", f"dien-bien/{session.pk}/", "chia-se/", f"chia-se/{share.pk}/thu-hoi/", "de-nghi/",
        f"de-nghi/{asked.pk}/rut/", f"de-nghi/{asked.pk}/tra-loi/", "tai-lieu/", f"tai-lieu/{version.pk}/",
        "huy/", f"huy/{removal.pk}/xac-nhan/", f"huy/{removal.pk}/rut/",
        *(f"buoc/{step}/" for step in ("cong-bo", "rut-cong-bo", "dong", "mo-lai", "thoi-han", "nop-luu")),
    ]  # fmt: skip
    return [f"/luu-tru/{conference.pk}/{one}" for one in rest]


def left_behind() -> tuple[object, ...]:
    rows = (AccessRequest, Share, Removal, PaperVersion)
    return tuple(list(one.objects.order_by("pk").values()) for one in rows)


def test_without_an_account_everything_leads_to_the_sign_in_page(conference: Conference) -> None:
    paths = ["/luu-tru/", *everything(conference)]
    before = left_behind()
    for path in paths:
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code in (302, 405)
            assert answer.status_code == 405 or answer["Location"].startswith("/tai-khoan/login/")
    assert left_behind() == before


@pytest.mark.parametrize("who", [stranger, of_the_party, central])
def test_who_sees_no_content_changes_nothing_by_any_address(conference: Conference, who: Any) -> None:
    paths = [path for path in everything(conference) if not path.endswith("/de-nghi/")]
    before = left_behind()
    client = signed_in(who())
    for path in paths:
        assert client.post(path, {"reason": "x", "retention": "5"}).status_code in (404, 405), path
    assert left_behind() == before
    assert (
        signed_in(officer()).post(f"/luu-tru/{conference.pk}/buoc/dong/", {"retention": "5"}).status_code
        == 302
    )


def test_a_guessed_dossier_and_a_forbidden_one_are_the_same(conference: Conference) -> None:
    from diemcau.regulation.powers import Role
    from tests.records.dossiers import somebody

    nobody = signed_in(somebody("Ai Đó", Role.VIEWER))
    forbidden, absent = nobody.get(f"/luu-tru/{conference.pk}/"), nobody.get("/luu-tru/999999/")
    assert (forbidden.status_code, absent.status_code) == (404, 404)
    assert forbidden.content == absent.content


def test_another_dossiers_things_are_not_in_this_one(conference: Conference) -> None:
    """Rightly owned, but of another conference."""
    owner = signed_in(officer())
    paths = everything(conference)
    other = Conference.objects.get(pk=conference.pk)
    other.pk = None
    other.save()
    published(other)
    before = left_behind()
    for path in paths:
        if any(f"/{kind}/" in path[:-1] for kind in ("chia-se", "de-nghi", "huy", "dien-bien", "tai-lieu")):
            moved = path.replace(f"/{conference.pk}/", f"/{other.pk}/", 1)
            form = {"approved": "yes", "reason": "x"}
            assert {owner.get(moved).status_code, owner.post(moved, form).status_code} <= {404, 405}, moved
    assert left_behind() == before


ACTIVE = {
    "a page": b"<!DOCTYPE html><script>alert(document.cookie)</script>" * 20,
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' * 20,
    "a program": b"MZ\x90\x00" + b"x" * 500,
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 500,
    "a Word file with macros": office_file("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "a sheet with a control": office_file(
        "[Content_Types].xml", "xl/workbook.xml", "xl/activeX/activeX1.bin"
    ),
    "a text with macros": office_file(
        "Basic/Standard/x.xml", mimetype=b"application/vnd.oasis.opendocument.text"
    ),
    "a ZIP of anything": office_file("../../etc/passwd", "a.html"),
    "a ZIP cut off": DOCX[:40],
    "a ZIP of rubbish": b"PK\x03\x04" + b"\xff" * 500,
    "nothing": b"",
}


@pytest.mark.parametrize("content", ACTIVE.values(), ids=ACTIVE)
def test_a_program_is_no_paper(conference: Conference, folder: Path, content: bytes) -> None:
    owner = signed_in(officer())
    answer = upload(owner, conference, content, "bao-cao.pdf", title="Báo cáo")
    assert answer.status_code == 422
    assert 'value="Báo cáo"' in answer.content.decode()
    assert not PaperVersion.objects.exists()
    assert not list(folder.iterdir())
    assert upload(owner, conference, PDF).status_code == 302


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "/etc/cron.d/x.pdf", "..\\..\\x.pdf", "a\x00.pdf", ".pdf"]
)
def test_a_file_name_leads_nowhere(conference: Conference, folder: Path, name: str) -> None:
    assert upload(signed_in(officer()), conference, PDF, name).status_code in (302, 422)
    outside = [one for one in folder.parent.rglob("*.pdf") if one.parent != folder]
    assert outside == []


@pytest.mark.parametrize("title", ['=1+1";x="', "a\r\nSet-Cookie: x=y", "🎉", "../..", "‮fdp.exe"])
def test_a_title_comes_into_no_header(conference: Conference, title: str) -> None:
    owner = signed_in(officer())
    if upload(owner, conference, PDF, title=title).status_code == 422:
        return
    answer = owner.get(address(PaperVersion.objects.get()))
    name = answer["Content-Disposition"].partition('filename="')[2].rstrip('"')
    assert name.replace("-", "").replace(".", "").isalnum()
    assert "Set-Cookie" not in answer.headers


def test_what_is_written_stays_text(conference: Conference) -> None:
    owner, reader = signed_in(officer()), signed_in(stranger())
    upload(owner, conference, PDF, title=MARKUP)
    reader.post(f"/luu-tru/{conference.pk}/de-nghi/", {"reason": MARKUP})
    owner.post(f"/luu-tru/{conference.pk}/chia-se/", {"unit": unit(OWNER).pk, "reason": MARKUP})
    shown = [
        owner.get(path).content
        for path in (f"/luu-tru/{conference.pk}/", "/luu-tru/?tu=script", f"/luu-tru/?tu={MARKUP}", "/")
    ]
    assert all(b"<script>alert(" not in page and b"<img src=x" not in page for page in shown)
    assert b"&lt;<mark>script</mark>&gt;" in shown[1]


def test_the_database_itself_refuses_one_person_for_both(conference: Conference) -> None:
    account, now = officer(), timezone.now()
    alone = {"proposed_by": account, "proposed_at": now, "decided_by": account, "state": "confirmed"}
    row = {"conference": conference, "what": "paper", "key": "x", "name": "x", "reason": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Removal.objects.create(**row, **alone)
    Removal.objects.create(**row, **alone | {"decided_by": archivist()})


def test_the_database_itself_refuses_a_share_with_nobody_and_a_second_pending_request(
    conference: Conference,
) -> None:
    now, account = timezone.now(), stranger()
    with pytest.raises(DatabaseError), transaction.atomic():
        Share.objects.create(conference=conference, reason="x", given_at=now)
    asked = {"conference": conference, "account": account, "by_name": "x", "reason": "x", "asked_at": now}
    AccessRequest.objects.create(**asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRequest.objects.create(**asked)


def test_a_paper_may_be_larger_than_a_form_and_no_larger_than_its_limit(settings: Any) -> None:
    settings.PAPER_LIMIT = 3 << 20
    assert bodies._upload("/luu-tru/12/tai-lieu/")[0] == 3 << 20
    for other in (
        "/luu-tru/12/tai-lieu",
        "/luu-tru/x/tai-lieu/",
        "/luu-tru/12/de-nghi/",
        "/x/luu-tru/1/tai-lieu/",
    ):
        assert bodies._upload(other)[0] == 0


typed = st.sampled_from([*TEXTS, "24/11/2026", "0", "-1", "9" * 400, "yes", "permanent"]) | text


def answered(client: Client, path: str, form: dict[str, Any] | None = None) -> None:
    answer = in_time(lambda: client.get(path) if form is None else client.post(path, form))
    assert answer.status_code < 500, path
    if not answer.streaming:
        assert b"<script>alert(" not in answer.content


def sent(value: str) -> str:
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def test_anything_typed_into_the_search(conference: Conference) -> None:
    client = signed_in(officer())

    @fuzzed(40)
    @given(st.dictionaries(st.sampled_from(["tu", "nam", "loai", "khoi", "trang-thai", "page"]), typed))
    def looks(asked: dict[str, str]) -> None:
        answer = in_time(lambda: client.get("/luu-tru/", {name: sent(one) for name, one in asked.items()}))
        assert answer.status_code == 200
        assert b"<script>alert(" not in answer.content

    looks()


def test_anything_typed_into_the_forms(conference: Conference) -> None:
    paths = everything(conference)
    out_of_time(conference)
    clients = [signed_in(make()) for make in (officer, archivist, invited, stranger)]
    names = ["reason", "retention", "day", "note", "unit", "username", "until", "approved", "answer", "thing"]

    @fuzzed(40)
    @given(
        st.sampled_from(clients),
        st.sampled_from(paths),
        st.dictionaries(st.sampled_from(names), typed, max_size=5),
    )
    def types(client: Client, path: str, form: dict[str, str]) -> None:
        answered(client, path, {name: sent(one) for name, one in form.items()})

    types()
