"""A session is replayed from its stored events: the page, its course, its parts, the numbers of its lines."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from diemcau.conference import commands as c
from diemcau.conference.actors import MACHINE, Actor
from diemcau.conference.quality import Window, window_start
from diemcau.conference.session import Grade
from diemcau.records.actions.quality import Measured, write_windows
from diemcau.records.actions.session import act
from diemcau.records.models import Account, Recording, Session, Viewing
from diemcau.records.queries import replay
from diemcau.records.queries.session import current
from diemcau.regulation.powers import Role
from tests.records.dossiers import central, officer
from tests.records.recorded import recorded_conference

CENTRE = Actor(Role.CENTRAL_TECHNICIAN, "1", "Lê Văn Thành")
BIM_SON = Actor(Role.SITE_TECHNICIAN, "2", "Mai Văn Sơn", "bim-son")
COURSE: list[tuple[float, c.AnyCommand, Actor]] = [
    (0, c.OpenSession(), CENTRE),
    (5, c.Knock("bim-son", "d1"), BIM_SON),
    (2, c.Admit("bim-son"), CENTRE),
    (1, c.SeeMedia("bim-son", True), MACHINE),
    (60, c.GoLive(), CENTRE),
    (5, c.StartItem("m1"), CENTRE),
    (30, c.SeeGrade("bim-son", Grade.POOR), MACHINE),
    (10, c.SeeLine("bim-son", False), MACHINE),
    (12, c.SeeLine("bim-son", True), MACHINE),
    (60, c.End(), CENTRE),
]


def hold(session: Session, steps: list[tuple[float, c.AnyCommand, Actor]] = COURSE) -> datetime:
    now = timezone.now() - timedelta(hours=1)
    for seconds, command, by in steps:
        now += timedelta(seconds=seconds)
        assert not isinstance(act(session.pk, c.Order(command, by, uuid4().hex), now), c.Refused)
    return now


@pytest.fixture
def held(session: Session) -> Session:
    hold(session)
    return session


def read(client: Client, session: Session, path: str) -> Any:
    answer = client.get(f"/phien/{session.pk}/xem-lai/{path}")
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/json"
    return json.loads(answer.content)


def test_the_page_is_a_shell_that_reads_the_rest(technician: Client, held: Session) -> None:
    text = technician.get(f"/phien/{held.pk}/xem-lai/").content.decode()
    assert 'data-page="replay"' in text
    assert f'data-home="/hoi-nghi/{held.conference_id}/"' in text
    assert "dist/board.css" in text
    assert "dist/replay.js" in text


def test_the_course_tells_when_it_was_and_what_happened(technician: Client, held: Session) -> None:
    course, state = read(technician, held, "dien-bien/"), current(held.pk)
    assert (course["seq"], course["over"]) == (state.seq, True)
    assert datetime.fromisoformat(course["since"]) == state.opened_at
    assert datetime.fromisoformat(course["until"]) == state.ended_at
    marks = [(span["kind"], span["title"], span.get("site")) for span in course["spans"]]
    assert marks == [("item", "Khai mạc", None), ("lost", "Bỉm Sơn", "bim-son")]


def test_a_running_session_is_replayed_up_to_now(technician: Client, session: Session) -> None:
    hold(session, COURSE[:-1])
    course = read(technician, session, "dien-bien/")
    assert course["over"] is False
    assert datetime.fromisoformat(course["until"]) == pytest.approx(timezone.now(), abs=timedelta(minutes=1))
    hold(session, COURSE[-1:])
    assert read(technician, session, "dien-bien/")["over"] is True


def test_the_parts_give_back_the_board(
    technician: Client, held: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last one, played to its end, shows what the board showed at the end."""
    replay_parts = replay.parts
    monkeypatch.setattr(replay, "parts", lambda events: replay_parts(events, 4))
    count = len(read(technician, held, "dien-bien/")["parts"])
    assert count == -(-current(held.pk).seq // 4)
    part = read(technician, held, f"doan/{count - 1}/")
    cell, board = part["snapshot"]["cells"]["bim-son"], part["snapshot"]["board"]
    for frame in part["frames"]:
        cell |= frame["cells"].get("bim-son", {})
        board |= frame["board"]
    assert (cell["lane"], cell["grade"], cell["losses"]) == ("connected", "poor", 1)
    assert (board["phase"], board["lanes"]["connected"]) == ("ended", 1)


def test_the_log_is_told_in_the_readers_language(technician: Client, held: Session) -> None:
    lines = [frame["line"] for frame in read(technician, held, "doan/0/")["frames"]]
    told = [line["text"] for line in lines if line]
    assert "Kết nối Bỉm Sơn" in told
    assert "Bỉm Sơn mất điều khiển" in told
    technician.post("/ngon-ngu/", {"language": "en"})
    english = [
        frame["line"]["text"] for frame in read(technician, held, "doan/0/")["frames"] if frame["line"]
    ]
    assert len(english) == len(told)
    assert "Kết nối Bỉm Sơn" not in english


def test_the_numbers_of_a_line_are_those_that_were_stored(technician: Client, held: Session) -> None:
    start = window_start(timezone.now())
    window = Window(start, 20, 1.5, 4.0, None, 900.0, Grade.FAIR)
    write_windows([Measured(held.pk, "bim-son", "up", window)])
    numbers = read(technician, held, "so-do/bim-son/")
    assert numbers["down"] == []
    ((since, *values),) = numbers["up"]
    assert datetime.fromisoformat(since) == start
    assert values == [1.5, 4.0, None, 900.0]


@pytest.mark.parametrize("path", ["doan/1/", "doan/99999999999999999999/", "so-do/khong-co/"])
def test_what_is_not_there_is_not_found(technician: Client, held: Session, path: str) -> None:
    assert technician.get(f"/phien/{held.pk}/xem-lai/{path}").status_code == 404


def test_what_has_not_begun_is_not_replayed(technician: Client, session: Session) -> None:
    for path in ("", "dien-bien/", "doan/0/", "so-do/bim-son/"):
        assert technician.get(f"/phien/{session.pk}/xem-lai/{path}").status_code == 404


def test_few_questions(technician: Client, held: Session, django_assert_max_num_queries: Any) -> None:
    """Whoever asks is looked up and noted; then one question for each piece."""
    with django_assert_max_num_queries(20):
        read(technician, held, "dien-bien/")
    for path in ("doan/0/", "so-do/bim-son/"):
        with django_assert_max_num_queries(10):
            read(technician, held, path)


@pytest.mark.parametrize("path", ["", "dien-bien/", "doan/0/", "so-do/bim-son/"])
def test_every_look_is_noted(technician: Client, held: Session, path: str) -> None:
    for _twice in range(2):
        assert technician.get(f"/phien/{held.pk}/xem-lai/{path}").status_code == 200
    noted = Viewing.objects.filter(what="replay", key=str(held.pk), conference=held.conference)
    assert {one.by_name for one in noted} == {"Lê Văn Thành"}
    assert noted.count() <= 2  # one, or two around the end of five minutes


def test_the_dossier_leads_to_the_replay_of_what_has_ended(technician: Client, session: Session) -> None:
    dossier, way = f"/hoi-nghi/{session.conference_id}/", f"/phien/{session.pk}/xem-lai/"
    assert way not in technician.get(dossier).content.decode()
    hold(session)
    assert way in technician.get(dossier).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_recording_stands_beside_it_where_the_archive_shows_it(settings: Any, tmp_path: Path) -> None:
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    session = recorded_conference()
    client = Client()
    client.force_login(central(), backend="django.contrib.auth.backends.ModelBackend")
    recording = read(client, session, "dien-bien/")["recording"]
    place = f"/luu-tru/{session.conference_id}/ghi-hinh/{session.pk}/tep/"
    assert (recording["playlist"], recording["file"]) == (f"{place}playlist.m3u8", f"{place}recording.mp4")
    assert [(run["start"], run["seconds"]) for run in recording["runs"]] == [(0.0, 12.0)]
    Recording.objects.update(state=Recording.State.DISCARDED)
    assert read(client, session, "dien-bien/")["recording"] is None


@pytest.mark.django_db(transaction=True)
def test_the_player_leads_to_the_replay_whoever_watches_the_board(settings: Any, tmp_path: Path) -> None:
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    session = recorded_conference()

    def page(account: Account) -> str:
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(f"/luu-tru/{session.conference_id}/ghi-hinh/{session.pk}/").content.decode()

    way = f"/phien/{session.pk}/xem-lai/"
    assert way in page(central())
    assert way not in page(officer())
