"""PostgreSQL is stopped in a live session: media goes on, acts are refused clearly, and it heals itself."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import told
from tests.postgres_server import PostgresServer
from tests.product import Product, Refusal
from tests.product.running import gather
from tests.product.watching import Audience

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.postgres, pytest.mark.timeout(300)]

REFUSED_SECONDS = 2.0


@pytest.fixture
def product(tmp_path: Path, postgres_server: PostgresServer) -> Iterator[Product]:
    with Product(tmp_path / "home", sites=4, DIEMCAU_DATABASE=postgres_server.url) as running:
        yield running


async def test_the_conference_survives_its_database(
    product: Product, postgres_server: PostgresServer
) -> None:
    speaker, other = product.places[1].code, product.places[2].code
    async with product.operator() as operator, product.web() as web:
        await operator.act("session.open")
        audience = Audience(product, web, [speaker])
        running = asyncio.create_task(audience.run())
        await gather(operator, 4)
        await operator.act("picture.preview", picture={"layout": "one", "sites": [speaker]})
        await operator.act("picture.take")
        watcher = audience.sites[other]
        await asyncio.wait_for(watcher.until(lambda: speaker in watcher.pictures), 20)
        kept = await operator.act("note.send", text="Trước khi mất cơ sở dữ liệu")

        postgres_server.stop()
        try:
            began = time.monotonic()
            with pytest.raises(Refusal) as refused:
                await operator.act("note.send", text="Khi cơ sở dữ liệu đã dừng")
            took = time.monotonic() - began
            picture = watcher.pictures[speaker]
            await asyncio.wait_for(picture.after(asyncio.get_running_loop().time()), 3)
        finally:
            postgres_server.start()

        told(f"refused after {took:.2f} s")
        assert refused.value.status == 503
        assert took <= REFUSED_SECONDS
        seq = await until_accepted(operator)
        assert seq > kept
        await operator.until(lambda: any(n["text"] == "Đã có lại" for n in operator.board["notes"]))
        assert not any(n["text"] == "Khi cơ sở dữ liệu đã dừng" for n in operator.board["notes"])
        assert any(n["text"] == "Trước khi mất cơ sở dữ liệu" for n in operator.board["notes"])
        running.cancel()


async def until_accepted(operator: object, seconds: float = 20) -> int:
    async with asyncio.timeout(seconds):
        while True:
            try:
                return int(await operator.act("note.send", text="Đã có lại"))  # type: ignore[attr-defined]
            except Refusal:
                await asyncio.sleep(0.2)
