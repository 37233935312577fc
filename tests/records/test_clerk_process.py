"""`diemcau clerk` as a process: it works, ends cleanly when told to, and is replaced when it is killed."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from diemcau.records.models import Lease
from diemcau.records.queries.recording import clerk_lease
from tests.records.builders import opened
from tests.records.processes import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@contextmanager
def clerk(environment: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    given = {"DIEMCAU_ENGINE": "memory", "DIEMCAU_SECRET_KEY": "x" * 60, "DIEMCAU_BUS_FOLDER": str(folder)}
    run = [sys.executable, "-m", "django", "clerk", "--settings", "diemcau.config.settings"]
    process = subprocess.Popen(run, cwd=ROOT, env={**environment, **given})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def holder(session: UUID) -> str:
    """Waits until somebody has it."""
    for _ in range(1200):
        if found := Lease.objects.filter(pk=clerk_lease(session)).first():
            return found.holder
        time.sleep(0.05)
    raise AssertionError("nobody has taken the session on")


def test_it_works_and_ends_cleanly_on_sigterm(database_environment: dict[str, str], tmp_path: Path) -> None:
    session = opened()
    with clerk(database_environment, tmp_path / "bus") as process:
        assert f"-{process.pid}-" in holder(session)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    left = Lease.objects.get(pk=clerk_lease(session))
    assert left.until.timestamp() <= time.time()
    assert list((tmp_path / "bus").iterdir()) == []


def test_another_one_takes_over_from_a_killed_one(
    database_environment: dict[str, str], tmp_path: Path
) -> None:
    session = opened()
    with clerk(database_environment, tmp_path / "bus") as first:
        dead = holder(session)
        first.kill()
        first.wait()
        with clerk(database_environment, tmp_path / "bus") as second:
            for _ in range(1200):
                if holder(session) != dead:
                    break
                time.sleep(0.05)
            assert f"-{second.pid}-" in holder(session)
