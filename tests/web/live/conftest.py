from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from diemcau.engine.memory import MemoryEngine
from tests.records import builders
from tests.web.live.house import House, house


@pytest.fixture(autouse=True)
def _demo(settings: Any, transactional_db: None) -> None:
    """Accounts without a second factor; that it is demanded otherwise has a test of its own."""
    settings.DEMO = True


@pytest.fixture
def session(transactional_db: None) -> UUID:
    """Live: the chair's site and Bỉm Sơn are in; Hà Trung and Nga Sơn are expected."""
    return builders.connected("bim-son")


@pytest.fixture
def engine() -> MemoryEngine:
    return MemoryEngine()


@pytest.fixture
async def here(engine: MemoryEngine, transactional_db: None) -> AsyncIterator[House]:
    async with house(engine) as one:
        yield one
