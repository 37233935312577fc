"""Attacks on the live endpoints' doors. Each with the same thing done rightly beside it."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from diemcau.conference.actors import MACHINE
from diemcau.conference.commands import Order, SeeRecording
from diemcau.engine.memory import MemoryEngine
from diemcau.records.actions.session import act
from diemcau.records.models import Account, Assignment, SiteLink
from diemcau.records.queries.session import current
from diemcau.records.queries.slots import holding
from diemcau.regulation.powers import Role
from tests.records import builders
from tests.web.live.house import House, Pass, account, link, person, seat, signed_in, store

ROOM = {"as": "site", "site": "bim-son", "device": "d-bim-son"}
OPERATOR = {"as": "operator"}


async def farewell(here: House, who: Pass, session: object, **query: str) -> int:
    async with here.line(who, str(session), **query) as line:
        return await line.ends()


async def opens(here: House, who: Pass, session: object, **query: str) -> bool:
    async with here.line(who, str(session), **query) as line:
        return bool(await line.next("welcome"))


# --- guessed and foreign sessions
async def test_a_guessed_session_and_a_forbidden_one_look_the_same(
    here: House, session: UUID, centre: str
) -> None:
    stranger = here.browser(await store(lambda: signed_in(account())))
    answers = [await here.act(stranger, one, "session.pause") for one in (session, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    tickets = [await here.ticket(stranger, one, "operator", device="x") for one in (session, uuid4())]
    assert tickets[0].content == tickets[1].content
    codes = [await farewell(here, stranger, one, **OPERATOR) for one in (session, uuid4(), "khong-phai")]
    assert codes == [4404, 4404, 4404]
    assert (await here.act(here.browser(centre), session, "session.pause")).status_code == 200


async def test_without_a_credential_nothing_is_told_apart(here: House, session: UUID, bim_son: str) -> None:
    nobody, wrong = Pass({}), here.codec("doan-mo")
    for who in (nobody, wrong):
        answers = [await here.act(who, one, "site.leave", site="bim-son") for one in (session, uuid4())]
        assert [answer.status_code for answer in answers] == [401, 401]
        assert await farewell(here, who, session, **ROOM) == 4401
    assert await opens(here, here.codec(bim_son), session, **ROOM)


# --- one site for another; sites as chairs; screens as rooms
async def test_a_site_does_not_act_for_another(here: House, session: UUID, bim_son: str) -> None:
    who = here.codec(bim_son)
    refused = await here.act(who, session, "site.knock", site="ha-trung", device="d1")
    assert refused.status_code == 403
    assert (await seat(session, "ha-trung")).lane == "expected"
    assert await farewell(here, who, session, **{**ROOM, "site": "ha-trung"}) == 4404
    assert (await here.ticket(who, session, "check", site="ha-trung", device="d1")).status_code == 404
    assert (
        await here.act(who, session, "fault.report", site="bim-son", fault_kind="line")
    ).status_code == 200


CHAIRS_COMMANDS = [
    {"act": "session.end"},
    {"act": "site.admit", "site": "bim-son"},
    {"act": "site.drop", "site": "tinh-uy"},
    {"act": "floor.give_site", "site": "bim-son"},
    {"act": "floor.next"},
    {"act": "floor.close_all"},
    {"act": "picture.take"},
    {"act": "token.take"},
    {"act": "note.send", "text": "xin chào"},
    {"act": "site.take_over_device", "site": "bim-son", "device": "d2"},
]


async def test_neither_a_site_nor_a_screen_sends_the_chairs_commands(
    here: House, session: UUID, bim_son: str
) -> None:
    screen = await store(lambda: link("bim-son", SiteLink.Slot.DISPLAY))
    before = (await store(lambda: current(session))).seq
    for command in CHAIRS_COMMANDS:
        for who in (here.codec(bim_son), here.codec(screen)):
            assert (await here.act(who, session, **command)).status_code == 403, command
    assert (await store(lambda: current(session))).seq == before


async def test_a_screen_confirms_the_notice_of_its_own_site_and_nothing_else(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    screen = here.codec(await store(lambda: link("bim-son", SiteLink.Slot.DISPLAY)))
    recorder = Order(SeeRecording(True, recorder="may-ghi", profile="low"), MACHINE, "ghi-hinh")
    await store(lambda: act(session, recorder, datetime.now(UTC)))
    notice = {"site": "bim-son", "display": True}
    assert (await here.act(screen, session, "recording.confirm_notice", **notice)).status_code == 200
    assert (await store(lambda: current(session))).tape.displays == {"bim-son"}
    before = (await store(lambda: current(session))).seq
    other = notice | {"site": "ha-trung"}
    for who in (screen, here.codec(bim_son)):
        assert (await here.act(who, session, "recording.confirm_notice", **other)).status_code == 403
        stop = await here.act(who, session, "recording.stop", reason="Không muốn bị ghi")
        assert stop.status_code == 403
    assert (await store(lambda: current(session))).seq == before
    refused = await here.act(here.browser(centre), session, "recording.stop", reason=" ")
    assert refused.status_code == 409
    assert refused.json()["refused"]["article"] == "3"


async def test_a_screen_gets_no_room_ticket_and_no_board(here: House, session: UUID) -> None:
    who = here.codec(await store(lambda: link("bim-son", SiteLink.Slot.DISPLAY)))
    room = await here.ticket(who, session, "room", site="bim-son", device="d-bim-son")
    assert room.status_code == 404
    assert await farewell(here, who, session, **OPERATOR) == 4404
    assert (await here.ticket(who, session, "display", site="bim-son", device="tv")).status_code == 200


async def test_a_chair_of_another_room_does_not_preside_here(here: House, session: UUID) -> None:
    elsewhere = here.browser(await store(lambda: person(Role.CHAIR, "ubnd-tinh")))
    own = here.browser(await store(lambda: person(Role.CHAIR, "tinh-uy")))
    assert (await here.act(elsewhere, session, "session.pause")).status_code == 404
    assert (await here.act(own, session, "session.pause")).status_code == 200


async def test_nobody_speaks_as_the_machine(here: House, session: UUID, centre: str) -> None:
    said: dict[str, dict[str, Any]] = {
        "machine.line": {"site": "bim-son", "up": False},
        "machine.media": {"site": "bim-son", "up": False},
        "machine.engine": {"up": False},
        "machine.recording": {"running": True},
        "machine.not_recorded": {"reason": "Không ghi"},
        "machine.recording_discarded": {},
        "machine.tick": {},
        "site.add": {"site": "nhu-xuan", "number": 40, "name": "Nhu Xuân", "role": "chair"},
    }
    for name, fields in said.items():
        assert (await here.act(here.browser(centre), session, name, **fields)).status_code == 403, name


async def test_an_account_named_machine_by_an_assignment_is_nobody(here: House, session: UUID) -> None:
    machine = here.browser(await store(lambda: person(Role.MACHINE)))
    assert (await here.act(machine, session, "session.pause")).status_code == 404


# --- waiting sites
async def test_a_waiting_site_gets_no_media_and_no_names(here: House, session: UUID, centre: str) -> None:
    who = here.codec(await store(lambda: link("ha-trung")))
    await here.does(who, session, "site.knock", site="ha-trung", device="d1")
    room = {"site": "ha-trung", "device": "d1"}
    for slot in ("room", "display", "talkback"):
        assert (await here.ticket(who, session, slot, **room)).status_code in (404, 409)
    async with here.line(who, session, **{"as": "site", **room}) as line:
        welcome = json.dumps(await line.next("welcome"))
    assert "bim-son" not in welcome
    await here.does(here.browser(centre), session, "site.admit", site="ha-trung")
    assert (await here.ticket(who, session, "room", **room)).status_code == 200


# --- rights that end
async def test_a_revoked_link_ends_its_lines_and_its_room(here: House, session: UUID, bim_son: str) -> None:
    who = here.codec(bim_son)
    other = here.codec(await store(lambda: link("tinh-uy")))
    query = {"as": "site", "site": "tinh-uy", "device": "d-tinh-uy"}
    async with here.line(who, session, **ROOM) as line, here.line(other, session, **query) as beside:
        await line.next("welcome")
        await beside.next("welcome")
        await store(lambda: SiteLink.objects.filter(site__code="bim-son").update(revoked_at=builders.NOW))
        await here.live.guard.look()
        assert await line.ends() == 4403
        await beside.beat()
    held = await store(lambda: holding(str(session), "bim-son~room~1"))
    assert held.shut
    assert (await here.act(who, session, "site.leave", site="bim-son")).status_code == 401


@pytest.mark.parametrize("how", ["role", "account", "signed out", "password"])
async def test_rights_withdrawn_while_connected(here: House, session: UUID, how: str) -> None:
    made: Account = await store(lambda: account(Role.CENTRAL_TECHNICIAN))
    key = await store(lambda: signed_in(made))

    def withdraw() -> None:
        if how == "role":
            Assignment.objects.filter(account=made).delete()
        elif how == "account":
            Account.objects.filter(pk=made.pk).update(is_active=False)
        elif how == "password":
            made.set_unusable_password()
            made.save()
        else:
            from django.contrib.sessions.models import Session

            Session.objects.filter(session_key=key).delete()

    async with here.line(here.browser(key), session, **OPERATOR) as line:
        await line.next("welcome")
        await here.live.guard.look()
        await line.beat()
        await store(withdraw)
        await here.live.guard.look()
        assert await line.ends() == 4403
    assert (await here.act(here.browser(key), session, "session.pause")).status_code in (401, 404)


async def test_an_expired_link_opens_nothing(here: House, session: UUID) -> None:
    expired = await store(lambda: link("bim-son", seconds=-1))
    assert await farewell(here, here.codec(expired), session, **ROOM) == 4401
    fresh = await store(lambda: link("bim-son", hours=1))
    assert await opens(here, here.codec(fresh), session, **ROOM)


async def test_a_central_technician_without_a_second_factor_is_not_let_in(
    here: House, session: UUID, centre: str, settings: Any
) -> None:
    assert await opens(here, here.browser(centre), session, **OPERATOR)
    settings.DEMO = False
    assert await farewell(here, here.browser(centre), session, **OPERATOR) == 4404
    assert (await here.act(here.browser(centre), session, "session.pause")).status_code == 404


# --- foreign pages
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", None])
async def test_a_foreign_page_cannot_use_the_cookie(
    here: House, session: UUID, centre: str, origin: str | None
) -> None:
    cookie = {"Cookie": f"sessionid={centre}"}
    who = Pass(cookie if origin is None else {**cookie, "Origin": origin})
    answer = await here.act(who, session, "session.pause")
    assert (answer.status_code, answer.json()["refused"]["code"]) == (403, "foreign_page")
    assert (await here.ticket(who, session, "operator", device="d")).status_code == 403
    with pytest.raises(InvalidStatus) as refused:
        await farewell(here, who, session, **OPERATOR)
    assert refused.value.response.status_code == 403
    assert await opens(here, here.browser(centre), session, **OPERATOR)


async def test_a_form_of_a_foreign_page_is_not_json(here: House, session: UUID, centre: str) -> None:
    body = json.dumps({"id": uuid4().hex, "command": {"act": "session.pause"}}).encode()
    path = f"/live/{session}/acts"
    form = await here.post(here.browser(centre), path, body, **{"Content-Type": "text/plain"})
    assert form.status_code == 415
    assert (await here.post(here.browser(centre), path, body)).status_code == 200


async def test_no_get_changes_anything(here: House, session: UUID, centre: str) -> None:
    async with httpx.AsyncClient(base_url=here.origin, verify=False) as client:
        for path in ("acts", "tickets"):
            answer = await client.get(f"/live/{session}/{path}", headers=here.browser(centre).headers)
            assert answer.status_code == 405


# --- huge, deep, broken
DEEP = b'{"id":"12345678","command":' + b"[" * 60_000
BROKEN = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"\xff\xfe",
    b'{"id":"12345678"}',
    b'{"id":"12345678","command":{"act":"khong.co"}}',
    b'{"id":"1","command":{"act":"session.pause"}}',
    b'{"id":"12345678","command":{"act":"site.admit"}}',
    b'{"id":"12345678","command":{"act":"site.admit","site":"../../x"}}',
    b'{"id":"12345678","command":{"act":"site.admit","site":"bim-son","more":1}}',
    b'{"id":"12345678","command":{"act":"session.pause","reason":1e999}}',
    b'{"id":"12345678","command":{"act":"session.pause","reason":"' + b"x" * 600 + b'"}}',
    DEEP,
    b'{"id":"12345678","x":' + b'{"a":' * 20_000,
]


async def test_what_cannot_be_read_is_a_sentence(here: House, session: UUID, centre: str) -> None:
    for body in BROKEN:
        for path in ("acts", "tickets"):
            answer = await here.post(here.browser(centre), f"/live/{session}/{path}", body)
            assert answer.status_code in (422, 413), body[:80]
            assert answer.json()["refused"]["says"]
    assert (await here.act(here.browser(centre), session, "session.pause")).status_code == 200


async def test_a_body_beyond_the_bounds_is_not_read(here: House, session: UUID, centre: str) -> None:
    who = here.browser(centre)
    huge = await here.post(who, f"/live/{session}/acts", b" " * (300 * 1024))
    long = {"id": uuid4().hex, "command": {"act": "session.pause"}}
    padded = json.dumps(long).encode() + b" " * (65 * 1024)
    assert huge.status_code == 413
    assert (await here.post(who, f"/live/{session}/acts", padded)).status_code == 413


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800"], ids=["nul", "nul inside", "half a letter"])
async def test_characters_that_cannot_be_stored_are_refused(
    here: House, session: UUID, centre: str, text: str
) -> None:
    answer = await here.act(here.browser(centre), session, "session.pause", reason=text)
    assert answer.status_code in (409, 422)
    assert answer.json()["refused"]["says"]


FRAMES: list[str | bytes] = [
    "{",
    "[]",
    "null",
    '{"t":"beat"}',
    '{"t":"beat","n":-1}',
    '{"t":"act","n":1}',
    "[" * 4000,
    "x" * 5000,
    '{"t":"beat","n":1,"stats":{"up":{"loss":101}}}',
    b"\xff\xfe",
]


async def test_a_frame_that_cannot_be_read_ends_the_line(here: House, session: UUID, bim_son: str) -> None:
    for frame in FRAMES:
        async with here.line(here.codec(bim_son), session, **ROOM) as line:
            await line.beat()
            await line.socket.send(frame)
            assert await line.ends() == 4400, frame[:40]


async def test_an_oversized_frame_ends_the_line(here: House, session: UUID, bim_son: str) -> None:
    async with here.line(here.codec(bim_son), session, **ROOM) as line:
        await line.socket.send("x" * (300 * 1024))
        assert await line.ends() == 1009


async def test_a_flood_of_beats_ends_the_line(here: House, session: UUID, bim_son: str) -> None:
    async with here.line(here.codec(bim_son), session, **ROOM) as line:
        for n in range(200):
            await line.socket.send(json.dumps({"t": "beat", "n": n}))
        assert await line.ends() == 4429


async def test_too_many_pages_of_one_site(here: House, session: UUID, bim_son: str) -> None:
    from contextlib import AsyncExitStack

    async with AsyncExitStack() as stack:
        lines = [
            await stack.enter_async_context(here.line(here.codec(bim_son), session, **ROOM)) for _ in range(8)
        ]
        for line in lines:
            await line.next("welcome")
        assert await farewell(here, here.codec(bim_son), session, **ROOM) == 4430
        await lines[0].beat()


async def test_a_reader_that_does_not_read_is_let_go(here: House, session: UUID, centre: str) -> None:
    """Its queue is full at some point; the others hear everything, and it may come back and go on."""
    who, news = here.browser(centre), f'{{"t":"numbers","cells":{{}},"long":"{"x" * 64_000}"}}'
    async with here.line(who, session, **OPERATOR) as slow, here.line(who, session, **OPERATOR) as quick:
        await slow.next("welcome")
        await quick.next("welcome")
        feed = here.live.hub.feeds[session]
        for _ in range(2000):
            feed.tell_all(news)
            await quick.next("numbers")
            if any(line.over for line in feed.operators):
                break
        assert len([line for line in feed.operators if not line.over]) == 1
        await quick.beat()
    assert await opens(here, who, session, **OPERATOR)


# --- replay
async def test_a_replayed_act_counts_once(here: House, session: UUID, bim_son: str, centre: str) -> None:
    who, id = here.codec(bim_son), uuid4().hex
    speaker = {"name": "Hoàng Đình Toàn"}
    first = await here.act(who, session, "floor.request", id=id, site="bim-son", speaker=speaker)
    again = await here.act(who, session, "floor.request", id=id, site="bim-son", speaker=speaker)
    assert (first.status_code, first.json()) == (200, again.json())
    state = await store(lambda: current(session))
    assert len(state.floor.requests) == 1


# --- forged hints of the engine
async def test_a_forged_hint_is_refused(here: House, session: UUID) -> None:
    engine = here.live.engine
    assert isinstance(engine, MemoryEngine)
    body, signature = engine.webhook("room_finished", str(session))
    async with httpx.AsyncClient(base_url=here.origin, verify=False) as client:
        sent = [
            await client.post("/live/engine/webhook", content=content, headers={"Authorization": said})
            for content, said in ((body, signature), (body + b" ", signature), (body, "x"), (body, ""))
        ]
        huge = await client.post("/live/engine/webhook", content=b"x" * 70_000)
    assert [answer.status_code for answer in sent] == [200, 401, 401, 401]
    assert huge.status_code == 413
