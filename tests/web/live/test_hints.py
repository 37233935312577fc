"""The engine's hints: whoever keeps the rooms in order is told to look."""

from uuid import UUID

import httpx
import pytest

from diemcau.engine.memory import MemoryEngine
from diemcau.records import bus
from tests.web.live.house import House, until

pytestmark = pytest.mark.django_db(transaction=True)


async def hint(here: House, kind: str, room: str) -> None:
    engine = here.live.engine
    assert isinstance(engine, MemoryEngine)
    body, signature = engine.webhook(kind, room)
    async with httpx.AsyncClient(base_url=here.origin, verify=False) as client:
        answer = await client.post("/live/engine/webhook", content=body, headers={"Authorization": signature})
    assert answer.status_code == 200


@pytest.mark.parametrize("kind", ["participant_joined", "participant_left", "room_finished"])
async def test_who_comes_and_goes_is_a_reason_to_look(here: House, session: UUID, kind: str) -> None:
    heard: list[tuple[UUID, int]] = []
    bus.here().listen(lambda *news: heard.append(news))
    await hint(here, kind, str(session))
    await until(lambda: (session, 0) in heard)


async def test_other_hints_and_other_rooms_stir_nobody(here: House, session: UUID) -> None:
    heard: list[tuple[UUID, int]] = []
    bus.here().listen(lambda *news: heard.append(news))
    await hint(here, "track_published", str(session))
    await hint(here, "participant_joined", f"check-{session}-bim-son")
    await hint(here, "participant_joined", "phong-khac")
    await hint(here, "participant_joined", str(session))
    await until(lambda: (session, 0) in heard)
    assert heard.count((session, 0)) == 1
