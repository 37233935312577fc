"""Files to play: uploaded, listed, chosen in the script, sent in parts, removed with a reason."""

import asyncio
import errno
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import AsyncClient, Client

from diemcau.records import uploads
from diemcau.records.models import Conference, LogLine, MediaFile, ScriptVersion
from tests.media_files import film, tone
from tests.web.pages.test_scripts import posted

ITEM = {"id": "m1", "title": "Chào cờ", "minutes": "5"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_FOLDER = tmp_path / "media"
    return tmp_path / "media"


def upload(client: Client, conference: Conference, name: str, content: bytes, **fields: str) -> Any:
    file = SimpleUploadedFile(name, content, "text/html")  # what the browser says of it counts for nothing
    return client.post(f"/hoi-nghi/{conference.pk}/tep/", {"file": file, **fields})


def bytes_of(client: Client, path: str, **headers: str) -> tuple[Any, bytes]:
    """As the server does it: asynchronously, in pieces."""

    async def ask() -> tuple[Any, bytes]:
        asking = AsyncClient()
        asking.cookies = client.cookies
        answer = await asking.get(path, headers=headers)
        pieces = [piece async for piece in answer] if answer.streaming else [answer.content]
        return answer, b"".join(pieces)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("name", "content", "kind", "form"),
    [
        ("quoc-ca.webm", film("webm"), "video", "webm"),
        ("phong su.mp4", film("mp4"), "video", "mp4"),
        ("nhac.mp3", tone("mp3"), "audio", "mp3"),
        ("loa.wav", tone("wav"), "audio", "wav"),
    ],
)
def test_what_browsers_play_is_kept_under_a_name_of_ours(
    technician: Client, conference: Conference, folder: Path, name: str, content: bytes, kind: str, form: str
) -> None:
    answer = upload(technician, conference, name, content)
    assert (answer.status_code, answer.url) == (302, f"/hoi-nghi/{conference.pk}/#tep-phat")
    media = MediaFile.objects.get()
    assert (media.title, media.kind, media.form, media.size) == (Path(name).stem, kind, form, len(content))
    assert media.seconds == pytest.approx(2 if kind == "video" else 1, abs=0.1)
    assert [one.name for one in folder.iterdir()] == [media.stored]
    assert Path(name).stem not in media.stored
    assert (folder / media.stored).read_bytes() == content
    assert LogLine.objects.filter(action="media.uploaded", words__contains=media.sha256).exists()
    page = technician.get(f"/hoi-nghi/{conference.pk}/").content.decode()
    assert media.title in page.partition('id="tep-phat"')[2]


def test_a_page_that_shows_how_far_it_is_draws_itself_again(
    technician: Client, conference: Conference
) -> None:
    file = SimpleUploadedFile("a.webm", film())
    ajax = {"X-Requested-With": "XMLHttpRequest"}
    assert technician.post(f"/hoi-nghi/{conference.pk}/tep/", {"file": file}, headers=ajax).status_code == 201
    assert "Đã tải lên tệp “a”" in technician.get(f"/hoi-nghi/{conference.pk}/").content.decode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Tệp không có nội dung"),
        (b"khong phai phim" * 100, "Trình duyệt không phát được tệp này"),
        (film("mp4")[:3000], "Trình duyệt không phát được tệp này"),
        (film("matroska"), "Trình duyệt không phát được tệp này"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(
    technician: Client, conference: Conference, folder: Path, content: bytes, says: str
) -> None:
    answer = upload(technician, conference, "phim.mp4", content)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not MediaFile.objects.exists()
    assert list(folder.iterdir()) == []


def test_one_that_is_too_large_is_refused_with_the_limit(
    technician: Client, conference: Conference, folder: Path, settings: Any
) -> None:
    settings.MEDIA_LIMIT = 1 << 20
    answer = upload(technician, conference, "phim.webm", film() + bytes(1 << 20))
    assert answer.status_code == 413
    assert "Tệp lớn quá 1 MB" in answer.content.decode()
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(
    technician: Client, conference: Conference, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads.os, "fsync", full)
    answer = upload(technician, conference, "phim.webm", film())
    assert answer.status_code == 507
    assert "không đủ chỗ" in answer.content.decode()
    assert list(folder.iterdir()) == []
    assert not MediaFile.objects.exists()


def test_a_title_stands_once_in_a_conference(
    technician: Client, conference: Conference, folder: Path
) -> None:
    upload(technician, conference, "a.webm", film(), title="Quốc ca")
    answer = upload(technician, conference, "b.webm", film(), title="Quốc ca")
    assert answer.status_code == 422
    assert "Hội nghị đã có tệp tên “Quốc ca”" in answer.content.decode()
    assert len(list(folder.iterdir())) == 1


def kept(client: Client, conference: Conference, title: str = "Quốc ca") -> MediaFile:
    assert upload(client, conference, "a.webm", film(), title=title).status_code == 302
    return MediaFile.objects.get(title=title)


def test_the_script_picks_a_file_by_its_title(technician: Client, conference: Conference) -> None:
    media = kept(technician, conference)
    page = technician.get(f"/hoi-nghi/{conference.pk}/kich-ban/").content.decode()
    assert f'<option value="{media.pk}">Quốc ca (0:02)</option>' in page
    data = posted(ITEM | {"file": str(media.pk)})
    assert technician.post(f"/hoi-nghi/{conference.pk}/kich-ban/", data).status_code == 302
    cue = ScriptVersion.objects.get(number=2).items[0]["cue"]
    assert (cue["file"], cue["clip"]) == (str(media.pk), "Quốc ca")
    assert cue["seconds"] == pytest.approx(2, abs=0.1)
    assert cue["picture"] == {"layout": "shared", "sites": ["trung-tam"]}


def test_a_file_goes_with_no_other_layout_and_must_be_of_the_list(
    technician: Client, conference: Conference
) -> None:
    media = kept(technician, conference)
    address = f"/hoi-nghi/{conference.pk}/kich-ban/"
    other = posted(ITEM | {"file": str(media.pk), "layout": "one", "sites": "Bỉm Sơn"})
    assert technician.post(address, other).status_code == 422
    foreign = posted(ITEM | {"file": "00000000-0000-0000-0000-000000000000"})
    assert technician.post(address, foreign).status_code == 422


def test_one_that_the_script_uses_stays(technician: Client, conference: Conference, folder: Path) -> None:
    media = kept(technician, conference)
    technician.post(f"/hoi-nghi/{conference.pk}/kich-ban/", posted(ITEM | {"file": str(media.pk)}))
    answer = technician.post(f"/hoi-nghi/{conference.pk}/tep/{media.pk}/xoa/", {"reason": "Thay bản mới"})
    assert answer.status_code == 409
    assert "Kịch bản đang dùng tệp “Quốc ca”" in answer.content.decode()
    assert (folder / media.stored).is_file()


@pytest.mark.django_db(transaction=True)
def test_removing_needs_a_reason_and_takes_the_bytes(
    technician: Client, conference: Conference, folder: Path
) -> None:
    media = kept(technician, conference)
    address = f"/hoi-nghi/{conference.pk}/tep/{media.pk}/xoa/"
    assert technician.post(address, {"reason": " "}).status_code == 422
    assert technician.post(address, {"reason": "Thay bản mới"}).status_code == 302
    assert list(folder.iterdir()) == []
    media.refresh_from_db()
    assert media.removed_at is not None
    line = LogLine.objects.get(action="media.removed")
    assert line.words == "Quốc ca: Thay bản mới"
    assert technician.post(address, {"reason": "Lần nữa"}).status_code == 404
    kept(technician, conference, "Quốc ca 2")  # and the title is free again
    assert upload(technician, conference, "c.webm", film(), title="Quốc ca").status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("", 200, slice(None)),
        ("bytes=0-99", 206, slice(0, 100)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-50", 206, slice(-50, None)),
        ("bytes=0-999999999", 206, slice(None)),
        ("bytes=0-1,5-9", 200, slice(None)),
        ("bytes=abc", 200, slice(None)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
    ],
)
def test_the_bytes_come_whole_or_in_part(
    technician: Client, conference: Conference, folder: Path, asked: str, status: int, span: slice
) -> None:
    media = kept(technician, conference)
    content = (folder / media.stored).read_bytes()
    address = f"/hoi-nghi/{conference.pk}/tep/{media.pk}/"
    answer, body = bytes_of(technician, address, **({"range": asked} if asked else {}))
    assert (answer.status_code, body) == (status, content[span])
    assert answer["Content-Type"] == "video/webm"
    if status == 206:
        first = len(content[: span.start]) if span.start else 0
        first = len(content) - 50 if asked == "bytes=-50" else first
        assert answer["Content-Range"] == f"bytes {first}-{first + len(body) - 1}/{len(content)}"
