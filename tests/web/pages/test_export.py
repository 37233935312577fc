"""Exporting a dossier: by its owner alone, with a page that opens without a server."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from diemcau.records.models import Account, Conference, Viewing
from diemcau.records.verify_export import check, open_export
from diemcau.regulation.powers import Role
from tests.records.dossiers import (
    INVITED,
    archivist,
    central,
    invited,
    of_the_party,
    officer,
    somebody,
    stranger,
)
from tests.records.recorded import recorded_conference
from tests.web.pages.conftest import _fresh
from tests.web.pages.test_player import browser, got, published

__all__ = ["_fresh"]
pytestmark = pytest.mark.django_db(transaction=True)

MARKUP = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    settings.DOCUMENTS_FOLDER = tmp_path / "documents"
    settings.PAPER_FOLDER = tmp_path / "papers"


def address(conference: int, rest: str = "") -> str:
    return f"/luu-tru/{conference}/xuat/{rest}"


@pytest.mark.parametrize(
    ("who", "wanted"),
    [
        (officer, 200),
        (archivist, 200),
        (central, 404),
        (invited, 404),
        (stranger, 404),
        (of_the_party, 404),
        (lambda: somebody("Vi Thị Mơ", Role.ARCHIVIST, INVITED), 404),
    ],
)
def test_only_the_owners_people_take_it_out(who: Callable[[], Account], wanted: int) -> None:
    session = recorded_conference()
    published(session)
    client = browser(who())
    for rest in ("", "ho-so.zip"):
        assert client.head(address(session.conference_id, rest)).status_code == wanted
    assert got(client, address(session.conference_id, "ho-so.zip"))[0].status_code == wanted


def test_the_zip_has_the_length_that_was_said_and_is_whole(tmp_path: Path) -> None:
    session = recorded_conference()
    answer, body = got(browser(officer()), address(session.conference_id, "ho-so.zip"))
    assert (answer["Content-Type"], answer["Content-Length"]) == ("application/zip", str(len(body)))
    path = tmp_path / "ho-so.zip"
    path.write_bytes(body)
    assert list(check(open_export(path)))
    with zipfile.ZipFile(path) as file:
        page = file.read("index.html").decode()
    assert 'src="phien-1/recording.mp4"' in page
    assert "Hoàng Đình Toàn" in page
    assert "://" not in page  # nothing from elsewhere


def test_it_is_noted_who_took_it_out() -> None:
    session = recorded_conference()
    got(browser(archivist()), address(session.conference_id, "ho-so.zip"))
    assert Viewing.objects.get(what="export").by_name == "Lưu Thị Thanh"


def test_markup_in_a_title_stays_text_in_page_and_data() -> None:
    session = recorded_conference()
    Conference.objects.update(title=MARKUP)
    answer, body = got(browser(officer()), address(session.conference_id, "ho-so.zip"))
    assert "script" not in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        page, data = file.read("index.html").decode(), file.read("ho-so.xml").decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<script>" not in data


def test_the_page_says_what_will_be_in_it() -> None:
    session = recorded_conference()
    page = browser(officer()).get(address(session.conference_id)).content.decode()
    for name in ("phien-1/recording.mp4", "phien-1/events.jsonl", "ho-so.xml"):
        assert name in page
