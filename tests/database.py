"""Every test's database is a file (or PostgreSQL): several threads and processes may work in it.

In tests/conftest.py: `pytest_plugins = [..., "tests.database"]`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from diemcau.records import bus
from diemcau.records.queries.session import forget


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        # No test cuts the power: waiting for the disk after each commit would only make them slow.
        options = default["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    else:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        default.setdefault("TEST", {})["NAME"] = f"test_diemcau_{os.getpid()}{worker}"


@pytest.fixture(scope="session", autouse=True)
def files_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.MEDIA_FOLDER = tmp_path_factory.mktemp("media")
    settings.DOCUMENTS_FOLDER = tmp_path_factory.mktemp("documents")
    settings.LOGBOOK_KEY = tmp_path_factory.mktemp("keys") / "logbook.key"
    settings.PAPER_FOLDER = tmp_path_factory.mktemp("papers")


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests() -> Iterator[None]:
    """Tests in real transactions are cleaned up by emptying all tables, which the append-only ones refuse."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with without_triggers():
            empty(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = empty  # type: ignore[method-assign]


@contextmanager
def without_triggers() -> Iterator[None]:
    """As somebody with all rights in the database, who takes the guards away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        try:
            yield
        finally:
            for _, statement in guards:
                cursor.execute(statement)


@pytest.fixture(autouse=True)
def own_memory() -> Iterator[bus.MemoryBus]:
    """What a process keeps in memory does not outlive the test; news stay in the process."""
    here = bus.MemoryBus()
    bus.use(here)
    yield here
    bus.use(None)
    forget()


@pytest.fixture
def database_environment() -> dict[str, str]:
    """For another process that is to work in this test's database."""
    given = connection.settings_dict
    name = str(given["NAME"])
    if connection.vendor == "postgresql":
        login = quote(given["USER"]) + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
        name = f"postgres://{login}@{given['HOST']}:{given['PORT']}/{name}"
    return {**os.environ, "DIEMCAU_DATABASE": name, "DIEMCAU_HOME": str(Path(settings.HOME))}
