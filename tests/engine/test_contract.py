"""One contract, two engines."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from diemcau.conference.plan import Rights, Source
from diemcau.engine.port import EngineError, Ticket, TicketError
from tests.engine.worlds import World, eventually

MINUTE = timedelta(minutes=1)
SPEAKS = Rights(frozenset({Source.CAMERA, Source.MICROPHONE}))
LOOKS = Rights(frozenset({Source.CAMERA}))
NOTHING = Rights()


def ticket(world: World, room: str, rights: Rights = SPEAKS, identity: str = "bim-son~room~1") -> Ticket:
    return world.engine.ticket(room, identity, "Bỉm Sơn", rights, MINUTE)


async def publishing(world: World, room: str, identity: str = "bim-son~room~1") -> frozenset[Source]:
    return (await world.engine.participants(room))[identity].publishing


async def test_a_room_is_opened_once_and_closed_once(world: World, room_name: str) -> None:
    assert room_name not in await world.engine.rooms()
    await world.engine.open_room(room_name)
    await world.engine.open_room(room_name)
    assert room_name in await world.engine.rooms()
    await world.engine.close_room(room_name)
    await world.engine.close_room(room_name)
    assert room_name not in await world.engine.rooms()


async def test_opening_again_keeps_who_is_in(world: World, room_name: str) -> None:
    await world.engine.open_room(room_name)
    await world.join(ticket(world, room_name))
    await world.engine.open_room(room_name)
    assert "bim-son~room~1" in await world.engine.participants(room_name)


async def test_nobody_enters_a_room_that_we_did_not_open(world: World, room_name: str) -> None:
    with pytest.raises(EngineError):
        await world.join(ticket(world, room_name))
    assert room_name not in await world.engine.rooms()


async def test_who_is_in_and_what_they_may_do(world: World, room_name: str) -> None:
    await world.engine.open_room(room_name)
    await world.join(ticket(world, room_name))
    await world.join(ticket(world, room_name, NOTHING, "op~1~desk"))
    there = await world.engine.participants(room_name)
    assert {name: one.rights for name, one in there.items()} == {
        "bim-son~room~1": SPEAKS,
        "op~1~desk": NOTHING,
    }
    assert not any(one.publishing for one in there.values())


async def test_a_room_that_is_not_there_has_nobody(world: World, room_name: str) -> None:
    assert await world.engine.participants(room_name) == {}


async def test_a_microphone_taken_away_is_silent_at_once(world: World, room_name: str) -> None:
    await world.engine.open_room(room_name)
    await world.join(ticket(world, room_name))
    await world.publish(ticket(world, room_name), Source.MICROPHONE)
    assert await publishing(world, room_name) == {Source.MICROPHONE}
    await world.engine.set_rights(room_name, "bim-son~room~1", LOOKS)
    await eventually(lambda: publishing(world, room_name), lambda now: not now, seconds=1)
    assert (await world.engine.participants(room_name))["bim-son~room~1"].rights == LOOKS


async def test_all_rights_taken_away(world: World, room_name: str) -> None:
    await world.engine.open_room(room_name)
    await world.join(ticket(world, room_name))
    await world.publish(ticket(world, room_name), Source.MICROPHONE)
    await world.engine.set_rights(room_name, "bim-son~room~1", NOTHING)
    await eventually(lambda: publishing(world, room_name), lambda now: not now, seconds=1)
    assert (await world.engine.participants(room_name))["bim-son~room~1"].rights == NOTHING


async def test_other_sources_stay_when_one_is_taken_away(world: World, room_name: str) -> None:
    both = Rights(frozenset({Source.MICROPHONE, Source.SCREEN_SOUND}))
    await world.engine.open_room(room_name)
    await world.join(ticket(world, room_name, both))
    await world.publish(ticket(world, room_name), Source.MICROPHONE)
    await world.publish(ticket(world, room_name), Source.SCREEN_SOUND)
    await world.engine.set_rights(room_name, "bim-son~room~1", Rights(frozenset({Source.SCREEN_SOUND})))
    await eventually(
        lambda: publishing(world, room_name), lambda now: now == {Source.SCREEN_SOUND}, seconds=1
    )


async def test_the_floor_given_opens_the_microphone(world: World, room_name: str) -> None:
    await world.engine.open_room(room_name)
    await world.join(ticket(world, room_name, LOOKS))
    await world.engine.set_rights(room_name, "bim-son~room~1", SPEAKS)
    await world.publish(ticket(world, room_name), Source.MICROPHONE)
    assert await publishing(world, room_name) == {Source.MICROPHONE}


@pytest.mark.parametrize("rights", [NOTHING, LOOKS], ids=["no rights", "camera only"])
async def test_nobody_speaks_without_the_floor(world: World, room_name: str, rights: Rights) -> None:
    await world.engine.open_room(room_name)
    await world.join(ticket(world, room_name, rights))
    with pytest.raises(EngineError):
        await world.publish(ticket(world, room_name), Source.MICROPHONE)
    assert await publishing(world, room_name) == frozenset()


async def test_removed_is_out(world: World, room_name: str) -> None:
    await world.engine.open_room(room_name)
    await world.join(ticket(world, room_name))
    await world.join(ticket(world, room_name, identity="op~1~desk"))
    await world.engine.remove(room_name, "bim-son~room~1")
    assert await world.is_out(ticket(world, room_name))
    await eventually(
        lambda: world.engine.participants(room_name), lambda there: set(there) == {"op~1~desk"}, seconds=2
    )


async def test_closing_the_room_puts_everybody_out(world: World, room_name: str) -> None:
    await world.engine.open_room(room_name)
    await world.join(ticket(world, room_name))
    await world.engine.close_room(room_name)
    assert await world.is_out(ticket(world, room_name))
    assert await world.engine.participants(room_name) == {}


async def test_what_is_gone_is_no_error(world: World, room_name: str) -> None:
    await world.engine.set_rights(room_name, "nobody~room~1", SPEAKS)
    await world.engine.remove(room_name, "nobody~room~1")
    await world.engine.open_room(room_name)
    await world.engine.set_rights(room_name, "nobody~room~1", SPEAKS)
    await world.engine.remove(room_name, "nobody~room~1")
    assert await world.engine.participants(room_name) == {}


async def test_a_ticket_reads_back(world: World) -> None:
    given = ticket(world, "phong-hop")
    read = world.engine.read_ticket(given.token)
    assert (read.room, read.identity) == ("phong-hop", "bim-son~room~1")
    assert abs(read.expires_at - given.expires_at) < timedelta(seconds=2)
    assert MINUTE - timedelta(seconds=5) < read.expires_at - datetime.now(UTC) <= MINUTE


def claims_of(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def forgeries(world: World) -> dict[str, str]:
    token = ticket(world, "phong-hop").token
    head, body, signature = token.split(".")
    other = {**claims_of(token), "sub": "op~1~desk"}
    unsigned = jwt.encode(other, None, algorithm="none")
    return {
        "empty": "",
        "no token": "không phải vé",
        "cut": f"{head}.{body}",
        "other identity, old signature": f"{head}.{unsigned.split('.')[1]}.{signature}",
        "unsigned": unsigned,
        "signed by another": jwt.encode(other, "x" * 32, algorithm="HS256"),
        "huge": "a" * 200_000,
    }


FORGERIES = [
    "empty",
    "no token",
    "cut",
    "other identity, old signature",
    "unsigned",
    "signed by another",
    "huge",
]


@pytest.mark.parametrize("kind", FORGERIES)
async def test_a_forged_ticket_is_refused(world: World, kind: str) -> None:
    with pytest.raises(TicketError):
        world.engine.read_ticket(forgeries(world)[kind])


async def test_an_expired_ticket_is_refused(world: World) -> None:
    late = world.engine.ticket("phong-hop", "bim-son~room~1", "Bỉm Sơn", SPEAKS, timedelta(seconds=-1))
    with pytest.raises(TicketError):
        world.engine.read_ticket(late.token)


def seal_of(world: World) -> Any:
    return world.engine._seal  # type: ignore[attr-defined]


def signed(world: World, claims: dict[str, Any]) -> str:
    return str(seal_of(world).sign(claims, MINUTE))


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"sub": "op~1~desk"},
        {"sub": "op~1~desk", "video": {"roomAdmin": True, "room": "phong-hop"}},
        {"sub": "op~1~desk", "video": {"roomJoin": True}},
        {"video": {"roomJoin": True, "room": "phong-hop"}},
        {"sub": "op~1~desk", "video": ["roomJoin"]},
        {"sub": "op~1~desk", "video": {"roomJoin": "yes", "room": "phong-hop"}},
    ],
)
async def test_what_we_signed_for_something_else_is_no_ticket(world: World, claims: dict[str, Any]) -> None:
    with pytest.raises(TicketError):
        world.engine.read_ticket(signed(world, claims))


BODY = json.dumps(
    {
        "event": "participant_joined",
        "id": "EV_1",
        "room": {"sid": "RM_1", "name": "phong-hop"},
        "participant": {"identity": "bim-son~room~1"},
        "createdAt": "1",
    }
).encode()


def authorization(world: World, body: bytes = BODY) -> str:
    return signed(world, {"sha256": base64.b64encode(hashlib.sha256(body).digest()).decode()})


async def test_a_webhook_is_read(world: World) -> None:
    seen = world.engine.read_webhook(BODY, authorization(world))
    assert (seen.id, seen.kind, seen.room, seen.identity) == (
        "EV_1",
        "participant_joined",
        "phong-hop",
        "bim-son~room~1",
    )


async def test_a_webhook_without_a_participant_is_read(world: World) -> None:
    body = b'{"event":"room_finished","id":"EV_2","room":{"name":"phong-hop"}}'
    assert world.engine.read_webhook(body, authorization(world, body)).identity == ""


async def test_a_changed_webhook_is_refused(world: World) -> None:
    with pytest.raises(TicketError):
        world.engine.read_webhook(BODY.replace(b"joined", b"left"), authorization(world))


async def test_a_webhook_signed_by_another_is_refused(world: World) -> None:
    forged = {**claims_of(authorization(world))}
    with pytest.raises(TicketError):
        world.engine.read_webhook(BODY, jwt.encode(forged, "x" * 32, algorithm="HS256"))


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer x.y.z"])
async def test_a_webhook_without_a_signature_is_refused(world: World, given: str) -> None:
    with pytest.raises(TicketError):
        world.engine.read_webhook(BODY, given)


async def test_a_ticket_does_not_sign_a_webhook(world: World) -> None:
    with pytest.raises(TicketError):
        world.engine.read_webhook(BODY, ticket(world, "phong-hop").token)


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff\xfe", b'{"event": 1, "id": "x"}'])
async def test_a_signed_webhook_that_says_nothing_is_refused(world: World, body: bytes) -> None:
    with pytest.raises(TicketError):
        world.engine.read_webhook(body, authorization(world, body))


async def test_the_secret_is_not_printable(world: World) -> None:
    assert seal_of(world).secret not in f"{seal_of(world)!r} {vars(world.engine)!r}"
