"""All sites re-join at once: everybody is back within 20 s, nobody gets a server error."""

import asyncio

import httpx
import pytest

from tests.faults.conftest import FULL
from tests.faults.lost import everybody_here
from tests.faults.table import tell
from tests.product import Product
from tests.product.running import gather

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.timeout(600)]

SITES = 60 if FULL else 12
ALL_BACK_SECONDS = 20.0


@pytest.fixture
def product(tmp_path_factory: pytest.TempPathFactory) -> object:
    with Product(tmp_path_factory.mktemp("rejoin") / "home", sites=SITES) as running:
        yield running


async def test_all_sites_come_back_at_once(product: Product) -> None:
    async with product.operator() as operator, product.web() as web:
        await operator.act("session.open")
        running = asyncio.create_task(product.crowd(web).run())
        await gather(operator, SITES, 120)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await operator.until(
            lambda: all(cell["lost"] or cell["role"] == "central" for cell in operator.cells.values())
        )
        answers: list[int] = []
        loop = asyncio.get_running_loop()
        async with product.web() as again:
            again._client.event_hooks["response"].append(noting(answers))
            began = loop.time()
            back = asyncio.create_task(product.crowd(again).run())
            await operator.until(lambda: everybody_here(operator.cells), 60)
            took = loop.time() - began
            back.cancel()
    assert answers
    assert max(answers) < 500
    tell(
        f"all {SITES} sites join again at once",
        1,
        f"{len(answers)} answers over HTTP, none of them a server error",
        back=(took, ALL_BACK_SECONDS, "s until all are back"),
    )


def noting(answers: list[int]) -> object:
    async def note(response: httpx.Response) -> None:
        answers.append(response.status_code)

    return note
