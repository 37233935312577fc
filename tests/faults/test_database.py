"""PostgreSQL is stopped, or hangs, in a session: media goes on, acts are refused clearly, and it heals."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.faults.conftest import rounds
from tests.faults.media import longest_gap, shown
from tests.faults.notes import Notes
from tests.faults.stored import chain_is_valid, notes_of
from tests.faults.table import tell
from tests.postgres_server import PostgresServer
from tests.product import Product
from tests.product.running import gather
from tests.product.watching import Audience

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.postgres, pytest.mark.timeout(900)]

SITES = 4
REFUSED_SECONDS = 2.0
LONGEST_GAP_SECONDS = 3.0
BACK_SECONDS = 10.0
AWAY_SECONDS = 5.0


@pytest.fixture
def product(tmp_path: Path, postgres_server: PostgresServer) -> Iterator[Product]:
    with Product(tmp_path / "home", sites=SITES, DIEMCAU_DATABASE=postgres_server.url) as running:
        yield running


@contextmanager
def stopped(server: PostgresServer) -> Iterator[None]:
    """As in a power cut."""
    server.stop()
    try:
        yield
    finally:
        server.start()


@contextmanager
def hanging(server: PostgresServer) -> Iterator[None]:
    """Its connections stay open, and nothing answers."""
    first = psutil.Process(int((server.folder / "postmaster.pid").read_text().split()[0]))
    processes = [first, *first.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


@pytest.mark.parametrize(("away", "called"), [(stopped, "stopped"), (hanging, "hangs")])
async def test_the_conference_survives_its_database(
    product: Product, postgres_server: PostgresServer, away: object, called: str
) -> None:
    speaker, watching = product.places[1].code, product.places[2].code
    async with product.operator() as operator, product.web() as web:
        await operator.act("session.open")
        audience = Audience(product, web, [speaker])
        running = asyncio.create_task(audience.run())
        await gather(operator, SITES)
        watcher = audience.sites[watching]
        await shown(operator, watcher, speaker)
        notes, gaps, back = Notes(operator), list[float](), list[float]()
        for _ in range(rounds(5, 1)):
            assert await notes.send() is None
            with away(postgres_server):  # type: ignore[operator]
                gap = asyncio.create_task(longest_gap(watcher, speaker, AWAY_SECONDS))
                until = time.monotonic() + AWAY_SECONDS
                while time.monotonic() < until:
                    refusal = await notes.send()
                    assert refusal is not None
                    assert (refusal.status, refusal.code) == (503, "store_away")
                    assert refusal.says.startswith("Cơ sở dữ liệu đang không trả lời")
                    await asyncio.sleep(0.1)
                gaps.append(await gap)
            back.append(await notes.until_accepted())
        seq = operator.seq
        assert await notes.send() is None
        await operator.until(lambda: operator.seq > seq)
        running.cancel()
    stored = notes_of(product)
    assert set(notes.kept) <= set(stored), "an acknowledged act is missing"
    assert set(stored.values()) == {1}, "an act counts twice"
    assert chain_is_valid(product)
    tell(
        f"PostgreSQL {called}",
        len(back),
        f"{len(notes.kept)} acknowledged acts, none lost, chain valid; {len(notes.refused)} refused in words",
        refused=(max(notes.took), REFUSED_SECONDS, "s until an act is refused, worst"),
        gap=(max(gaps), LONGEST_GAP_SECONDS, "s without a frame, worst"),
        back=(max(back), BACK_SECONDS, "s from its return to an accepted act, worst"),
    )
