"""Faults are injected for real. `make faults` runs the full counts, the ordinary tests a short form."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.product import Product

FULL = os.environ.get("DIEMCAU_FAULTS") == "full"


def rounds(full: int, short: int) -> int:
    return full if FULL else short


def told(words: str) -> None:
    """A measured figure, shown by `make faults` (-s)."""
    print(f"\n  {words}", flush=True)


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "home", sites=6) as running:
        yield running


@pytest.fixture(autouse=True)
def quiet() -> None:
    for name in ("httpx", "livekit", "diemcau.simulator"):
        logging.getLogger(name).setLevel(logging.ERROR)
