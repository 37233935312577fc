"""The gate, in front of a real engine: who passes, who does not, who is put out, and who comes back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.utils import timezone
from livekit import rtc
from livekit.protocol.models import TrackSource
from livekit.protocol.rtc import LeaveRequest, SignalRequest, SignalResponse
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from diemcau.conference.plan import Rights, Source
from diemcau.engine.livekit.control import LiveKitEngine
from diemcau.engine.livekit.server import EmbeddedServer
from diemcau.records.models import SiteLink
from diemcau.records.queries.session import current
from diemcau.regulation.powers import Role
from tests.web.live.house import House, house, link, person, store

pytestmark = pytest.mark.engine
PATIENCE = 20.0
CLIENT = {"protocol": "16", "sdk": "python", "version": "1.2.1", "auto_subscribe": "0"}
ROOM = {"site": "bim-son", "device": "d-bim-son"}


@pytest.fixture
async def here(livekit_server: EmbeddedServer, transactional_db: None) -> AsyncIterator[House]:
    engine = LiveKitEngine(livekit_server.url, livekit_server.key, livekit_server.secret)
    async with house(engine) as one:
        yield one


@pytest.fixture
def centre(session: UUID) -> str:
    return person(Role.CENTRAL_TECHNICIAN)


@pytest.fixture
def bim_son(session: UUID) -> str:
    return link("bim-son")


@asynccontextmanager
async def signalling(here: House, token: str, path: str = "rtc") -> AsyncIterator[ClientConnection]:
    """As the browser's client does it: the ticket stands in the address."""
    query = httpx.QueryParams({"access_token": token, **CLIENT})
    async with connect(f"ws://127.0.0.1:{here.port}/gate/{path}?{query}", proxy=None) as one:
        yield one


async def knock(here: House, token: str) -> int:
    """The status at the door; 101: it opened."""
    try:
        async with signalling(here, token):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


async def said(one: ClientConnection, kind: str) -> Any:
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = SignalResponse()
            answer.ParseFromString(bytes(await one.recv(decode=False)))
            if answer.WhichOneof("message") == kind:
                return getattr(answer, kind)


async def closes(one: ClientConnection, *codes: int) -> None:
    async with asyncio.timeout(PATIENCE):
        with suppress(ConnectionClosed):
            while True:
                await one.recv()
    assert one.close_code in codes


async def ticket(here: House, who: Any, session: UUID, slot: str = "room", **fields: str) -> dict[str, Any]:
    answer = await here.ticket(who, session, slot, **(fields or ROOM))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def present(here: House, room: object) -> set[str]:
    return set(await here.live.engine.participants(str(room)))


async def eventually(look: Callable[[], Any], holds: Callable[[Any], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds(await look()):
            await asyncio.sleep(0.02)


async def test_an_admitted_site_enters_and_sees_the_room(here: House, session: UUID, bim_son: str) -> None:
    given = await ticket(here, here.codec(bim_son), session)
    assert given["url"] == "/gate"
    room = rtc.Room()
    gate = f"ws://127.0.0.1:{here.port}/gate"
    await room.connect(gate, given["token"], rtc.RoomOptions(auto_subscribe=False))
    assert room.local_participant.identity == given["identity"] == "bim-son~room~1"
    assert given["identity"] in await present(here, session)
    await room.disconnect()


async def test_both_paths_of_the_clients_open(here: House, session: UUID, bim_son: str) -> None:
    token = (await ticket(here, here.codec(bim_son), session))["token"]
    async with signalling(here, token) as one:
        assert (await said(one, "join")).participant.identity == "bim-son~room~1"
    async with httpx.AsyncClient(base_url=here.origin, verify=False) as client:
        fine = await client.get("/gate/rtc/validate", params={"access_token": token, **CLIENT})
        forged = await client.get("/gate/rtc/validate", params={"access_token": token + "x"})
    assert (fine.status_code, forged.status_code) == (200, 403)


async def test_a_dropped_site_is_out_and_stays_out_with_any_ticket_it_ever_saw(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    who, chair = here.codec(bim_son), here.browser(centre)
    token = (await ticket(here, who, session))["token"]
    async with signalling(here, token) as one:
        await said(one, "join")
        await here.does(chair, session, "floor.give_site", site="bim-son")
        refreshed = await said(one, "refresh_token")
        await here.does(chair, session, "site.drop", site="bim-son")
        await closes(one, 4403)
    await eventually(lambda: present(here, session), lambda there: "bim-son~room~1" not in there)
    assert refreshed != token
    assert await knock(here, token) == 403
    assert await knock(here, refreshed) == 403
    assert (await here.ticket(who, session, "room", **ROOM)).status_code == 409

    await here.does(chair, session, "site.call_again", site="bim-son")
    await here.does(who, session, "site.knock", site="bim-son", device="d-bim-son")
    assert await knock(here, refreshed) == 403
    await here.does(chair, session, "site.admit", site="bim-son")
    assert await knock(here, refreshed) == 403  # of the admission before
    assert await knock(here, (await ticket(here, who, session))["token"]) == 101


async def test_a_refreshed_ticket_opens_while_the_site_is_admitted(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    token = (await ticket(here, here.codec(bim_son), session))["token"]
    async with signalling(here, token) as one:
        await said(one, "join")
        await here.does(here.browser(centre), session, "floor.give_site", site="bim-son")
        refreshed = await said(one, "refresh_token")
    assert await knock(here, refreshed) == 101


async def test_an_old_ticket_does_not_bring_back_the_floor(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    who, chair = here.codec(bim_son), here.browser(centre)
    await here.does(chair, session, "floor.give_site", site="bim-son")
    token = (await ticket(here, who, session))["token"]
    request = (await store(lambda: current(session))).floor.holders[0]
    await here.does(chair, session, "floor.revoke", request=request)
    async with signalling(here, token) as one:
        permission = (await said(one, "join")).participant.permission
    assert list(permission.can_publish_sources) == [TrackSource.CAMERA]


async def test_a_second_device_is_refused_until_the_centre_takes_it_over(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    who = here.codec(bim_son)
    first = (await ticket(here, who, session))["token"]
    async with signalling(here, first) as one:
        await said(one, "join")
        refused = await here.ticket(who, session, "room", site="bim-son", device="d2")
        assert (refused.status_code, refused.json()["refused"]["code"]) == (409, "second_device")
        await here.does(here.browser(centre), session, "site.take_over_device", site="bim-son", device="d2")
        await closes(one, 4403)
    assert await knock(here, first) == 403
    second = await ticket(here, who, session, site="bim-son", device="d2")
    assert second["identity"] == "bim-son~room~2"
    assert await knock(here, second["token"]) == 101


async def test_the_same_device_again_replaces_its_own_connection(
    here: House, session: UUID, bim_son: str
) -> None:
    token = (await ticket(here, here.codec(bim_son), session))["token"]
    async with signalling(here, token) as old:
        await said(old, "join")
        async with signalling(here, token) as new:
            await said(new, "join")
            await closes(old, 4409, 1000)  # by us, or by the engine if it was quicker
            assert new.close_code is None


async def test_a_second_screen_waits_for_the_first(here: House, session: UUID) -> None:
    who = here.codec(await store(lambda: link("bim-son", SiteLink.Slot.DISPLAY)))
    first = await ticket(here, who, session, "display", site="bim-son", device="tv-1")
    async with signalling(here, first["token"]) as one:
        joined = await said(one, "join")
        assert not joined.participant.permission.can_publish
        refused = await here.ticket(who, session, "display", site="bim-son", device="tv-2")
        assert refused.status_code == 409
        again = await here.ticket(who, session, "display", site="bim-son", device="tv-1")
        assert again.status_code == 200
    await eventually(
        lambda: here.ticket(who, session, "display", site="bim-son", device="tv-2"),
        lambda answer: answer.status_code == 200,
    )


async def test_an_operator_looks_and_listens(here: House, session: UUID, centre: str) -> None:
    given = await ticket(here, here.browser(centre), session, "operator", device="ban-1")
    async with signalling(here, given["token"]) as one:
        permission = (await said(one, "join")).participant.permission
    assert permission.can_subscribe
    assert not permission.can_publish
    assert not permission.can_publish_data
    assert not permission.can_update_metadata


async def test_a_line_check_has_a_room_of_its_own_that_goes_away(here: House, session: UUID) -> None:
    who = here.codec(await store(lambda: link("ha-trung")))
    given = await ticket(here, who, session, "check", site="ha-trung", device="d1")
    assert given["room"] == f"check-{session}-ha-trung"
    one, other = (given["tickets"][n]["token"] for n in (0, 1))
    async with signalling(here, one) as first, signalling(here, other) as second:
        assert (await said(first, "join")).room.name == given["room"]
        await said(second, "join")
        assert len(await present(here, given["room"])) == 2
        other_device = await here.ticket(who, session, "check", site="ha-trung", device="d2")
        assert other_device.status_code == 409
    await eventually(here.live.engine.rooms, lambda rooms: given["room"] not in rooms)


async def test_who_is_admitted_in_the_middle_of_a_check_leaves_it_in_order(
    here: House, session: UUID, centre: str
) -> None:
    """The engine says goodbye; a door that shuts would make a client knock once more, in vain."""
    who = here.codec(await store(lambda: link("ha-trung")))
    device = {"site": "ha-trung", "device": "d1"}
    await here.does(who, session, "site.knock", **device)
    given = await ticket(here, who, session, "check", **device)
    one, other = (given["tickets"][n]["token"] for n in (0, 1))
    async with signalling(here, one) as first, signalling(here, other) as second:
        await said(first, "join")
        await said(second, "join")
        await here.does(here.browser(centre), session, "site.admit", site="ha-trung")
        for door in (first, second):
            assert (await said(door, "leave")).action == LeaveRequest.DISCONNECT
            await closes(door, 1000)
    await eventually(here.live.engine.rooms, lambda rooms: given["room"] not in rooms)
    assert await knock(here, one) == 403


async def test_talkback_is_a_room_of_two_while_it_is_on(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    who, chair = here.codec(bim_son), here.browser(centre)
    assert (await here.ticket(who, session, "talkback", **ROOM)).status_code == 409
    await here.does(chair, session, "talkback.start", site="bim-son")
    mine = await ticket(here, who, session, "talkback", **ROOM)
    theirs = await ticket(here, chair, session, "talkback", site="bim-son", device="ban-1")
    assert mine["room"] == theirs["room"] == f"talk-{session}-bim-son"
    assert mine["identity"] != theirs["identity"]
    async with signalling(here, mine["token"]) as one, signalling(here, theirs["token"]) as other:
        await said(one, "join")
        await said(other, "join")
        await here.does(chair, session, "talkback.end")
        await closes(one, 4403)
    assert await knock(here, mine["token"]) == 403


async def test_the_end_of_the_session_closes_the_gate(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    who = here.codec(bim_son)
    token = (await ticket(here, who, session))["token"]
    async with here.line(who, session, **{"as": "site", **ROOM}) as line, signalling(here, token) as one:
        await line.next("welcome")
        await said(one, "join")
        await here.does(here.browser(centre), session, "session.end")
        await closes(one, 4403)
    assert await knock(here, token) == 403
    await eventually(here.live.engine.rooms, lambda rooms: str(session) not in rooms)


async def test_frames_beyond_the_bounds_end_the_connection(here: House, session: UUID, bim_son: str) -> None:
    token = (await ticket(here, here.codec(bim_son), session))["token"]
    async with signalling(here, token) as one:
        await said(one, "join")
        await one.send(b"\0" * (256 * 1024 + 1))
        await closes(one, 1009)
    async with signalling(here, token) as one:
        await said(one, "join")
        ping = SignalRequest(ping=1).SerializeToString()  # nothing the engine itself would end it for
        for _ in range(1000):
            try:
                await one.send(ping)
            except ConnectionClosed:
                break
        await closes(one, 1008)


async def test_tickets_of_others_making_open_nothing(here: House, session: UUID, bim_son: str) -> None:
    engine, chance = here.live.engine, timedelta(minutes=1)
    stranger = LiveKitEngine("http://127.0.0.1:9", "tests", "another-secret-another-secret-another")
    everything = Rights(frozenset(Source))
    made = [
        stranger.ticket(str(session), "bim-son~room~1", "", everything, chance),
        engine.ticket(str(session), "bim-son~room~1", "", everything, timedelta(seconds=-5)),
        engine.ticket(str(session), "nga-son~room~1", "", everything, chance),
        engine.ticket(str(session), "ha-trung~room~0", "", everything, chance),
        engine.ticket(str(session), "ai-do", "", everything, chance),
        engine.ticket("phong-khac", "bim-son~room~1", "", everything, chance),
        engine.ticket(f"check-{session}-bim-son", "bim-son~check~a", "", everything, chance),
    ]
    assert [await knock(here, one.token) for one in made] == [403] * len(made)
    assert await knock(here, "") == 403
    assert await knock(here, (await ticket(here, here.codec(bim_son), session))["token"]) == 101
    await stranger.close()


async def test_what_was_withdrawn_opens_nothing_at_another_process(
    here: House, session: UUID, livekit_server: EmbeddedServer, bim_son: str
) -> None:
    """Nor at this one when it has been started again: it then is another process."""
    who = here.codec(bim_son)
    token = (await ticket(here, who, session))["token"]
    engine = LiveKitEngine(livekit_server.url, livekit_server.key, livekit_server.secret)
    async with house(engine) as other:
        assert await knock(other, token) == 101
        await store(lambda: SiteLink.objects.update(revoked_at=timezone.now()))
        await here.live.guard.look()
        assert await knock(other, token) == 403
        assert await knock(here, token) == 403
