"""The database does not take it: refused clearly, nothing half done, and it works again by itself."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from diemcau.conference.commands import SendNote
from diemcau.records.actions.session import Outcome, act
from diemcau.records.queries.chain import broken_link
from diemcau.records.queries.session import current
from diemcau.records.store import StoreAway, reading, translated
from tests.records.builders import NOW, opened, order
from tests.records.processes import django, workers

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite may not take one more page: what it says then is what it says on a full disk."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_refuses_and_recovers() -> None:
    session = opened()
    long = order(SendNote(text="đầy " * 100), id="long")
    acknowledged = []

    def fill() -> None:
        for _ in range(200):
            acknowledged.append(act(session, order(SendNote(text="đầy " * 100)), NOW))

    with full_disk(), pytest.raises(StoreAway) as refused:
        fill()
    assert refused.value.code == "disk_full"
    assert "đầy" in refused.value.says
    assert current(session).seq == 2 + len(acknowledged)
    assert isinstance(act(session, long, NOW), Outcome)
    assert broken_link(session, 3 + len(acknowledged)) is None


def test_an_act_waits_for_the_lock_of_another_program_two_seconds_at_most(tmp_path: Path) -> None:
    """Such as a copy of the file that is being made. The same order counts once the lock is gone."""
    given = {**os.environ, "DIEMCAU_DATABASE": str(tmp_path / "one.sqlite3")}
    assert django(given, "migrate", "--skip-checks").returncode == 0
    plan = "from tests.records.builders import opened_anew; print(opened_anew())"
    session = django(given, "shell", "--no-imports", "-c", plan).stdout.split()[-1]
    with workers(given, 1) as (worker,), closing(sqlite3.connect(given["DIEMCAU_DATABASE"])) as other:
        assert worker.ask("note", session, "before").startswith("done 3 ")
        other.execute("BEGIN IMMEDIATE")
        answer, _, seconds = worker.ask("note", session, "meanwhile").split()
        assert answer == "store_away"
        assert 1 < float(seconds) < 2
        other.rollback()
        assert worker.ask("note", session, "meanwhile").startswith("done 4 ")


@contextmanager
def failing(error: DatabaseError | InterfaceError, times: int, only: str = "") -> Iterator[None]:
    """The next statements (those that begin with `only`) fail as a dead server makes them fail."""
    left = [times]

    def statement(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if left[0] and sql.startswith(only):
            left[0] -= 1
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(statement):
        yield


GONE = [
    OperationalError("server closed the connection unexpectedly"),
    InterfaceError("connection already closed"),
]


@pytest.mark.parametrize("error", GONE)
def test_a_read_on_a_broken_connection_is_tried_once_more(error: DatabaseError) -> None:
    session = opened()
    with failing(error, times=1):
        assert current(session).seq == 2


@pytest.mark.parametrize("error", GONE)
def test_a_database_that_stays_away(error: DatabaseError) -> None:
    session = opened()
    with failing(error, times=2), pytest.raises(StoreAway) as refused:
        current(session)
    assert refused.value.code == "store_away"
    assert current(session).seq == 2


@pytest.mark.parametrize("statement", ["UPDATE", "INSERT"])
def test_a_write_that_fails_leaves_nothing(statement: str) -> None:
    """It is not tried again by itself: the page sends the same order again, and it counts once."""
    session, note = opened(), order(SendNote(text="Một"))
    with failing(GONE[0], times=1, only=statement), pytest.raises(StoreAway):
        act(session, note, NOW)
    assert current(session).seq == 2
    again = act(session, note, NOW)
    assert isinstance(again, Outcome)
    assert (again.repeated, again.after.seq) == (False, 3)


def test_only_what_says_that_the_database_is_away_is_translated() -> None:
    with pytest.raises(DatabaseError), translated():
        raise DatabaseError("a mistake of ours")
    with pytest.raises(KeyError):
        reading(lambda: {}["none"])
