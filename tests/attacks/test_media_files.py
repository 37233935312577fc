"""Attacks by uploaded files and on them; beside each the same thing done rightly."""

import asyncio
import errno
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import AsyncClient, Client

from diemcau.records.models import Conference, MediaFile, Site
from diemcau.regulation.powers import Role
from diemcau.web.bodies import MOST, Bodies
from tests.media_files import film
from tests.web.pages.conftest import _fresh, account, conference, network, province, sign_in, technician

__all__ = ["_fresh", "account", "conference", "network", "province", "sign_in", "technician"]
pytestmark = pytest.mark.django_db(transaction=True)

MARKUP = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
ACTIVE = {
    "page": b"<!DOCTYPE html><script>alert(document.cookie)</script>" * 20,
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' * 20,
    "playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n" * 9,
    "list of files": b"ffconcat version 1.0\nfile /etc/passwd\n" * 20,
    "page that begins like a sound": b"ID3\x04" + b"<script>alert(1)</script>" * 40,
    "page that begins like a film": b"\x00\x00\x00\x18ftypmp42" + b"<script>alert(1)</script>" * 40,
    "page that begins like a web film": b"\x1a\x45\xdf\xa3" + b"<script>alert(1)</script>" * 40,
}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_FOLDER = tmp_path / "media"
    return tmp_path / "media"


def upload(client: Client, key: int, content: bytes, name: str = "a.webm", **fields: str) -> Any:
    file = SimpleUploadedFile(name, content, "video/webm")
    return client.post(f"/hoi-nghi/{key}/tep/", {"file": file, **fields})


@pytest.fixture
def media(technician: Client, conference: Conference) -> MediaFile:
    assert upload(technician, conference.pk, film(), title="Quốc ca").status_code == 302
    return MediaFile.objects.get()


def address(media: MediaFile) -> str:
    return f"/hoi-nghi/{media.conference_id}/tep/{media.pk}/"


def got(client: Client, path: str, **headers: str) -> tuple[Any, bytes]:
    async def ask() -> tuple[Any, bytes]:
        asking = AsyncClient()
        asking.cookies = client.cookies
        answer = await asking.get(path, headers=headers)
        pieces = [piece async for piece in answer] if answer.streaming else [answer.content]
        return answer, b"".join(pieces)

    return asyncio.run(ask())


# --- what is uploaded
@pytest.mark.parametrize("kind", ACTIVE)
@pytest.mark.parametrize("name", ["phim.mp4", "phim.webm", "x.html"])
def test_active_content_is_no_film(
    technician: Client, conference: Conference, folder: Path, kind: str, name: str
) -> None:
    answer = upload(technician, conference.pk, ACTIVE[kind], name)
    assert answer.status_code == 422
    assert b"alert(" not in answer.content
    assert list(folder.iterdir()) == []
    assert not MediaFile.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/x.webm", "..\\..\\x.webm", "/etc/passwd", "a\x00b.webm", "con.webm", ".webm"],
)
def test_a_name_leads_nowhere(technician: Client, conference: Conference, folder: Path, name: str) -> None:
    """A film is kept all the same: under a name of ours, in the folder, and nowhere else."""
    before = set(folder.parent.rglob("*"))
    assert upload(technician, conference.pk, film(), name).status_code in (302, 422)
    new = {path for path in folder.parent.rglob("*") if path.is_file()} - before
    assert all(path.parent == folder and re.fullmatch(r"[0-9a-f]{32}\.webm", path.name) for path in new)
    upload(technician, conference.pk, film(), "dung.webm", title="Đúng")
    assert MediaFile.objects.filter(title="Đúng").exists()


@pytest.mark.parametrize("title", [MARKUP, "=cmd|' /C calc'!A0", "{{7*7}} %(a)s {0.__class__}"])
def test_a_title_stays_text(technician: Client, conference: Conference, title: str) -> None:
    assert upload(technician, conference.pk, film(), title=title).status_code == 302
    assert MediaFile.objects.get().title == title
    for page in (f"/hoi-nghi/{conference.pk}/", f"/hoi-nghi/{conference.pk}/kich-ban/"):
        shown = technician.get(page).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
    assert got(technician, address(MediaFile.objects.get()))[1] == film()


@pytest.mark.parametrize("title", ["a\u202egnp.exe", "a\x07b"])
def test_a_title_with_signs_that_deceive_is_refused(
    technician: Client, conference: Conference, title: str
) -> None:
    assert upload(technician, conference.pk, film(), title=title).status_code == 422
    assert not MediaFile.objects.exists()


# --- what is fetched
def test_the_bytes_are_no_page(technician: Client, media: MediaFile) -> None:
    answer, body = got(technician, address(media))
    assert (answer.status_code, body) == (200, film())
    assert answer["Content-Type"] == "video/webm"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "role",
    [None, Role.HOST_OFFICER, Role.ADMINISTRATOR, Role.CHAIR, Role.CHAIR_TECHNICIAN, Role.SITE_TECHNICIAN],
)
def test_forbidden_and_absent_are_the_same(
    sign_in: Any, technician: Client, media: MediaFile, network: dict[str, Site], role: Role | None
) -> None:
    site = network["bim-son"] if role is Role.SITE_TECHNICIAN else None
    stranger = sign_in(role, site)
    absent = address(media).replace(str(media.pk), str(uuid4()))
    for headers in ({}, {"range": "bytes=0-9"}):
        forbidden, nothing = got(stranger, address(media), **headers), got(stranger, absent, **headers)
        assert forbidden[0].status_code == nothing[0].status_code == 404
        assert _plain(forbidden[1], media) == _plain(nothing[1], media)
        assert got(technician, address(media), **headers)[0].status_code in (200, 206)


def _plain(page: bytes, media: MediaFile) -> bytes:
    """Without what differs in any two pages: the form's token and the page's own address."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)
    return re.sub(rb"/tep/[0-9a-f-]{36}/", b"", page)


def test_without_an_account_there_is_only_the_sign_in_page(media: MediaFile) -> None:
    answer, body = got(Client(), address(media), range="bytes=0-9")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/tai-khoan/login/")
    assert body == b""


def test_a_file_of_another_conference_is_not_here(
    technician: Client, conference: Conference, media: MediaFile
) -> None:
    other = Conference.objects.get(pk=conference.pk)
    other.pk = None
    other.save(force_insert=True)
    crossed = f"/hoi-nghi/{other.pk}/tep/{media.pk}/"
    assert got(technician, crossed)[0].status_code == 404
    assert technician.post(f"{crossed}xoa/", {"reason": "x"}).status_code == 404
    data = {
        "base": "1",
        "note": "",
        "item": ["m1"],
        "m1-title": "x",
        "m1-minutes": "5",
        "m1-file": str(media.pk),
    }
    assert technician.post(f"/hoi-nghi/{other.pk}/kich-ban/", data).status_code in (409, 422)
    assert got(technician, address(media))[0].status_code == 200


@pytest.mark.parametrize("path", ["../../diemcau.sqlite3", "%2e%2e%2fdiemcau.env", "{stored}", "{stored}/"])
def test_no_path_leads_to_a_file_on_disk(technician: Client, media: MediaFile, path: str) -> None:
    wanted = path.format(stored=media.stored)
    for base in (f"/hoi-nghi/{media.conference_id}/tep/", "/static/", "/static/../media/", "/media/"):
        assert got(technician, base + wanted)[0].status_code in (301, 302, 404)
    assert got(technician, address(media))[0].status_code == 200


def test_looking_changes_nothing_and_others_upload_nothing(
    sign_in: Any, technician: Client, conference: Conference, media: MediaFile, network: dict[str, Site]
) -> None:
    assert technician.get(f"{address(media)}xoa/").status_code == 405
    assert technician.get(f"/hoi-nghi/{conference.pk}/tep/").status_code == 405
    for client in (sign_in(Role.SITE_TECHNICIAN, network["bim-son"]), sign_in(Role.CHAIR)):
        assert upload(client, conference.pk, film(), title="Khác").status_code == 404
        assert client.post(f"{address(media)}xoa/", {"reason": "x"}).status_code == 404
    assert MediaFile.objects.filter(removed_at=None).count() == 1
    forger = Client(enforce_csrf_checks=True)
    forger.cookies = technician.cookies
    assert upload(forger, conference.pk, film(), title="Khác").status_code == 403


# --- bodies
class Pages:
    """Reads the whole body, as Django does; says how much came."""

    def __init__(self, trouble: OSError | None = None) -> None:
        self.got, self.trouble = 0, trouble

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        more = True
        while more:
            message = await receive()
            self.got += len(message.get("body", b""))
            more = message.get("more_body", False)
        if self.trouble:
            raise self.trouble
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def sent(pages: Pages, size: int, path: str, *, announced: bool = True, cookie: str = "") -> tuple[int, str]:
    pieces: Iterator[bytes] = (bytes(1 << 20) for _ in range(size >> 20))
    headers = [(b"content-length", str(size).encode())] if announced else []
    headers += [(b"cookie", f"{configured.SESSION_COOKIE_NAME}={cookie}".encode())] if cookie else []
    answers: list[Any] = []

    async def receive() -> Any:
        piece = next(pieces, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(message: Any) -> None:
        answers.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    asyncio.run(Bodies(pages)(scope, receive, send))
    return answers[0]["status"], answers[-1]["body"].decode()


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize("path", ["/tai-khoan/login/", "/hoi-nghi/1/tep/"])
def test_a_large_body_of_nobody_is_not_put_down(path: str, announced: bool) -> None:
    pages = Pages()
    status, says = sent(pages, 64 << 20, path, announced=announced)
    assert status == 413
    assert pages.got <= MOST
    assert "quá" in says
    assert sent(Pages(), 1 << 20, path, announced=announced)[0] == 200


def test_an_upload_of_somebody_who_is_signed_in_may_be_large(technician: Client, settings: Any) -> None:
    settings.MEDIA_LIMIT = 32 << 20
    cookie = technician.cookies[configured.SESSION_COOKIE_NAME].value
    assert sent(Pages(), 30 << 20, "/hoi-nghi/1/tep/", cookie=cookie)[0] == 200
    assert sent(Pages(), 30 << 20, "/hoi-nghi/1/sua/", cookie=cookie)[0] == 413
    status, says = sent(Pages(), 40 << 20, "/hoi-nghi/1/tep/", cookie=cookie)
    assert (status, "Tệp lớn quá 32 MB" in says) == (413, True)


def test_a_disk_that_is_full_on_the_way_is_told() -> None:
    status, says = sent(Pages(OSError(errno.ENOSPC, "full")), 1 << 20, "/hoi-nghi/1/tep/")
    assert (status, "không đủ chỗ" in says) == (507, True)
    with pytest.raises(OSError, match="broken"):
        sent(Pages(OSError(errno.EIO, "broken")), 1 << 20, "/hoi-nghi/1/tep/")
