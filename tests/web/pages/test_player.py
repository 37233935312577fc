"""The player's page and its files: who sees them, what is said where there is nothing to see."""

import asyncio
import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import AsyncClient, Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diemcau.conference.actors import MACHINE
from diemcau.conference.commands import SeeNotRecorded
from diemcau.records.models import Account, DossierRecord, Recording, Session, Share, Viewing
from diemcau.regulation.powers import Role
from tests.records import builders
from tests.records.dossiers import (
    INVITED,
    OWNER,
    STRANGER,
    archivist,
    central,
    invited,
    of_the_party,
    officer,
    somebody,
    stranger,
    unit,
)
from tests.records.recorded import folder_of, recorded_conference, running_conference
from tests.web.pages.conftest import _fresh

__all__ = ["_fresh"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    return tmp_path / "recordings"


def address(session: Session, rest: str = "") -> str:
    return f"/luu-tru/{session.conference_id}/ghi-hinh/{session.pk}/{rest}"


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def got(client: Client, path: str, **headers: str) -> tuple[Any, bytes]:
    """As the server does it: asynchronously, in pieces."""

    async def ask() -> tuple[Any, bytes]:
        asking = AsyncClient()
        asking.cookies = client.cookies
        answer: Any = await asking.get(path, headers=headers)
        pieces = [piece async for piece in answer] if answer.streaming else [answer.content]
        return answer, b"".join(pieces)

    return asyncio.run(ask())


def told(client: Client, session: Session) -> dict[str, Any]:
    """What the page knows of the recording."""
    page = client.get(address(session)).content.decode()
    found = re.search(r'<script id="facts" type="application/json">(.*?)</script>', page, re.S)
    assert found
    facts: dict[str, Any] = json.loads(found[1])
    return facts


def published(session: Session) -> None:
    DossierRecord.objects.create(
        conference_id=session.conference_id, owner=unit(OWNER), published_at=timezone.now()
    )


def test_the_page_knows_length_moments_items_speakers_and_losses() -> None:
    session = recorded_conference()
    facts = told(browser(officer()), session)
    assert (facts["state"], facts["seconds"], facts["download"]) == ("finished", 12.0, True)
    assert facts["file"] == address(session, "tep/recording.mp4")
    assert [(one["kind"], one["title"], one["start"], one["end"]) for one in facts["spans"]] == [
        ("item", "Khai mạc", 0.0, 4.0),
        ("item", "Báo cáo của thị xã Bỉm Sơn", 4.0, 12.0),
        ("speaker", "Hoàng Đình Toàn", 5.0, 12.0),
        ("lost", "Điểm cầu ha-trung", 8.0, 10.0),
    ]
    assert facts["runs"] == [{"start": 0.0, "at": round(builders.NOW.timestamp() * 1000), "seconds": 12.0}]


def test_playlist_header_segments_and_file_are_those_of_the_manifest() -> None:
    session = recorded_conference()
    client = browser(officer())
    playlist = got(client, address(session, "tep/playlist.m3u8"))
    assert playlist[0]["Content-Type"] == "application/vnd.apple.mpegurl"
    names = [line for line in playlist[1].decode().splitlines() if not line.startswith("#")]
    assert len(names) == 6
    for name in (*names, "init-1.mp4", "recording.mp4"):
        answer, body = got(client, address(session, f"tep/{name}"))
        assert (answer.status_code, answer["Content-Type"]) == (200, "video/mp4")
        assert answer["ETag"] == f'"{sha256(body).hexdigest()}"'
        assert body == (folder_of(session) / name).read_bytes()
        assert "private" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert got(client, address(session, "tep/chapters.vtt"))[0]["Content-Type"] == "text/vtt; charset=utf-8"


def test_a_range_and_its_condition() -> None:
    session = recorded_conference()
    client, path = browser(officer()), address(session, "tep/recording.mp4")
    whole = (folder_of(session) / "recording.mp4").read_bytes()
    answer, body = got(client, path, range="bytes=100-199")
    assert (answer.status_code, body) == (206, whole[100:200])
    assert answer["Content-Range"] == f"bytes 100-199/{len(whole)}"
    same = got(client, path, **{"range": "bytes=0-9", "if-range": answer["ETag"]})
    other = got(client, path, **{"range": "bytes=0-9", "if-range": '"anders"'})
    assert (same[0].status_code, other[0].status_code) == (206, 200)
    beyond = got(client, path, range=f"bytes={len(whole)}-")[0]
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole)}")
    head = client.head(path)
    assert (head.status_code, head["Content-Length"], head.getvalue()) == (200, str(len(whole)), b"")


Somebody = Callable[[], Account]


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        (officer, 200, 200),
        (archivist, 200, 200),
        (central, 200, 200),
        (invited, 404, 200),
        (stranger, 404, 404),
        (of_the_party, 404, 404),
    ],
)
def test_art_3_who_plays_it_before_and_after_publication(who: Somebody, before: int, after: int) -> None:
    session = recorded_conference()
    client = browser(who())
    assert client.get(address(session)).status_code == before
    published(session)
    for rest in ("", "tinh-trang/", "tep/playlist.m3u8"):
        assert client.get(address(session, rest)).status_code == after


def test_only_who_sees_the_content_is_offered_the_file() -> None:
    session = recorded_conference()
    assert told(browser(officer()), session)["download"]
    assert not told(browser(central()), session)["download"]


def test_every_view_is_noted_once_in_its_time() -> None:
    session = recorded_conference()
    client = browser(officer())
    for rest in ("", "tep/recording.mp4", "tep/recording.mp4", "tinh-trang/"):
        got(client, address(session, rest))
    views = Viewing.objects.filter(what="recording", key=str(session.pk))
    assert 1 <= views.count() <= 2  # a new period of the clock may have begun meanwhile
    assert {view.by_name for view in views} == {"Phạm Ngọc Lan"}


# --- where there is nothing to see
def state_of(session: Session) -> tuple[str, str]:
    facts = told(browser(officer()), session)
    assert facts["state"] in ("finished", "closing", "running") or facts["playlist"] is None
    return facts["state"], facts["reason"]


def test_a_session_whose_recording_was_declined_says_why() -> None:
    session = builders.connected("bim-son")
    conference = Session.objects.get(pk=session).conference
    builders.done(session, SeeNotRecorded("Theo yêu cầu của chủ tọa"), MACHINE)
    conference.made_by = account = somebody("Phạm Ngọc Lan", Role.HOST_OFFICER)
    conference.save()
    facts = told(browser(account), Session.objects.get(pk=session))
    assert (facts["state"], facts["reason"]) == ("declined", "Theo yêu cầu của chủ tọa")


@pytest.mark.parametrize(
    ("state", "files", "wanted"),
    [
        (Recording.State.DISCARDED, True, "discarded"),
        (Recording.State.FINISHED, False, "removed"),
        (Recording.State.RECORDING, False, "absent"),
        (Recording.State.RECORDING, True, "closing"),
    ],
)
def test_what_is_gone_or_not_ready_is_told_in_words(state: str, files: bool, wanted: str) -> None:
    session = recorded_conference()
    Recording.objects.update(state=state)
    if not files:
        for path in folder_of(session).iterdir():
            path.unlink()
    client = browser(officer())
    assert told(client, session)["state"] == wanted
    served = 200 if wanted == "closing" else 404
    for name in ("playlist.m3u8", "recording.mp4", "1-00000.m4s"):
        assert got(client, address(session, f"tep/{name}"))[0].status_code == served


# --- live
def watcher(of: str) -> Account:
    return somebody("Lò Văn Pánh", Role.VIEWER, of)


def test_a_unit_without_a_room_watches_while_the_session_runs_and_only_then() -> None:
    session = running_conference(segments=2)
    client = browser(watcher(INVITED))
    facts = told(client, session)
    assert (facts["state"], facts["seconds"], facts["download"]) == ("running", 4.0, False)
    assert {one["kind"] for one in facts["spans"]} <= {"item", "speaker", "pause"}
    assert got(client, address(session, "tep/1-00001.m4s"))[0].status_code == 200
    assert got(client, address(session, "tep/1-00002.m4s"))[0].status_code == 404  # not written yet
    assert Viewing.objects.filter(what="live", by_name="Lò Văn Pánh").exists()
    Session.objects.filter(pk=session.pk).update(phase="ended")
    for rest in ("", "tinh-trang/", "tep/playlist.m3u8", "tep/1-00001.m4s"):
        assert got(client, address(session, rest))[0].status_code == 404


def test_a_share_lets_another_unit_watch_and_withdrawing_it_ends_that_at_once() -> None:
    session = running_conference(segments=2)
    client = browser(watcher(STRANGER))
    segment = address(session, "tep/1-00000.m4s")
    assert got(client, segment)[0].status_code == 404
    share = Share.objects.create(
        conference_id=session.conference_id, unit=unit(STRANGER), reason="Theo đề nghị", given_at=builders.NOW
    )
    assert got(client, segment)[0].status_code == 200
    Share.objects.filter(pk=share.pk).update(withdrawn_at=timezone.now())
    assert got(client, segment)[0].status_code == 404


def test_before_anything_is_recorded_the_page_waits() -> None:
    session = running_conference()
    assert told(browser(watcher(INVITED)), session)["state"] == "waiting"


def test_the_check_of_a_segment_asks_few_questions() -> None:
    session = running_conference(segments=2)
    client = browser(watcher(INVITED))
    segment = address(session, "tep/1-00000.m4s")
    client.head(segment)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.head(segment).status_code == 200
    assert len(asked) <= 9


def test_today_leads_whoever_may_watch_to_what_runs_now() -> None:
    session = running_conference(segments=2)
    door = f'href="{address(session)}"'
    assert door in browser(watcher(INVITED)).get("/").content.decode()
    assert door not in browser(watcher(STRANGER)).get("/").content.decode()
    assert door not in browser(officer()).get("/").content.decode()
    Session.objects.filter(pk=session.pk).update(phase="ended")
    assert door not in browser(watcher(INVITED)).get("/").content.decode()


def test_the_dossier_leads_to_the_recording_and_to_the_export_and_back() -> None:
    session = recorded_conference()
    client = browser(officer())
    dossier = f"/luu-tru/{session.conference_id}/"
    page = client.get(dossier).content.decode()
    assert f'href="{address(session)}"' in page
    assert f'href="{dossier}xuat/"' in page
    for path in (address(session), f"{dossier}xuat/"):
        assert f'href="{dossier}' in client.get(path).content.decode()
