"""Attacks on the way to picture and sound, in front of a real engine."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from livekit.protocol.rtc import SignalResponse
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from diemcau.conference.plan import Rights, Source
from diemcau.engine.livekit.control import LiveKitEngine
from diemcau.engine.livekit.server import EmbeddedServer
from diemcau.records.models import Account
from diemcau.regulation.powers import Role
from tests.records import builders
from tests.web.live.house import House, account, house, link, signed_in, store

pytestmark = pytest.mark.engine
SAID = {"protocol": "16", "sdk": "js", "version": "2.15.0", "auto_subscribe": "0"}


@pytest.fixture
async def here(livekit_server: EmbeddedServer, transactional_db: None) -> AsyncIterator[House]:
    engine = LiveKitEngine(livekit_server.url, livekit_server.key, livekit_server.secret)
    async with house(engine) as one:
        yield one


@pytest.fixture
def session(transactional_db: None, settings: Any) -> UUID:
    settings.DEMO = True
    return builders.connected("bim-son")


@pytest.fixture
def bim_son(session: UUID) -> str:
    return link("bim-son")


async def joined_as(address: str, token: str, **more: str) -> str:
    """The name the engine gives to whoever comes with this ticket."""
    query = httpx.QueryParams({"access_token": token, **SAID, **more})
    async with connect(f"{address}?{query}", proxy=None) as one:
        answer = SignalResponse()
        while answer.WhichOneof("message") != "join":
            answer.ParseFromString(bytes(await one.recv(decode=False)))
        return str(answer.join.participant.identity)


async def test_one_ticket_is_one_participant(here: House, session: UUID, bim_son: str) -> None:
    """The engine itself makes a second one of it, whom taking the floor from the first would not silence."""
    given = await here.ticket(here.codec(bim_son), session, "room", site="bim-son", device="d-bim-son")
    gate = f"ws://127.0.0.1:{here.port}/gate/rtc"
    assert await joined_as(gate, given.json()["token"], publish="hai") == "bim-son~room~1"
    assert set(await here.live.engine.participants(str(session))) <= {"bim-son~room~1"}
    rights = Rights(frozenset({Source.CAMERA}))
    behind = here.live.engine.ticket(str(session), "bim-son~room~1", "", rights, timedelta(minutes=1))
    assert (
        await joined_as(f"{here.live.engine.address}/rtc", behind.token, publish="hai")
        == "bim-son~room~1#hai"
    )


async def test_without_a_line_one_is_put_out_all_the_same(here: House, session: UUID) -> None:
    """An operator whose account is locked keeps only the engine's signalling open, to go on listening."""
    made, other = await store(lambda: [account(Role.CENTRAL_TECHNICIAN) for _ in range(2)])
    keys = await store(lambda: [signed_in(one) for one in (made, other)])
    given = [(await here.ticket(here.browser(key), session, "operator", device="d")).json() for key in keys]
    gate = f"ws://127.0.0.1:{here.port}/gate/rtc"
    addresses = [f"{gate}?{httpx.QueryParams({'access_token': one['token'], **SAID})}" for one in given]
    async with connect(addresses[0], proxy=None) as out, connect(addresses[1], proxy=None) as stays:
        await out.recv()
        await stays.recv()
        await store(lambda: Account.objects.filter(pk=made.pk).update(is_active=False))
        await here.live.guard.look()
        await asyncio.wait_for(out.wait_closed(), 10)
        assert out.close_code == 4403
        assert stays.close_code is None
    with pytest.raises(InvalidStatus):
        await joined_as(gate, given[0]["token"])
    assert await joined_as(gate, given[1]["token"]) == given[1]["identity"]


async def test_a_ticket_of_another_session_does_not_open_this_one(
    here: House, session: UUID, bim_son: str
) -> None:
    """The room stands in the ticket, and the client's wish for another one counts for nothing."""
    other = await store(builders.opened_anew)
    given = await here.ticket(here.codec(bim_son), session, "room", site="bim-son", device="d-bim-son")
    gate = f"ws://127.0.0.1:{here.port}/gate/rtc"
    assert await joined_as(gate, given.json()["token"], room=str(other)) == "bim-son~room~1"
    assert not await here.live.engine.participants(str(other))
    rights = Rights(frozenset({Source.CAMERA}))
    elsewhere = here.live.engine.ticket(str(other), "bim-son~room~1", "", rights, timedelta(minutes=1))
    with pytest.raises(InvalidStatus):
        await joined_as(gate, elsewhere.token)
