"""Attacks on recordings: other people's, guessed ones, their files by name and by range; beside each the same
asked rightly."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from diemcau.records.models import Account, Assignment, Conference, Recording, Session, Share, Viewing
from diemcau.regulation.powers import Role
from tests.attacks.thoroughly import fuzzed
from tests.records import builders
from tests.records.dossiers import INVITED, STRANGER, of_the_party, officer, somebody, stranger, unit
from tests.records.recorded import folder_of, recorded_conference, running_conference
from tests.web.pages.conftest import _fresh
from tests.web.pages.test_player import address, browser, folder, got, published, watcher

__all__ = ["_fresh", "folder"]
pytestmark = pytest.mark.django_db(transaction=True)

FILES = ("", "tinh-trang/", "tep/playlist.m3u8", "tep/init-1.mp4", "tep/1-00000.m4s", "tep/recording.mp4")
OTHERS: dict[str, Callable[[], Account]] = {
    "a stranger": stranger,
    "the Party's office": of_the_party,
    "an administrator": lambda: somebody("Cao Minh Tuấn", Role.ADMINISTRATOR),
    "a reader of no unit": lambda: somebody("Hà Văn Ba", Role.VIEWER),
    "a room's screen": lambda: somebody("Màn hình", Role.ROOM_SCREEN, site="bim-son"),
    "an invited reader, after the end": lambda: watcher(INVITED),
}


def plain(page: bytes) -> bytes:
    """Without what differs in any two pages: the form's token and the page's own address."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)
    return re.sub(rb"/ghi-hinh/[0-9a-f-]{36}/[^\"]*", b"", page)


@pytest.mark.parametrize("who", OTHERS)
def test_forbidden_and_absent_are_the_same(who: str) -> None:
    session = recorded_conference()
    attacker, owner = browser(OTHERS[who]()), browser(officer())
    for rest in FILES:
        path, ranged = address(session, rest), {"range": "bytes=0-9"} if "m" in rest else {}
        forbidden = got(attacker, path, **ranged)
        nothing = got(attacker, path.replace(str(session.pk), str(uuid4())), **ranged)
        assert forbidden[0].status_code == nothing[0].status_code == 404
        assert plain(forbidden[1]) == plain(nothing[1])
        assert got(owner, path, **ranged)[0].status_code in (200, 206)
    assert not Viewing.objects.exclude(by_name="Phạm Ngọc Lan").exists()


def test_without_an_account_there_is_only_the_sign_in_page() -> None:
    session = recorded_conference()
    for rest in FILES:
        answer, body = got(Client(), address(session, rest), range="bytes=0-9")
        assert (answer.status_code, body) == (302, b"")
        assert answer["Location"].startswith("/tai-khoan/login/")


def test_a_session_of_another_conference_is_not_here() -> None:
    """Whoever sees one dossier does not come through it to another's recording."""
    session = recorded_conference()
    other = Conference.objects.get(pk=session.conference_id)
    other.pk, other.made_by = None, (account := stranger())
    other.save(force_insert=True)
    attacker = browser(account)
    for rest in FILES:
        crossed = address(session, rest).replace(f"/{session.conference_id}/", f"/{other.pk}/", 1)
        assert got(attacker, crossed)[0].status_code == 404
        assert got(browser_of_owner(), crossed)[0].status_code == 404
        assert got(browser_of_owner(), address(session, rest))[0].status_code == 200


def browser_of_owner() -> Client:
    known = Account.objects.filter(person__name="Phạm Ngọc Lan").first()
    return browser(known or officer())


@pytest.mark.parametrize("how", ["share", "role", "account", "session over"])
def test_a_right_that_is_withdrawn_ends_the_playing_at_the_next_segment(how: str) -> None:
    session = running_conference(segments=3)
    account = watcher(INVITED if how == "session over" else STRANGER)
    share = Share.objects.create(
        conference_id=session.conference_id, unit=unit(STRANGER), reason="Theo đề nghị", given_at=builders.NOW
    )
    player, others = browser(account), browser(officer())
    ranged = {"range": "bytes=0-9"}
    segment = address(session, "tep/1-00001.m4s")
    assert got(player, segment, **ranged)[0].status_code == 206
    if how == "share":
        Share.objects.filter(pk=share.pk).update(withdrawn_at=timezone.now())
    elif how == "role":
        Assignment.objects.filter(account=account).update(valid_to="2026-01-01")
    elif how == "account":
        Account.objects.filter(pk=account.pk).update(is_active=False)
    else:
        Session.objects.filter(pk=session.pk).update(phase="ended")
    for rest in ("tep/1-00001.m4s", "tep/1-00002.m4s", "tep/playlist.m3u8", "tinh-trang/"):
        assert got(player, address(session, rest), **ranged)[0].status_code in (302, 404)
    assert got(others, segment, **ranged)[0].status_code == 206


def test_whoever_may_only_watch_live_gets_neither_file_nor_course() -> None:
    session = running_conference(segments=3)
    viewer = browser(watcher(INVITED))
    for path in ("xuat/", "xuat/ho-so.zip"):
        assert viewer.get(f"/luu-tru/{session.conference_id}/{path}").status_code == 404
    told = viewer.get(address(session, "tinh-trang/")).json()
    assert (told["download"], told["outside"], told["file"]) == (False, True, None)
    for page in (f"/phien/{session.pk}/dieu-khien/", f"/hoi-nghi/{session.conference_id}/"):
        assert viewer.get(page).status_code == 404


NAMES = [
    "../../diemcau.sqlite3",
    "..%2f..%2fdiemcau.env",
    "%2e%2e%2fmanifest.json",
    "manifest.json",
    "manifest.json.lock",
    "1-00000.m4s/",
    "1-00000.m4s%00.mp4",
    "1-00000.M4S",
    "./1-00000.m4s",
    "/etc/passwd",
    "recording.mp4.part",
    "..\\recording.mp4",
    "secret.txt",
    "CHAPTERS.VTT",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_the_manifest_does_not_know_leads_nowhere(name: str) -> None:
    session = recorded_conference()
    (folder_of(session) / "secret.txt").write_text("x")
    owner = browser(officer())
    assert got(owner, address(session, f"tep/{name}"))[0].status_code in (301, 302, 404)
    assert got(owner, address(session, "tep/1-00000.m4s"))[0].status_code == 200


def test_a_link_put_into_the_folder_is_no_name_of_the_manifest(tmp_path: Path) -> None:
    session = recorded_conference()
    (tmp_path / "secret").write_text("x")
    (folder_of(session) / "link.m4s").symlink_to(tmp_path / "secret")
    assert got(browser(officer()), address(session, "tep/link.m4s"))[0].status_code == 404


def test_no_name_and_no_range_breaks_it() -> None:
    session = recorded_conference()
    owner = browser(officer())
    whole = (folder_of(session) / "recording.mp4").read_bytes()
    film, answers = address(session, "tep/recording.mp4"), set()
    numbers = st.integers(-5, 2 * len(whole)).map(str) | st.sampled_from(["", "x", "9" * 30, "1e3", "٣"])
    units = st.sampled_from(["bytes", "items", ""])
    spans = st.builds("{}={}-{}".format, units, numbers, numbers)
    texts = st.text(min_size=1, max_size=60).map(lambda text: text.encode("utf-8", "replace"))

    @fuzzed(60)
    @given(asked=spans | st.lists(spans, max_size=3).map(",".join))
    def ranges(asked: str) -> None:
        answer, body = got(owner, film, range=asked.encode().decode("latin-1"))
        answers.add(answer.status_code)
        assert answer.status_code in (200, 206, 416)
        assert len(body) == int(answer["Content-Length"]) if answer.status_code != 416 else body == b""
        if answer.status_code == 206:
            first, last, size = map(int, re.findall(r"\d+", answer["Content-Range"]))
            assert (body, size) == (whole[first : last + 1], len(whole))

    @fuzzed(60)
    @given(name=texts)
    def names(name: bytes) -> None:
        path = address(session, "tep/" + quote(name, safe=""))
        assert got(owner, path)[0].status_code in (301, 404)

    ranges()
    names()
    assert answers == {200, 206, 416}


def test_what_was_discarded_or_removed_is_gone_for_everybody() -> None:
    session = recorded_conference()
    published(session)
    owner = browser(officer())
    segment = address(session, "tep/1-00000.m4s")
    assert got(owner, segment)[0].status_code == 200
    for state in (Recording.State.DISCARDED, Recording.State.DECLINED, Recording.State.EMPTY):
        Recording.objects.update(state=state, reason="Đã nghiệm thu")
        for rest in FILES[2:]:
            assert got(owner, address(session, rest))[0].status_code == 404


def test_looking_changes_nothing_and_takes_no_other_method() -> None:
    session = recorded_conference()
    owner = browser(officer())
    for rest in FILES:
        for method in (owner.post, owner.put, owner.delete, owner.patch):
            assert method(address(session, rest)).status_code == 405
        assert owner.head(address(session, rest)).status_code == 200


def test_the_film_is_no_page_and_is_kept_by_nobody() -> None:
    session = recorded_conference()
    answer, _ = got(browser(officer()), address(session, "tep/recording.mp4"))
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]
