"""Faults are injected for real. `make faults` runs the full counts, the ordinary tests a short form."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import table
from tests.product import Product

COUNTS = os.environ.get("DIEMCAU_FAULTS", "short")
FULL = COUNTS == "full"


def rounds(full: int, short: int) -> int:
    """`DIEMCAU_FAULTS`: "full", or a share of it ("0.1") for a trial."""
    if COUNTS == "short":
        return short
    return full if FULL else max(short, round(full * float(COUNTS)))


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "home", sites=6) as running:
        yield running


@pytest.fixture(autouse=True)
def quiet() -> None:
    for name in ("httpx", "livekit", "diemcau.simulator"):
        logging.getLogger(name).setLevel(logging.ERROR)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The last word of a run."""
    if table.THIS_RUN.figures:
        terminalreporter.section("faults")
        terminalreporter.write_line(str(table.THIS_RUN))
    if table.THIS_RUN.figures and FULL:
        table.write()
