"""The engine is killed in a live session and started again: the room comes back, nobody is turned away."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from livekit import rtc

from diemcau.engine.livekit.control import LiveKitEngine
from diemcau.engine.livekit.server import EmbeddedServer
from diemcau.regulation.powers import Role
from tests.live_engine import start_server
from tests.web.live.house import House, house, link, person, store
from tests.web.live.test_gate import eventually, knock, present, ticket

pytestmark = pytest.mark.engine


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    """Of this test alone: it is killed."""
    one = start_server(tmp_path)
    yield one
    one.end()


@pytest.fixture
async def here(server: EmbeddedServer, transactional_db: None) -> AsyncIterator[House]:
    async with house(LiveKitEngine(server.url, server.key, server.secret)) as one:
        yield one


async def restart(server: EmbeddedServer) -> None:
    server.kill()
    await asyncio.to_thread(server.end)
    server.start()


async def test_everybody_comes_back_to_the_room(here: House, session: UUID, server: EmbeddedServer) -> None:
    who = here.codec(await store(lambda: link("bim-son")))
    board = here.browser(await store(lambda: person(Role.CENTRAL_TECHNICIAN)))
    given = await ticket(here, who, session)
    back = asyncio.Event()
    room = rtc.Room()
    room.on("reconnected", lambda *_: back.set())
    await room.connect(
        f"ws://127.0.0.1:{here.port}/gate", given["token"], rtc.RoomOptions(auto_subscribe=False)
    )
    async with here.line(board, session, **{"as": "operator"}) as line:
        await line.next("welcome")
        await restart(server)
        assert (await line.next("engine"))["up"] is False
        assert (await line.next("engine"))["up"] is True
        async with asyncio.timeout(30):
            await back.wait()
    await eventually(lambda: present(here, session), lambda there: given["identity"] in there)
    await room.disconnect()


async def test_the_door_is_held_until_the_room_is_there_again(
    here: House, session: UUID, server: EmbeddedServer
) -> None:
    """Nobody is told 401 or 404 meanwhile: clients would take that for the end."""
    token = (await ticket(here, here.codec(await store(lambda: link("bim-son"))), session))["token"]
    assert await knock(here, token) == 101
    server.kill()
    await asyncio.to_thread(server.end)
    while_away = await knock(here, token)
    at_the_door = asyncio.create_task(knock(here, token))
    server.start()
    assert while_away == 503
    assert await at_the_door == 101
