"""Papers of a dossier: versions, told by their content, sent out to whoever sees the content and noted."""

import errno
from pathlib import Path
from typing import Any

import pytest

from diemcau.records import uploads
from diemcau.records.models import Conference, LogLine, Paper, PaperVersion, Viewing
from tests.records.dossiers import archivist, central, held_conference, invited, officer, stranger
from tests.web.pages.dossiers import DOCX, PDF, address, office_file, page, published, signed_in, upload
from tests.web.pages.test_media import bytes_of

pytestmark = pytest.mark.django_db(transaction=True)
ODT = b"application/vnd.oasis.opendocument.text"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.PAPER_FOLDER = tmp_path / "papers"
    return tmp_path / "papers"


@pytest.fixture
def conference() -> Conference:
    held = held_conference()
    published(held)
    return held


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (PDF, "pdf"),
        (DOCX, "docx"),
        (office_file("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (office_file("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (office_file("content.xml", mimetype=ODT), "odt"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "png"),
        (b"\xff\xd8\xff\xe0" + b"x" * 100, "jpg"),
    ],
)
def test_a_paper_is_kept_under_a_name_of_ours_and_told_by_its_content(
    conference: Conference, folder: Path, content: bytes, form: str
) -> None:
    owner = signed_in(officer())
    assert upload(owner, conference, content, "Báo cáo tháng.exe").status_code == 302
    version = PaperVersion.objects.get()
    assert (version.form, version.size, version.number) == (form, len(content), 1)
    assert version.paper.title == "Báo cáo tháng"
    assert [one.name for one in folder.iterdir()] == [version.stored]
    assert (folder / version.stored).read_bytes() == content
    assert LogLine.objects.filter(action="paper.uploaded", words__contains=version.sha256).exists()
    assert "Báo cáo tháng" in page(owner, conference)
    assert "<mark>Báo</mark>" in owner.get("/luu-tru/?tu=bao+cao+thang").content.decode()


def test_the_same_title_is_the_next_version_and_both_are_kept(conference: Conference) -> None:
    owner = signed_in(officer())
    upload(owner, conference, PDF, title="Báo cáo")
    upload(owner, conference, DOCX, title="Báo cáo", note="Bản trình")
    assert Paper.objects.count() == 1
    assert list(PaperVersion.objects.values_list("number", "form")) == [(2, "docx"), (1, "pdf")]


def test_whoever_sees_the_content_gets_it_to_save_and_that_is_noted(conference: Conference) -> None:
    upload(signed_in(officer()), conference, title='=cmd|"/c calc"!A1 ../../etc/passwd')
    version = PaperVersion.objects.get()
    answer, body = bytes_of(signed_in(invited()), address(version))
    assert (answer.status_code, body) == (200, PDF)
    saved = answer["Content-Disposition"]
    assert saved == 'attachment; filename="cmd-c-calc-a1-etc-passwd-v1.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    noted = Viewing.objects.get(what="paper")
    assert (noted.by_name, noted.key) == ("Tống Thị Hà", str(version.pk))


def test_a_part_of_it_is_sent_after_the_same_check(conference: Conference) -> None:
    upload(signed_in(officer()), conference)
    version = PaperVersion.objects.get()
    answer, body = bytes_of(signed_in(invited()), address(version), Range="bytes=0-3")
    assert (answer.status_code, body) == (206, b"%PDF")
    assert bytes_of(signed_in(stranger()), address(version), Range="bytes=0-3")[0].status_code == 404


@pytest.mark.parametrize("who", [stranger, central])
def test_nobody_else_gets_it(conference: Conference, who: Any) -> None:
    upload(signed_in(officer()), conference)
    version = PaperVersion.objects.get()
    assert bytes_of(signed_in(who()), address(version))[0].status_code == 404
    assert not Viewing.objects.filter(what="paper").exists()
    assert bytes_of(signed_in(archivist()), address(version))[0].status_code == 200


def test_nothing_is_added_to_a_closed_dossier(conference: Conference, folder: Path) -> None:
    owner = signed_in(officer())
    owner.post(f"/luu-tru/{conference.pk}/buoc/dong/", {"retention": "5"})
    answer = upload(owner, conference, title="Bổ sung", note="đã nhập")
    assert answer.status_code == 409
    assert not PaperVersion.objects.exists()
    assert not list(folder.iterdir())


def test_too_large_a_paper_is_told_with_the_limit(
    conference: Conference, settings: Any, folder: Path
) -> None:
    settings.PAPER_LIMIT = 1 << 10
    answer = upload(signed_in(officer()), conference, PDF)
    assert answer.status_code == 413
    assert not list(folder.iterdir())


def test_a_full_disk_is_told_and_leaves_nothing(
    conference: Conference, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(uploads.os, "fsync", full)
    assert upload(signed_in(officer()), conference).status_code == 507
    assert not list(folder.iterdir())
    assert not Paper.objects.exists()
