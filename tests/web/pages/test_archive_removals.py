"""Nothing is destroyed before its time, and then only by two persons; row, hash and record stay."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from diemcau.records.models import (
    Conference,
    DossierRecord,
    LogLine,
    PaperVersion,
    Recording,
    Removal,
    Session,
)
from tests.records.dossiers import archivist, held_conference, invited, officer, stranger
from tests.web.pages.dossiers import address, out_of_time, page, published, signed_in, upload
from tests.web.pages.test_media import bytes_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.PAPER_FOLDER = tmp_path / "papers"
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    return tmp_path


@pytest.fixture
def conference() -> Conference:
    """With one paper."""
    held = held_conference()
    published(held)
    upload(signed_in(officer()), held, title="Báo cáo")
    return held


@pytest.fixture
def paper(conference: Conference) -> PaperVersion:
    return PaperVersion.objects.get()


def propose(client: Client, conference: Conference, thing: str, reason: str = "Hết thời hạn bảo quản") -> int:
    return client.post(f"/luu-tru/{conference.pk}/huy/", {"thing": thing, "reason": reason}).status_code


def decide(client: Client, removal: Removal, how: str = "xac-nhan") -> int:
    return client.post(f"/luu-tru/{removal.conference_id}/huy/{removal.pk}/{how}/").status_code


def test_two_persons_destroy_a_paper_after_its_time(
    conference: Conference, paper: PaperVersion, folder: Path
) -> None:
    out_of_time(conference)
    first, second = signed_in(officer()), signed_in(archivist())
    assert propose(first, conference, f"paper:{paper.pk}") == 302
    removal = Removal.objects.get()
    assert "Chờ xác nhận hủy" in second.get("/").content.decode()
    assert "Chờ xác nhận hủy" not in first.get("/").content.decode()
    assert decide(first, removal) == 409
    assert (folder / "papers" / paper.stored).exists()
    assert decide(second, removal) == 302
    assert not (folder / "papers" / paper.stored).exists()
    paper.refresh_from_db()
    assert paper.removed_at is not None
    assert paper.sha256 == removal.sha256 == LogLine.objects.get(action="removal.confirmed").words[-65:-1]
    assert bytes_of(first, address(paper))[0].status_code == 404
    shown = page(first, conference)
    assert "Đã hủy tài liệu" in shown
    assert "đã hủy" in shown
    assert decide(second, removal) == 409


def test_two_persons_destroy_a_recording(conference: Conference, folder: Path) -> None:
    session = Session.objects.get()
    place = folder / "recordings" / str(session.pk)
    place.mkdir(parents=True)
    (place / "recording.mp4").write_bytes(b"film")
    Recording.objects.create(session=session, state="finished", folder=str(session.pk), sha256="a" * 64)
    out_of_time(conference)
    assert propose(signed_in(officer()), conference, f"recording:{session.pk}") == 302
    assert place.exists()
    assert decide(signed_in(archivist()), Removal.objects.get()) == 302
    assert not place.exists()
    assert Recording.objects.get().sha256 == "a" * 64


def test_nothing_is_proposed_before_its_time(conference: Conference, paper: PaperVersion) -> None:
    owner, thing = signed_in(officer()), f"paper:{paper.pk}"
    assert propose(owner, conference, thing) == 409
    owner.post(f"/luu-tru/{conference.pk}/buoc/dong/", {"retention": "5"})
    assert propose(owner, conference, thing) == 409
    DossierRecord.objects.update(keep_until=timezone.localdate())
    assert propose(owner, conference, thing) == 409
    DossierRecord.objects.update(retention="permanent", keep_until=None)
    assert propose(owner, conference, thing) == 409
    assert not Removal.objects.exists()
    out_of_time(conference)
    assert propose(owner, conference, thing) == 302


def test_what_is_kept_longer_meanwhile_is_not_destroyed(
    conference: Conference, paper: PaperVersion, folder: Path
) -> None:
    out_of_time(conference)
    propose(signed_in(officer()), conference, f"paper:{paper.pk}")
    DossierRecord.objects.update(keep_until=timezone.localdate() + timedelta(days=1))
    second = signed_in(archivist())
    assert decide(second, Removal.objects.get()) == 409
    assert (folder / "papers" / paper.stored).exists()
    out_of_time(conference)
    assert decide(second, Removal.objects.get()) == 302


def test_a_withdrawn_proposal_destroys_nothing_and_may_be_made_again(
    conference: Conference, paper: PaperVersion
) -> None:
    out_of_time(conference)
    first, second, thing = signed_in(officer()), signed_in(archivist()), f"paper:{paper.pk}"
    propose(first, conference, thing)
    removal = Removal.objects.get()
    assert decide(first, removal, "rut") == 302
    assert decide(second, removal) == 409
    assert propose(first, conference, thing) == 302


@pytest.mark.parametrize("who", [stranger, invited])
def test_nobody_but_the_owners_people_take_part(
    conference: Conference, paper: PaperVersion, who: Any
) -> None:
    out_of_time(conference)
    other, thing = signed_in(who()), f"paper:{paper.pk}"
    assert propose(other, conference, thing) == 404
    propose(signed_in(officer()), conference, thing)
    removal = Removal.objects.get()
    assert decide(other, removal) == decide(other, removal, "rut") == 404
    assert decide(signed_in(archivist()), removal) == 302


@pytest.mark.parametrize(
    "thing",
    ["", "paper:", "paper:../../x", "recording:1", "x:y", "paper:00000000-0000-4000-8000-000000000000"],
)
def test_what_the_dossier_does_not_have_is_not_proposed(conference: Conference, thing: str) -> None:
    out_of_time(conference)
    assert propose(signed_in(officer()), conference, thing) == 422
    assert not Removal.objects.exists()


def test_the_same_thing_is_proposed_once(conference: Conference, paper: PaperVersion) -> None:
    out_of_time(conference)
    owner, thing = signed_in(officer()), f"paper:{paper.pk}"
    assert propose(owner, conference, thing, "") == 422
    assert propose(owner, conference, thing) == 302
    assert propose(owner, conference, thing) == 422
    assert Removal.objects.count() == 1
