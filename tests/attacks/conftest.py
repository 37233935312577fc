"""A live session behind its doors, and who stands before them. A file with a cast of its own overrides it."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from diemcau.engine.memory import MemoryEngine
from diemcau.regulation.powers import Role
from tests.records import builders
from tests.web.live.house import House, house, link, person


@pytest.fixture
def demo(settings: Any, transactional_db: None) -> None:
    """Accounts without a second factor."""
    settings.DEMO = True


@pytest.fixture
def session(demo: None) -> UUID:
    return builders.connected("bim-son")


@pytest.fixture
async def here(demo: None) -> AsyncIterator[House]:
    async with house(MemoryEngine()) as one:
        yield one


@pytest.fixture
def centre(session: UUID) -> str:
    return person(Role.CENTRAL_TECHNICIAN)


@pytest.fixture
def bim_son(session: UUID) -> str:
    return link("bim-son")
