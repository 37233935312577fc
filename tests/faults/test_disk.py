"""The disk is full in a live session: the product's home lies on a small file system, and it is filled up."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.faults.conftest import rounds
from tests.faults.media import longest_gap, shown
from tests.faults.notes import Notes
from tests.faults.stored import chain_is_valid, notes_of
from tests.faults.table import tell
from tests.product import Product
from tests.product.running import gather
from tests.product.watching import Audience

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.timeout(900)]

SIZE = "48m"
SITES = 4
REFUSED_SECONDS = 2.0
LONGEST_GAP_SECONDS = 3.0
BACK_SECONDS = 10.0
BEATS_WITHIN = 3.0


@contextmanager
def file_system(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.fail(f"a small file system needs root to be mounted: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with file_system(tmp_path / "disk", SIZE) as folder:
        yield folder


@pytest.fixture
def product(disk: Path) -> Iterator[Product]:
    with Product(disk / "home", sites=SITES) as running:
        yield running


def fill_up(file: Path) -> None:
    with file.open("ab", buffering=0) as waste:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    waste.write(b"\0" * size)


def processes(product: Product) -> list[list[int]]:
    return [product.pids(part) for part in ("web", "clerk", "engine")]


async def test_the_conference_goes_on_on_a_full_disk(product: Product, disk: Path) -> None:
    speaker, watching = product.places[1].code, product.places[2].code
    waste = disk / "waste"
    async with product.operator() as operator, product.web() as web:
        await operator.act("session.open")
        audience = Audience(product, web, [speaker])
        running = asyncio.create_task(audience.run())
        await gather(operator, SITES)
        before = processes(product)
        watcher = audience.sites[watching]
        await shown(operator, watcher, speaker)
        notes, gaps, back = Notes(operator), list[float](), list[float]()
        for _ in range(rounds(5, 1)):
            for _ in range(5):
                assert await notes.send() is None
            fill_up(waste)
            refusal = await notes.until_refused()
            fill_up(waste)
            gaps.append(await longest_gap(watcher, speaker, 5.0))
            heard = asyncio.get_running_loop().time() - operator.heard_at
            assert (refusal.status, refusal.code) == (503, "disk_full")
            assert refusal.says.startswith("Ổ đĩa của máy chủ đã đầy")
            assert heard <= BEATS_WITHIN
            assert not any(cell["lost"] for cell in operator.cells.values())
            waste.unlink()
            back.append(await notes.until_accepted())
        after = processes(product)
        running.cancel()
    stored = notes_of(product)
    assert set(notes.kept) <= set(stored), "an acknowledged act is missing"
    assert set(stored.values()) == {1}, "an act counts twice"
    assert chain_is_valid(product)
    assert after == before, "a process did not survive the full disk"
    tell(
        "disk full",
        len(back),
        f"{len(notes.kept)} acknowledged acts, none lost, chain valid; no process ended, no site lost",
        refused=(max(notes.took), REFUSED_SECONDS, "s until an act is refused with the reason, worst"),
        gap=(max(gaps), LONGEST_GAP_SECONDS, "s without a frame, worst"),
        back=(max(back), BACK_SECONDS, "s from free space to an accepted act, worst"),
    )
