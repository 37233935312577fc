"""The clerk: one for each open session, another takes over; the engine comes back by itself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from diemcau.conference.actors import MACHINE
from diemcau.conference.commands import End, GiveFloorToSite, SeeLine, SeeMedia
from diemcau.conference.events import EngineBack, EngineLost
from diemcau.conference.plan import Rights, Source
from diemcau.conference.session import Lane
from diemcau.engine.memory import MemoryEngine
from diemcau.records.actions import lease
from diemcau.records.bus import MemoryBus
from diemcau.records.clerk import Clerk
from diemcau.records.models import Lease
from diemcau.records.queries.recording import clerk_lease
from diemcau.records.queries.session import current, events_after
from diemcau.records.store import StoreAway
from diemcau.records.thread import StoreThread
from tests.records.builders import NOW, connected, done, opened

pytestmark = pytest.mark.django_db(transaction=True)

HEARD = Rights(frozenset({Source.CAMERA, Source.MICROPHONE}))


@pytest.fixture
async def store() -> AsyncIterator[StoreThread]:
    store = StoreThread("test")
    yield store
    store.close()


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """What another task brings about."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def working(engine: MemoryEngine, bus: MemoryBus, **given: object) -> AsyncIterator[Clerk]:
    clerk, stop = Clerk(engine, bus, **given), asyncio.Event()  # type: ignore[arg-type]
    work = asyncio.create_task(clerk.run(stop))
    try:
        yield clerk
    finally:
        stop.set()
        await work


def has_room(engine: MemoryEngine, session: UUID) -> Callable[[], bool]:
    return lambda: str(session) in engine._rooms


async def test_an_open_session_gets_its_room_and_an_ended_one_loses_it(
    store: StoreThread, own_memory: MemoryBus
) -> None:
    engine, session = MemoryEngine(), await store(opened)
    async with working(engine, own_memory) as clerk:
        await until(has_room(engine, session))
        await store(done, session, End())
        await until(lambda: not clerk.charges)
        assert not has_room(engine, session)()
    assert (await store(Lease.objects.get, pk=clerk_lease(session))).until <= datetime.now(UTC)


async def test_a_killed_engine_is_back_within_a_second(store: StoreThread, own_memory: MemoryBus) -> None:
    """The floor too: whoever had it is heard again; the stream says that the engine was away."""
    engine, session = MemoryEngine(), await store(connected, "bim-son")
    await store(done, session, GiveFloorToSite(site="bim-son"))
    async with working(engine, own_memory):
        await until(has_room(engine, session))
        before = (await store(current, session)).seq
        engine.down = True
        engine.forget()
        await said(store, session, before, EngineLost)
        engine.down = False
        await until(has_room(engine, session), seconds=1)
        join(engine, session, "bim-son~room~1")
        await until(lambda: rights(engine, session, "bim-son~room~1") == HEARD)
        await said(store, session, before, EngineLost, EngineBack)


async def test_an_engine_that_was_only_restarted_is_told_too(
    store: StoreThread, own_memory: MemoryBus
) -> None:
    engine, session = MemoryEngine(), await store(opened)
    async with working(engine, own_memory) as clerk:
        await until(lambda: bool(clerk.charges) and clerk.charges[session].had_room)
        engine.forget()
        await until(has_room(engine, session), seconds=1)
        await said(store, session, 0, EngineLost, EngineBack)


async def test_an_act_of_another_process_reaches_the_engine(
    store: StoreThread, own_memory: MemoryBus
) -> None:
    engine, session = MemoryEngine(), await store(connected, "bim-son")
    async with working(engine, own_memory):
        await until(has_room(engine, session))
        join(engine, session, "bim-son~room~1")
        await store(done, session, GiveFloorToSite(site="bim-son"))
        await until(lambda: rights(engine, session, "bim-son~room~1") == HEARD, seconds=1)


async def test_a_hint_about_the_engine_is_followed(store: StoreThread, own_memory: MemoryBus) -> None:
    engine, session = MemoryEngine(), await store(connected, "bim-son")
    async with working(engine, own_memory):
        await until(has_room(engine, session))
        join(engine, session, "stranger")
        own_memory.announce(session, 0)
        await until(lambda: "stranger" not in engine._rooms[str(session)], seconds=1)


async def test_a_lost_speaker_yields_after_a_minute(store: StoreThread, own_memory: MemoryBus) -> None:
    """Articles 6.2, 7.2."""
    session = await store(connected, "bim-son")
    await store(done, session, GiveFloorToSite(site="bim-son"))
    lost = NOW + timedelta(seconds=10)
    await store(done, session, SeeMedia(site="bim-son", up=False), MACHINE, lost)
    clock = [lost + timedelta(seconds=59)]
    async with working(MemoryEngine(), own_memory, now=lambda: clock[0]) as clerk:
        await until(lambda: bool(clerk.charges) and clerk.charges[session].state.seq > 0)
        await clerk.round()
        assert (await store(current, session)).floor.holders
        clock[0] += timedelta(seconds=1)
        await clerk.round()
        state = await store(current, session)
    assert not state.floor.holders
    assert state.seats["bim-son"].lane is Lane.LOST


async def test_no_act_while_nothing_is_due(store: StoreThread, own_memory: MemoryBus) -> None:
    session = await store(connected, "bim-son")
    before = (await store(current, session)).seq
    async with working(MemoryEngine(), own_memory) as clerk:
        await until(lambda: bool(clerk.charges) and clerk.charges[session].state.seq > 0)
        for _ in range(3):
            await clerk.round()
            await clerk.pulse()
        assert (await store(current, session)).seq == before


async def test_media_of_a_site_without_a_line_are_seen_by_the_engine(
    store: StoreThread, own_memory: MemoryBus
) -> None:
    """Its page cannot say any more that picture and sound are gone."""
    session = await store(connected, "bim-son", "ha-trung")
    for site in ("bim-son", "ha-trung"):
        await store(done, session, SeeLine(site=site, up=False), MACHINE)
    engine = MemoryEngine()
    await engine.open_room(str(session))
    join(engine, session, "ha-trung~room~1")
    async with working(engine, own_memory) as clerk:
        await until(lambda: bool(clerk.charges) and bool(clerk.charges[session].missing))
        await clerk.reconcile(clerk.charges[session])
        seats = (await store(current, session)).seats
    assert (seats["bim-son"].media_up, seats["ha-trung"].media_up) == (False, True)


async def test_two_clerks_share_the_sessions(store: StoreThread, own_memory: MemoryBus) -> None:
    engine, first = MemoryEngine(), await store(opened)
    async with working(engine, own_memory, name="one") as one, working(engine, own_memory, name="two") as two:
        await until(lambda: bool(one.charges or two.charges))
        await one.round()
        await two.round()
        assert sorted([*one.charges, *two.charges]) == [first]


async def test_another_clerk_takes_over_at_once_when_one_ends(
    store: StoreThread, own_memory: MemoryBus
) -> None:
    engine, session = MemoryEngine(), await store(opened)
    async with working(engine, own_memory, name="one") as one:
        await until(lambda: bool(one.charges))
    async with working(engine, own_memory, name="two") as two:
        await until(lambda: session in two.charges, seconds=2)


async def test_a_dead_clerk_is_replaced_when_its_lease_runs_out(
    store: StoreThread, own_memory: MemoryBus
) -> None:
    engine, session = MemoryEngine(), await store(opened)
    died = datetime.now(UTC)
    assert await store(lease.take, clerk_lease(session), holder="dead", now=died)
    clock = [died + lease.LEASE - timedelta(seconds=1)]
    async with working(engine, own_memory, now=lambda: clock[0]) as clerk:
        await clerk.round()
        assert not clerk.charges
        clock[0] = died + lease.LEASE
        await clerk.round()
        assert session in clerk.charges


async def test_who_lost_the_lease_lets_go(store: StoreThread, own_memory: MemoryBus) -> None:
    engine, session = MemoryEngine(), await store(opened)
    clock = [datetime.now(UTC)]
    async with working(engine, own_memory, now=lambda: clock[0]) as clerk:
        await until(lambda: session in clerk.charges)
        clock[0] += timedelta(seconds=11)  # the machine slept
        assert await store(lease.take, clerk_lease(session), holder="other", now=clock[0])
        await clerk.round()
        assert not clerk.charges


async def test_without_the_database_the_engine_is_still_mended(
    store: StoreThread, own_memory: MemoryBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*given: object, **named: object) -> None:
        raise StoreAway("store_away", "")

    engine, session = MemoryEngine(), await store(opened)
    async with working(engine, own_memory) as clerk:
        await until(lambda: bool(clerk.charges) and clerk.charges[session].had_room)
        for name in ("current", "open_sessions", "act"):
            monkeypatch.setattr(f"diemcau.records.clerk.{name}", away)
        engine.forget()
        await until(has_room(engine, session), seconds=1)


async def test_a_sessions_room_left_by_a_dead_clerk_is_closed(
    store: StoreThread, own_memory: MemoryBus
) -> None:
    engine, session = MemoryEngine(), await store(opened)
    await store(done, session, End())
    await engine.open_room(str(session))
    clock = [NOW]
    async with working(engine, own_memory, now=lambda: clock[0]) as clerk:
        await clerk.sweep()
        clock[0] += timedelta(seconds=10)
        await clerk.sweep()
        assert not has_room(engine, session)()


def join(engine: MemoryEngine, session: UUID, name: str) -> None:
    engine.join(engine.ticket(str(session), name, "", Rights(), timedelta(minutes=1)).token)


def rights(engine: MemoryEngine, session: UUID, name: str) -> Rights:
    return engine._rooms[str(session)][name].rights


async def said(store: StoreThread, session: UUID, after: int, *kinds: type) -> None:
    """Until the stream says exactly these words about the engine."""
    async with asyncio.timeout(10):
        while True:
            events = [type(recorded.event) for recorded in await store(events_after, session, after)]
            if [kind for kind in events if kind in (EngineLost, EngineBack)] == list(kinds):
                return
            await asyncio.sleep(0.02)
