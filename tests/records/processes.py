"""Starting other processes of a test, and ending exactly those."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Worker:
    """A `tests.records.worker` process."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.records.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**environment, "DJANGO_SETTINGS_MODULE": "diemcau.config.settings"},
        )

    def ready(self) -> "Worker":
        assert self.answer() == "ready"
        return self

    def send(self, *words: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def ask(self, *words: str) -> str:
        self.send(*words)
        return self.answer()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def workers(environment: dict[str, str], count: int) -> Iterator[list[Worker]]:
    started = [Worker(environment) for _ in range(count)]
    try:
        yield [worker.ready() for worker in started]
    finally:
        for worker in started:
            worker.end()


def django(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "diemcau.config.settings", **environment},
        check=False,
    )
