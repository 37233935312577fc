"""A simulated site from knock to farewell, on a real engine and a web of a few lines."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from diemcau.conference.plan import Source
from diemcau.engine.livekit.control import LiveKitEngine
from diemcau.engine.livekit.simulator.crowd import Crowd, Place
from diemcau.engine.livekit.simulator.habits import Scenario
from diemcau.engine.livekit.simulator.picture import Format
from diemcau.engine.livekit.simulator.web import Web
from tests.engine.worlds import eventually
from tests.simulator.office import Office

pytestmark = pytest.mark.engine
SITE = "bim-son"


@pytest.fixture
async def office(livekit: LiveKitEngine, room_name: str) -> AsyncIterator[Office]:
    made = Office(livekit, room_name)
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def crowd(office: Office) -> AsyncIterator[Crowd]:
    async with Web(office.url, office.session) as web:
        made = Crowd(
            web, [Place(SITE, "Thị xã Bỉm Sơn", 2, "link-of-bim-son")], Scenario.QUIET, Format(320, 180, 5)
        )
        running = asyncio.create_task(made.run())
        yield made
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def publishing(office: Office) -> frozenset[Source]:
    there = await office.engine.participants(office.session)
    me = there.get(office.identity(SITE))
    return me.publishing if me else frozenset()


async def publishes(office: Office, sources: set[Source]) -> None:
    """The engine lists a track when its first packet has come."""
    await eventually(lambda: publishing(office), lambda now: now == sources)


async def admitted(office: Office) -> None:
    await office.until(lambda: office.acted("site.knock"))
    await office.tell(SITE, lane="connected", epoch=1)
    await office.until(lambda: office.media(SITE).get("camera"))


async def test_it_knocks_and_waits(office: Office, crowd: Crowd) -> None:
    await office.until(lambda: office.acted("site.knock"))
    assert office.acted("site.knock")[0] == {"act": "site.knock", "site": SITE, "device": f"sim-{SITE}"}
    await office.tell(SITE, lane="waiting")
    seen = len(office.beats)
    await office.until(lambda: office.beats[SITE]["n"] >= seen + 2)
    assert await office.engine.participants(office.session) == {}
    assert not crowd.joined
    assert office.who == {"Bearer link-of-bim-son"}
    assert len(office.acted("site.knock")) == 1


async def test_admitted_it_shows_its_picture_and_speaks_when_it_may(office: Office, crowd: Crowd) -> None:
    await admitted(office)
    assert crowd.joined == 1
    await publishes(office, {Source.CAMERA})
    for _ in range(2):
        await office.tell(SITE, may_publish=["camera", "microphone"])
        await office.until(lambda: office.media(SITE)["microphone"])
        await publishes(office, {Source.CAMERA, Source.MICROPHONE})
        await office.tell(SITE, may_publish=["camera"])
        await office.until(lambda: not office.media(SITE)["microphone"])
        await publishes(office, {Source.CAMERA})


async def test_its_beats_carry_measured_numbers(office: Office, crowd: Crowd) -> None:
    await admitted(office)
    await office.until(lambda: office.beats[SITE].get("stats", {}).get("up", {}).get("kbps"))
    stats = office.beats[SITE]["stats"]
    assert stats["up"]["kbps"] > 1
    assert stats["down"]["loss"] is None
    assert stats["level"] is None


async def test_dropped_it_goes_and_comes_only_when_called(office: Office, crowd: Crowd) -> None:
    await admitted(office)
    await office.tell(SITE, lane="dropped")
    await office.until(lambda: not office.media(SITE)["up"])
    await eventually(lambda: office.engine.participants(office.session), lambda there: not there)
    assert len(office.acted("site.knock")) == 1
    await office.tell(SITE, call_again=True)
    await office.until(lambda: len(office.acted("site.knock")) == 2)
    await office.tell(SITE, lane="connected", epoch=2, call_again=False)
    await office.until(lambda: office.media(SITE)["camera"])
    await eventually(
        lambda: office.engine.participants(office.session), lambda there: set(there) == {f"{SITE}~room~2"}
    )


async def test_a_cut_line_comes_back_and_media_stay(office: Office, crowd: Crowd) -> None:
    await admitted(office)
    office.beats.clear()
    await office.cut(SITE)
    await office.until(lambda: office.media(SITE).get("camera"))
    await publishes(office, {Source.CAMERA})


async def test_a_web_that_is_away_is_tried_again(office: Office, crowd: Crowd) -> None:
    await admitted(office)
    office.down = True
    await office.cut(SITE)
    await office.until(lambda: f"Bearer link-of-{SITE}" in office.who)
    office.beats.clear()
    office.down = False
    await office.until(lambda: office.media(SITE).get("camera"))


async def test_removed_from_the_engine_it_comes_back_with_a_new_ticket(office: Office, crowd: Crowd) -> None:
    await admitted(office)
    await office.engine.remove(office.session, office.identity(SITE))
    await office.until(lambda: office.tickets == 2)
    office.beats.clear()
    await office.until(lambda: office.media(SITE).get("camera"))
    await publishes(office, {Source.CAMERA})


async def test_the_room_made_again_it_is_back(office: Office, crowd: Crowd) -> None:
    await admitted(office)
    await office.engine.close_room(office.session)
    await office.until(lambda: not office.media(SITE)["camera"])
    await office.engine.open_room(office.session)
    await office.engine_is_back()
    await office.until(lambda: office.media(SITE)["camera"], seconds=5)
    await publishes(office, {Source.CAMERA})


async def test_replaced_by_another_device_it_stays_away(office: Office, crowd: Crowd) -> None:
    await admitted(office)
    office.beats.clear()
    await office.cut(SITE, 4409)
    async with asyncio.timeout(10):
        await crowd.sites[0].over.wait()
    assert not crowd.joined
    assert not office.beats


async def test_a_lossy_line_goes_and_comes_back_and_tells_why(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diemcau.engine.livekit.simulator.site.HIDDEN", (2.0, 2.0))
    monkeypatch.setattr("diemcau.engine.livekit.simulator.site.GONE", (0.2, 0.2))
    async with Web(office.url, office.session) as web:
        places = [Place(SITE, "Thị xã Bỉm Sơn", 2, "link-of-bim-son")]
        running = asyncio.create_task(Crowd(web, places, Scenario.LOSSY, Format(320, 180, 5)).run())
        await office.until(lambda: office.acted("site.knock"))
        await office.tell(SITE, lane="connected", epoch=1)
        await office.until(lambda: office.lines >= 3)
        monkeypatch.setattr("diemcau.engine.livekit.simulator.site.HIDDEN", (60.0, 60.0))
        await office.until(lambda: office.acted("fault.report"))
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert office.acted("fault.report")[0]["happened_at"]


async def test_it_answers_what_it_is_asked_once(office: Office, crowd: Crowd) -> None:
    await admitted(office)
    order = {"id": "n1", "instruction": True, "text": "Bật máy quay"}
    words = {"id": "n2", "text": "Xin chào"}
    await office.tell(SITE, notes=[order, words], script_version=3, roll_call_at="2018-06-01T01:00:00Z")
    wanted = ("roll.answer", "note.acknowledge", "script.acknowledge")
    await office.until(lambda: all(map(office.acted, wanted)))
    assert office.acted("note.acknowledge") == [{"act": "note.acknowledge", "site": SITE, "note": "n1"}]
    assert office.acted("script.acknowledge") == [{"act": "script.acknowledge", "site": SITE, "version": 3}]
    (answer,) = office.acted("roll.answer")
    assert answer["ready"]
    assert answer["head_count"] > 0
    await office.tell(SITE, script_seen=3)
    assert len(office.acted("roll.answer")) == 1


async def test_waiting_it_checks_its_line_for_real(office: Office, crowd: Crowd) -> None:
    await office.until(lambda: office.acted("site.knock"))
    await office.tell(SITE, lane="waiting", check=None)
    await office.until(lambda: office.acted("site.submit_check"))
    (said,) = office.acted("site.submit_check")
    assert said["camera"]
    assert said["microphone"]
    assert said["line"]
    assert 0 <= said["loss_percent"] < 5
    room = f"check-{office.session}-{SITE}"
    await eventually(lambda: office.engine.participants(room), lambda there: not there)
