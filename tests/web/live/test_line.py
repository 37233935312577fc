"""The line: who gets what over it, and when it ends."""

import json
from uuid import UUID

import pytest

from diemcau.regulation.powers import Role
from tests.web.live.house import House, link, person, seat, store


@pytest.fixture
def centre(session: UUID) -> str:
    return person(Role.CENTRAL_TECHNICIAN)


@pytest.fixture
def bim_son(session: UUID) -> str:
    return link("bim-son")


@pytest.fixture
def ha_trung(session: UUID) -> str:
    return link("ha-trung")


async def test_an_operator_is_welcomed_with_the_whole_picture(
    here: House, session: UUID, centre: str
) -> None:
    async with here.line(here.browser(centre), session, **{"as": "operator", "device": "ban-1"}) as line:
        welcome = await line.next("welcome")
    assert welcome["you"]["role"] == "central_technician"
    assert "sites.admit" in welcome["you"]["powers"]
    assert set(welcome["cells"]) == {"trung-tam", "tinh-uy", "ubnd-tinh", "bim-son", "ha-trung", "nga-son"}
    assert welcome["stage"]["session"] == str(session)
    assert welcome["mine"] is None
    assert any("bim-son" in line["text"] for line in welcome["log"])


async def test_an_admitted_site_gets_the_stage_and_its_own_view(
    here: House, session: UUID, bim_son: str
) -> None:
    query = {"as": "site", "site": "bim-son", "device": "d-bim-son"}
    async with here.line(here.codec(bim_son), session, **query) as line:
        welcome = await line.next("welcome")
    assert welcome["stage"]["phase"] == "live"
    assert welcome["mine"]["lane"] == "connected"
    assert welcome["board"] is None
    assert welcome["cells"] == {}


async def test_a_waiting_site_gets_only_its_own_view(
    here: House, session: UUID, ha_trung: str, centre: str
) -> None:
    query = {"as": "site", "site": "ha-trung", "device": "d1"}
    who = here.codec(ha_trung)
    async with here.line(who, session, **query) as line:
        welcome = await line.next("welcome")
        await here.does(who, session, "site.knock", site="ha-trung", device="d1")
        await here.does(here.browser(centre), session, "session.pause", reason="Giải lao")
        await line.next("mine", lambda m: m["mine"]["lane"] == "waiting" and m["mine"]["phase"] == "paused")
        await line.beat()
    assert welcome["stage"] is None
    assert "stage" not in line.kinds()
    assert "bim-son" not in json.dumps(line.heard)


async def test_the_stage_comes_with_the_admission(
    here: House, session: UUID, ha_trung: str, centre: str
) -> None:
    who = here.codec(ha_trung)
    async with here.line(who, session, **{"as": "site", "site": "ha-trung", "device": "d1"}) as line:
        await line.next("welcome")
        await here.does(who, session, "site.knock", site="ha-trung", device="d1")
        await here.does(here.browser(centre), session, "site.admit", site="ha-trung")
        assert (await line.next("stage"))["stage"]["phase"] == "live"


async def test_boards_hear_what_changed_and_nothing_else(here: House, session: UUID, centre: str) -> None:
    who = here.browser(centre)
    async with here.line(who, session, **{"as": "operator"}) as line:
        await line.next("welcome")
        await here.does(who, session, "site.call_again", site="nga-son")
        told = await line.next("board")
    assert told["cells"] == {"nga-son": {"call_again": True}}
    assert "script" not in told["board"]
    assert [one["site"] for one in told["log"]] == ["nga-son"]


async def test_a_board_that_comes_back_goes_on_where_it_was(here: House, session: UUID, centre: str) -> None:
    who = here.browser(centre)
    async with here.line(who, session, **{"as": "operator"}) as line:
        seen = (await line.next("welcome"))["seq"]
    await here.does(who, session, "site.call_again", site="nga-son")
    async with here.line(who, session, **{"as": "operator", "since": str(seen)}) as line:
        welcome = await line.next("welcome")
    assert welcome["cells"]["nga-son"]["call_again"]
    assert min(one["seq"] for one in welcome["log"]) == seen + 1
    async with here.line(who, session, **{"as": "operator", "since": "-1e9"}) as line:
        assert (await line.next("welcome"))["log"][0]["seq"] <= seen


async def test_the_log_is_told_in_the_readers_language(here: House, session: UUID, centre: str) -> None:
    vietnamese = here.browser(centre)
    async with here.line(vietnamese, session, **{"as": "operator"}) as line:
        await line.next("welcome")
        await here.does(vietnamese, session, "site.call_again", site="nga-son")
        told = await line.next("board")
    assert told["log"][0]["text"].startswith("Gọi lại")


async def test_a_beat_is_answered(here: House, session: UUID, bim_son: str) -> None:
    query = {"as": "site", "site": "bim-son", "device": "d-bim-son"}
    async with here.line(here.codec(bim_son), session, **query) as line:
        await line.next("welcome")
        assert (await line.beat(7))["now"].endswith("Z")


async def test_what_the_page_publishes_becomes_known(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    query = {"as": "site", "site": "bim-son", "device": "d-bim-son"}
    media = {"up": True, "camera": True, "microphone": False, "sharing": False}
    async with (
        here.line(here.browser(centre), session, **{"as": "operator"}) as board,
        here.line(here.codec(bim_son), session, **query) as line,
    ):
        await line.beat(1, media=media)
        await board.next("board", lambda m: m["cells"].get("bim-son", {}).get("camera_on"))
    assert (await seat(session, "bim-son")).camera_on


async def test_a_site_that_falls_silent_is_shown_lost_within_four_seconds(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    query = {"as": "site", "site": "bim-son", "device": "d-bim-son"}
    async with (
        here.line(here.browser(centre), session, **{"as": "operator"}) as board,
        here.line(here.codec(bim_son), session, **query) as line,
    ):
        await line.beat(1)
        started = line.socket.loop.time()
        await board.next("board", lambda m: m["cells"].get("bim-son", {}).get("lane") == "lost")
        assert line.socket.loop.time() - started < 4.5


async def test_a_page_that_is_opened_anew_is_not_lost(here: House, session: UUID, bim_son: str) -> None:
    query = {"as": "site", "site": "bim-son", "device": "d-bim-son"}
    async with here.line(here.codec(bim_son), session, **query) as line:
        before = (await line.next("welcome"))["seq"]
    async with here.line(here.codec(bim_son), session, **query) as line:
        for n in range(5):
            await line.beat(n)
        assert (await line.next("welcome"))["seq"] == before if not line.heard else True
    assert (await seat(session, "bim-son")).losses == 0


async def test_a_device_that_was_taken_over_is_told_so(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    who = here.codec(bim_son)
    old = {"as": "site", "site": "bim-son", "device": "d-bim-son"}
    new = {"as": "site", "site": "bim-son", "device": "d2"}
    async with here.line(who, session, **old) as first, here.line(who, session, **new) as second:
        assert (await first.next("welcome"))["stage"] is not None
        assert (await second.next("welcome"))["stage"] is None
        await first.beat()  # its line is up
        refused = await here.act(who, session, "site.knock", site="bim-son", device="d2")
        assert refused.status_code == 409
        await here.does(here.browser(centre), session, "site.take_over_device", site="bim-son", device="d2")
        assert await first.ends() == 4409
        await second.next("stage")
    assert first.heard[-1]["t"] == "bye"


async def test_the_room_screen_sees_the_stage_and_may_do_nothing(here: House, session: UUID) -> None:
    token = await store(lambda: link("bim-son", "display"))  # type: ignore[arg-type]
    who = here.codec(token)
    async with here.line(who, session, **{"as": "screen", "site": "bim-son"}) as line:
        assert (await line.next("welcome"))["stage"]["phase"] == "live"
    answer = await here.act(who, session, "site.leave", site="bim-son")
    assert answer.status_code == 403


async def test_the_engine_going_and_coming_is_told(
    here: House, session: UUID, centre: str, engine: object
) -> None:
    async with here.line(here.browser(centre), session, **{"as": "operator"}) as line:
        await line.next("welcome")
        engine.down = True  # type: ignore[attr-defined]
        here.live.watch.doubt(session)
        assert (await line.next("engine"))["up"] is False
        engine.forget()  # type: ignore[attr-defined]
        engine.down = False  # type: ignore[attr-defined]
        assert (await line.next("engine"))["up"] is True
    assert str(session) in await here.live.engine.rooms()


async def test_boards_are_told_which_device_waits_before_a_taken_slot(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    board = {"as": "operator", "device": "ban-1"}
    site = {"as": "site", "site": "bim-son"}
    async with here.line(here.browser(centre), session, **board) as first:
        async with here.line(here.codec(bim_son), session, **site, device="d-moi"):
            told = await first.next("knocking")
            assert told["sites"] == {"bim-son": ["d-moi"]}
            async with here.line(here.browser(centre), session, **board) as later:
                assert (await later.next("knocking"))["sites"] == told["sites"]
        assert (await first.next("knocking"))["sites"] == {}
