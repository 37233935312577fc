"""The engine follows the state: at once after an act, and again on every doubt."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace

from diemcau.conference.actors import Actor
from diemcau.conference.commands import (
    AnyCommand,
    CloseAllMicrophones,
    Drop,
    End,
    GiveFloorToSite,
    OpenSession,
    SendNote,
    TakeOverDevice,
)
from diemcau.conference.plan import Rights, Source
from diemcau.conference.session import Lane, Phase, Seat, SiteRole
from diemcau.conference.session import Session as State
from diemcau.engine.memory import MemoryEngine
from diemcau.records.conductor import Conductor, is_left_over, session_of
from diemcau.records.queries.session import current
from diemcau.records.thread import StoreThread
from tests.records.builders import CENTRE, NOW, connected, done, planned_again

pytestmark = pytest.mark.django_db(transaction=True)

CAMERA = Rights(frozenset({Source.CAMERA}))
HEARD = Rights(frozenset({Source.CAMERA, Source.MICROPHONE}))
CHAIR, SPEAKER, OTHER = "tinh-uy~room~1", "bim-son~room~1", "ha-trung~room~1"


def join(engine: MemoryEngine, room: str, name: str, rights: Rights = CAMERA) -> None:
    engine.join(engine.ticket(room, name, name, rights, timedelta(minutes=5)).token)


class Hall:
    """A live session with two sites in the engine, and a conductor that follows every act."""

    def __init__(self) -> None:
        self.engine = MemoryEngine()
        self.conductor = Conductor(self.engine)
        self.store = StoreThread("test")

    async def fill(self) -> None:
        self.session = await self.store(connected, "bim-son", "ha-trung")
        self.room = str(self.session)
        await self.conductor.reconcile(await self.state())
        for name, right in ((CHAIR, HEARD), (SPEAKER, CAMERA), (OTHER, CAMERA)):
            join(self.engine, self.room, name, right)
        join(self.engine, self.room, "bim-son~display~1", Rights())
        join(self.engine, self.room, "op~1~laptop", Rights())

    async def state(self) -> State:
        return await self.store(current, self.session)

    async def act(self, command: AnyCommand, by: Actor = CENTRE) -> None:
        outcome = await self.store(done, self.session, command, by)
        await self.conductor.apply(outcome.before, outcome.after)

    async def rights(self) -> Mapping[str, Rights]:
        return {name: there.rights for name, there in (await self.engine.participants(self.room)).items()}


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    hall = Hall()
    await hall.fill()
    yield hall
    hall.store.close()


async def test_who_gets_the_floor_is_heard_and_who_loses_it_is_not(hall: Hall) -> None:
    await hall.act(GiveFloorToSite(site="bim-son"))
    assert (await hall.rights())[SPEAKER] == HEARD
    await hall.act(GiveFloorToSite(site="ha-trung"))
    there = await hall.rights()
    assert (there[SPEAKER], there[OTHER], there[CHAIR]) == (CAMERA, HEARD, HEARD)


async def test_only_the_difference_is_asked_of_the_engine(hall: Hall) -> None:
    hall.conductor = Conductor(counting := Counting(hall.engine))
    await hall.act(SendNote(text="Chuẩn bị"))
    assert counting.asked == []
    await hall.act(GiveFloorToSite(site="bim-son"))
    assert counting.asked == ["set_rights"]


async def test_all_microphones_off(hall: Hall) -> None:
    await hall.act(GiveFloorToSite(site="bim-son"))
    hall.engine.publish(hall.room, SPEAKER, Source.MICROPHONE)
    await hall.act(CloseAllMicrophones())
    assert (await hall.rights())[SPEAKER] == CAMERA
    assert not (await hall.engine.participants(hall.room))[SPEAKER].publishing


async def test_a_dropped_site_is_put_out_with_its_display(hall: Hall) -> None:
    await hall.act(Drop(site="bim-son"))
    assert set(await hall.rights()) == {CHAIR, OTHER, "op~1~laptop"}


async def test_a_device_taken_over_shuts_the_old_one_out(hall: Hall) -> None:
    await hall.act(TakeOverDevice(site="bim-son", device="new"))
    assert SPEAKER not in await hall.rights()


async def test_a_removal_is_confirmed_by_the_list(hall: Hall) -> None:
    """The engine answers the first removals without doing them."""
    hall.conductor = Conductor(Deaf(hall.engine, times=2))
    await hall.act(Drop(site="bim-son"))
    assert not {SPEAKER, "bim-son~display~1"} & set(await hall.rights())


async def test_strangers_and_old_admissions_are_put_out(hall: Hall) -> None:
    for stranger in (
        "bim-son~room~0",
        "nga-son~room~1",
        "ha-trung~display~2",
        "someone",
        "ha-trung~room~1~x",
    ):
        join(hall.engine, hall.room, stranger)
    present = await hall.conductor.reconcile(await hall.state())
    expected = {CHAIR, SPEAKER, OTHER, "bim-son~display~1", "op~1~laptop"}
    assert set(present or ()) == set(await hall.rights()) == expected


async def test_wrong_rights_are_mended(hall: Hall) -> None:
    await hall.engine.set_rights(hall.room, OTHER, HEARD)
    await hall.engine.set_rights(hall.room, "op~1~laptop", CAMERA)
    await hall.conductor.reconcile(await hall.state())
    there = await hall.rights()
    assert (there[OTHER], there["op~1~laptop"]) == (CAMERA, Rights())


async def test_an_engine_that_forgot_everything_gets_the_room_again(hall: Hall) -> None:
    await hall.act(GiveFloorToSite(site="bim-son"))
    hall.engine.forget()
    await hall.conductor.reconcile(await hall.state())
    join(hall.engine, hall.room, SPEAKER, CAMERA)  # with a ticket from before it had the floor
    await hall.conductor.reconcile(await hall.state())
    assert (await hall.rights())[SPEAKER] == HEARD


async def test_an_engine_that_is_away_does_not_stop_the_session(hall: Hall) -> None:
    hall.engine.down = True
    await hall.act(GiveFloorToSite(site="bim-son"))
    assert not hall.conductor.up
    assert await hall.conductor.reconcile(await hall.state()) is None
    assert await hall.conductor.rooms() is None
    hall.engine.down = False
    await hall.conductor.reconcile(await hall.state())
    assert hall.conductor.up
    assert (await hall.rights())[SPEAKER] == HEARD


async def test_an_engine_that_does_not_answer_is_away(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diemcau.records.conductor.ENGINE_ANSWERS_WITHIN", 0.01)
    conductor = Conductor(Silent(hall.engine))
    assert await conductor.reconcile(await hall.state()) is None
    assert not conductor.up


async def test_opening_makes_the_room_and_ending_closes_it(hall: Hall) -> None:
    await hall.act(End())
    assert await hall.engine.rooms() == frozenset()
    before = await hall.state()
    await hall.conductor.reconcile(before)
    assert await hall.engine.rooms() == frozenset()


async def test_an_opened_session_has_its_room_at_once(hall: Hall) -> None:
    hall.session = await hall.store(planned_again)
    await hall.act(OpenSession())
    assert str(hall.session) in await hall.engine.rooms()


async def test_an_older_state_undoes_nothing(hall: Hall) -> None:
    old = await hall.state()
    await hall.act(GiveFloorToSite(site="bim-son"))
    await hall.conductor.reconcile(old)
    assert (await hall.rights())[SPEAKER] == HEARD


SESSION = str(uuid4())
RUNNING = State(id=SESSION, phase=Phase.LIVE, talkback="bim-son")
SECONDS, LONG = timedelta(seconds=6), timedelta(minutes=16)


@pytest.mark.parametrize(
    ("room", "lane", "phase", "age", "left_over"),
    [
        ("{}", Lane.CONNECTED, Phase.LIVE, LONG, False),
        ("{}", Lane.CONNECTED, Phase.ENDED, SECONDS, True),
        ("{}", Lane.CONNECTED, Phase.ENDED, timedelta(), False),
        ("check-{}-bim-son", Lane.WAITING, Phase.OPEN, SECONDS, False),
        ("check-{}-bim-son", Lane.WAITING, Phase.OPEN, LONG, True),
        ("check-{}-bim-son", Lane.CONNECTED, Phase.OPEN, timedelta(), True),
        ("check-{}-bim-son", Lane.WAITING, Phase.ENDED, SECONDS, True),
        ("check-{}-nobody", Lane.WAITING, Phase.OPEN, timedelta(), True),
        ("talk-{}-bim-son", Lane.CONNECTED, Phase.LIVE, LONG, False),
        ("talk-{}-ha-trung", Lane.CONNECTED, Phase.LIVE, SECONDS, True),
        ("talk-{}-ha-trung", Lane.CONNECTED, Phase.LIVE, timedelta(), False),
    ],
)
def test_what_is_left_over(room: str, lane: Lane, phase: Phase, age: timedelta, left_over: bool) -> None:
    seat = Seat(site="bim-son", number=4, name="Bỉm Sơn", role=SiteRole.END, lane=lane)
    state = replace(RUNNING, phase=phase, seats={"bim-son": seat})
    assert session_of(room.format(SESSION)) == SESSION
    assert is_left_over(room.format(SESSION), state, age) is left_over


@pytest.mark.parametrize("room", ["check-nothing", "talk-", "0123abcd", "check-" + "x" * 60, "0f" * 16])
def test_rooms_that_are_not_ours_are_left_alone(room: str) -> None:
    assert session_of(room) is None
    assert not is_left_over(room, None, LONG)


async def test_leftovers_are_closed(hall: Hall) -> None:
    strays = {
        f"check-{hall.room}-bim-son",
        f"talk-{hall.room}-nga-son",
        f"check-{uuid4()}-bim-son",
        "not ours",
    }
    for room in strays:
        await hall.engine.open_room(room)
    state = await hall.state()
    for seconds in (0, 10):
        rooms = await hall.conductor.rooms()
        await hall.conductor.sweep(rooms or (), {hall.room: state}, NOW + timedelta(seconds=seconds))
    assert await hall.engine.rooms() == {hall.room, "not ours"}


class Twin:
    """An engine that passes everything on."""

    def __init__(self, engine: MemoryEngine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


class Counting(Twin):
    def __init__(self, engine: MemoryEngine) -> None:
        super().__init__(engine)
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return super().__getattr__(name)


class Deaf(Twin):
    def __init__(self, engine: MemoryEngine, times: int) -> None:
        super().__init__(engine)
        self._times = times

    async def remove(self, room: str, identity: str) -> None:
        self._times -= 1
        if self._times < 0:
            await self._engine.remove(room, identity)


class Silent(Twin):
    async def open_room(self, room: str) -> None:
        await asyncio.Event().wait()
