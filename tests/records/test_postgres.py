"""The same promises on PostgreSQL, and what happens when the server goes away."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.postgres_server import PostgresServer
from tests.records.processes import ROOT, Worker, django, workers

pytestmark = pytest.mark.postgres

SAME_PROMISES = [
    "test_access_dossier",
    "test_act",
    "test_append_only",
    "test_documents",
    "test_faults",
    "test_lease",
    "test_minutes",
    "test_logbook",
    "test_plan_session",
    "test_quality",
    "test_search",
    "test_verify",
    "test_viewing",
]


def environment(server: PostgresServer) -> dict[str, str]:
    return {**os.environ, "DIEMCAU_DATABASE": server.url, "DJANGO_SETTINGS_MODULE": "diemcau.config.settings"}


@pytest.mark.timeout(600)
def test_the_tests_of_the_records_pass_on_postgresql(postgres_server: PostgresServer) -> None:
    files = [f"tests/records/{name}.py" for name in SAME_PROMISES]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files],
        cwd=ROOT,
        env=environment(postgres_server),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "skipped" not in done.stdout


PLAN = "from tests.records.builders import opened_anew; print(opened_anew())"


@pytest.fixture
def worker(postgres_server: PostgresServer) -> Iterator[tuple[Worker, str]]:
    """A process that acts in an open session."""
    given = environment(postgres_server)
    migrated = django(given, "migrate", "--skip-checks")
    assert migrated.returncode == 0, migrated.stderr
    session = django(given, "shell", "--no-imports", "-c", PLAN).stdout.split()[-1]
    with workers(given, 1) as (worker,):
        yield worker, session


def test_the_database_goes_away_and_comes_back(
    postgres_server: PostgresServer, worker: tuple[Worker, str]
) -> None:
    """Acts are refused clearly within two seconds, nothing acknowledged is lost, it works again by itself."""
    process, session = worker
    assert process.ask("note", session, "before").startswith("done 3 ")
    postgres_server.stop()
    try:
        for attempt in ("first", "second"):
            answer, _, seconds = process.ask("note", session, attempt).split()
            assert answer == "store_away"
            assert float(seconds) < 2
    finally:
        postgres_server.start()
    assert process.ask("note", session, "first").startswith("done 4 ")
    assert process.ask("note", session, "before").startswith("repeated 4 ")


def test_a_database_that_stands_still_holds_no_clerk(
    postgres_server: PostgresServer, worker: tuple[Worker, str]
) -> None:
    """Its connections stay open and nothing is answered: the clerk is told within two seconds or so, and goes
    on afterwards."""
    process, session = worker
    assert int(process.ask("round").split()[1]) >= 1
    with postgres_server.frozen():
        for _ in range(2):
            answer, _, seconds = process.ask("round").split()
            assert answer == "store_away"
            assert 1.9 < float(seconds) < 4
    assert process.ask("note", session, "afterwards").startswith("done ")
    assert process.ask("round").startswith("holds ")


def test_a_restart_between_two_acts_is_not_noticed(
    postgres_server: PostgresServer, worker: tuple[Worker, str]
) -> None:
    process, session = worker
    assert process.ask("note", session, "one").startswith("done 3 ")
    postgres_server.stop()
    postgres_server.start()
    assert process.ask("note", session, "two").startswith("done 4 ")
