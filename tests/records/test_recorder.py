"""The recorder of a session: it follows the state, tells what is missing, makes one file after the end."""

import asyncio
import fcntl
import hashlib
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import pytest

from diemcau.conference import events as e
from diemcau.conference.commands import (
    AnyCommand,
    End,
    JudgeSite,
    Pause,
    Resume,
    StartRecording,
    StopRecording,
)
from diemcau.conference.recording import FILE, STANDARD, Manifest
from diemcau.conference.session import Session as State
from diemcau.conference.session import SessionKind
from diemcau.engine.manifest import read_manifest
from diemcau.engine.memory import MemoryEngine
from diemcau.engine.memory_recorder import MemoryRecorder, finish
from diemcau.engine.recorder import RecorderError
from diemcau.records import recorder as r
from diemcau.records.actions import lease
from diemcau.records.bus import MemoryBus
from diemcau.records.clerk import Clerk
from diemcau.records.models import Conference, Lease, LogLine, Recording
from diemcau.records.queries.recording import clerk_lease, folder_of, recorder_lease
from diemcau.records.queries.session import current, events_after
from diemcau.records.recorder import Means, Recorder
from diemcau.records.recorders import Recorders
from diemcau.records.thread import StoreThread
from tests.records import builders
from tests.records.builders import connected, done

pytestmark = pytest.mark.django_db(transaction=True)

WITHIN = 60.0  # on a machine that others use too
MAKE = partial(MemoryRecorder, segment_seconds=0.1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    return tmp_path / "recordings"


@pytest.fixture
async def store() -> AsyncIterator[StoreThread]:
    store = StoreThread("test")
    yield store
    store.close()


class Sitting:
    """A session whose stream and files a test reads."""

    def __init__(self, store: StoreThread, session: UUID, bus: MemoryBus) -> None:
        self.store, self.session, self.bus = store, session, bus

    async def does(self, *commands: AnyCommand) -> None:
        for command in commands:
            await self.store(done, self.session, command, builders.CENTRE, datetime.now(UTC))

    async def state(self) -> State:
        return await self.store(current, self.session)

    async def told(self) -> list[e.AnyEvent]:
        """Of the recording."""
        events = await self.store(events_after, self.session, 0)
        return [one.event for one in events if str(type(one.event).__name__).startswith("Recording")]

    async def until(self, kind: type[e.Event], count: int = 1) -> list[e.AnyEvent]:
        async with asyncio.timeout(WITHIN):
            while len(found := [one for one in await self.told() if isinstance(one, kind)]) < count:
                await asyncio.sleep(0.02)
        return found

    async def written(self, parts: int = 1, segments: int = 2) -> Manifest:
        async with asyncio.timeout(WITHIN):
            while True:
                manifest = read_manifest(folder_of(self.session))
                if manifest and len(manifest.parts) >= parts and len(manifest.parts[-1].segments) >= segments:
                    return manifest
                await asyncio.sleep(0.02)

    async def rests(self) -> None:
        """The recorder has closed what it wrote."""
        async with asyncio.timeout(WITHIN):
            while self.worker._part is not None:
                await asyncio.sleep(0.02)

    async def row(self) -> Recording:
        return await self.store(Recording.objects.get, session=self.session)

    def recorder(self, **given: Any) -> Recorder:
        means = Means(MemoryEngine(), given.pop("make", MAKE), given.pop("finish", finish), STANDARD, 0)
        return Recorder(self.session, means, self.bus, **given)

    @asynccontextmanager
    async def recording(self, **given: Any) -> AsyncIterator[asyncio.Task[bool]]:
        stop, self.worker = asyncio.Event(), self.recorder(**given)
        work = asyncio.create_task(self.worker.run(stop))
        try:
            yield work
        finally:
            stop.set()
            await work


@pytest.fixture
async def sitting(store: StoreThread, own_memory: MemoryBus) -> Sitting:
    session = await store(connected, "bim-son")
    return Sitting(store, session, own_memory)


def names(events: list[e.AnyEvent]) -> list[str]:
    return [type(event).__name__.removeprefix("Recording") for event in events]


async def test_an_official_session_is_recorded_and_its_file_is_made(sitting: Sitting) -> None:
    async with sitting.recording() as work:
        await sitting.written()
        await sitting.does(End())
        assert await work
    told = await sitting.told()
    assert names(told) == ["Notice", "Started", "Stopped", "Finished"]
    finished = told[-1]
    assert isinstance(finished, e.RecordingFinished)
    content = (folder_of(sitting.session) / FILE).read_bytes()
    assert (finished.size, finished.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    row = await sitting.row()
    assert (row.state, row.sha256, row.gaps) == ("finished", finished.sha256, 0)
    assert row.segments == finished.segments >= 2
    assert row.started_at is not None
    assert row.ended_at is not None
    lines = await sitting.store(lambda: set(LogLine.objects.values_list("action", flat=True)))
    assert {"recording.started", "recording.finished"} <= lines
    assert (await sitting.store(Lease.objects.get, pk=recorder_lease(sitting.session))).until <= datetime.now(
        UTC
    )


async def test_the_manifest_is_the_one_that_was_told(sitting: Sitting) -> None:
    async with sitting.recording() as work:
        await sitting.written()
        await sitting.does(End())
        await work
    (finished,) = await sitting.until(e.RecordingFinished)
    kept = (folder_of(sitting.session) / "manifest.json").read_bytes()
    assert isinstance(finished, e.RecordingFinished)
    assert finished.manifest_sha256 == hashlib.sha256(kept).hexdigest()


async def test_a_pause_of_the_session_is_a_marked_pause_of_the_recording(sitting: Sitting) -> None:
    async with sitting.recording() as work:
        await sitting.written()
        await sitting.does(Pause("Giải lao"))
        await sitting.rests()
        await sitting.does(Resume())
        manifest = await sitting.written(parts=2)
        await sitting.does(End())
        await work
    manifest = read_manifest(folder_of(sitting.session)) or manifest
    assert [(one.kind, one.reason) for one in manifest.missing] == [("pause", "Giải lao")]
    assert "Gap" not in names(await sitting.told())


async def test_what_a_killed_recorder_left_out_is_told_by_the_next(sitting: Sitting) -> None:
    """Its lease is taken over at once: nobody waits until it has run out."""
    stop = asyncio.Event()
    dead = sitting.recorder()
    dead.name = await sitting.store(lambda: dead_name())
    work = asyncio.create_task(dead.run(stop))
    manifest = await sitting.written()
    part = dead._part
    assert isinstance(part, MemoryRecorder)
    assert part._work
    part._work.cancel()  # nothing more is written
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert dead._lock
    dead._lock.close()  # as the kernel does
    last = manifest.parts[0].segments[-1]
    await asyncio.sleep(0.6)
    async with sitting.recording():
        (gap,) = await sitting.until(e.RecordingGap)
    assert isinstance(gap, e.RecordingGap)
    assert gap.since >= last.at
    assert 0.5 < (gap.until - gap.since).total_seconds() < 10
    kept = read_manifest(folder_of(sitting.session))
    assert kept
    assert [(one.kind, one.since, one.until) for one in kept.missing] == [("gap", gap.since, gap.until)]


def dead_name() -> str:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    own = r.own_name().split("-")
    return "-".join([*own[:-2], str(gone.pid), own[-1]])


async def test_a_full_disk_closes_cleanly_and_it_goes_on_when_there_is_room(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = [1 << 30]
    monkeypatch.setattr(r, "free_bytes", lambda folder: room[0])
    monkeypatch.setattr(r, "DISK", 0.05)
    monkeypatch.setattr(r, "AGAIN_AFTER", timedelta())
    async with sitting.recording() as work:
        await sitting.written()
        room[0] = 1000
        (failed,) = await sitting.until(e.RecordingFailed)
        assert isinstance(failed, e.RecordingFailed)
        assert (failed.reason, failed.full) == (r.NO_ROOM, True)
        assert [alarm.kind for alarm in (await sitting.state()).alarms] == ["recording"]
        await sitting.does(StartRecording())  # the conference goes on
        room[0] = 1 << 30
        await sitting.until(e.RecordingGap)
        assert (await sitting.state()).tape.fault == ""
        await sitting.does(End())
        await work
    assert names(await sitting.told())[-3:] == ["Gap", "Stopped", "Finished"]


async def test_little_room_is_told_early_and_once(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(r, "DISK", 0.02)
    means = Means(MemoryEngine(), MAKE, finish, STANDARD, 1 << 60)
    stop = asyncio.Event()
    work = asyncio.create_task(Recorder(sitting.session, means, sitting.bus).run(stop))
    await sitting.written(segments=4)
    stop.set()
    await work
    events = await sitting.store(events_after, sitting.session, 0)
    assert sum(isinstance(one.event, e.AlarmRaised) for one in events) == 1


async def test_a_recorder_that_cannot_begin_is_an_alarm_and_tries_again(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(r, "AGAIN_AFTER", timedelta())
    broken = [True]

    class Late(MemoryRecorder):
        async def start(self, ticket: Callable[[], Any]) -> None:
            if broken[0]:
                raise RecorderError("no room")
            await super().start(ticket)

    async with sitting.recording(make=partial(Late, segment_seconds=0.1)):
        await sitting.until(e.RecordingFailed)
        broken[0] = False
        await sitting.until(e.RecordingGap)
    assert (await sitting.state()).recording


async def test_stopped_by_an_operator_and_started_again(sitting: Sitting) -> None:
    async with sitting.recording() as work:
        await sitting.written()
        await sitting.does(StopRecording("Nội dung nội bộ"))
        await sitting.rests()
        await sitting.does(StartRecording())
        await sitting.written(parts=2)
        await sitting.does(End())
        await work
    manifest = read_manifest(folder_of(sitting.session))
    assert manifest
    assert [(one.kind, one.reason) for one in manifest.missing] == [("pause", "Nội dung nội bộ")]


async def test_a_test_session_s_recording_is_discarded_after_acceptance(
    store: StoreThread, own_memory: MemoryBus
) -> None:
    sitting = Sitting(store, await store(rehearsed), own_memory)
    await sitting.does(StartRecording())
    async with sitting.recording() as work:
        await sitting.written()
        await sitting.does(JudgeSite("tinh-uy", True), JudgeSite("bim-son", True), End())
        assert await work
    assert not folder_of(sitting.session).exists()
    assert names(await sitting.told())[-1] == "Discarded"
    assert (await sitting.row()).state == "discarded"


def rehearsed() -> UUID:
    return connected("bim-son", kind=SessionKind.TEST)


async def test_a_crash_while_the_file_is_made_is_made_up_for(sitting: Sitting) -> None:
    def crashes(*_: object) -> Any:
        raise MemoryError

    async with sitting.recording(finish=crashes):
        await sitting.written()
        await sitting.does(End())
        await sitting.until(e.RecordingStopped)
        await asyncio.sleep(0.1)
    assert "Finished" not in names(await sitting.told())
    async with sitting.recording() as work:
        assert await work
    assert names(await sitting.told())[-1] == "Finished"
    assert (await sitting.row()).state == "finished"


async def test_a_file_that_cannot_be_made_is_told_once(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(r, "AGAIN_AFTER", timedelta())
    tries = []

    def fails(*_: object) -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise RecorderError("not now")
        return finish(*_)  # type: ignore[arg-type]

    async with sitting.recording(finish=fails) as work:
        await sitting.written()
        await sitting.does(End())
        assert await work
    assert names(await sitting.told())[-2:] == ["Failed", "Finished"]


async def test_it_ends_when_another_clerk_has_the_session(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(r, "RENEW", 0.05)
    async with sitting.recording(clerk="clerk-1") as work:
        await sitting.written()
        now = datetime.now(UTC)
        await sitting.store(lease.take, clerk_lease(sitting.session), holder="clerk-2", now=now)
        assert not await work
    assert (await sitting.state()).recording


async def test_two_never_write_at_the_same_time(sitting: Sitting) -> None:
    """Whatever their leases say: the folder belongs to one."""
    folder = folder_of(sitting.session)
    folder.mkdir(parents=True)
    with (folder / r.LOCK).open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        async with sitting.recording() as work:
            await asyncio.wait([work], timeout=0.5)
            assert await sitting.told() == []
            other.close()
            await sitting.written()


async def test_a_session_of_which_nothing_was_written_is_settled(sitting: Sitting) -> None:
    class Silent(MemoryRecorder):
        async def start(self, ticket: Callable[[], Any]) -> None:
            raise RecorderError("no room")

    async with sitting.recording(make=Silent):
        await sitting.until(e.RecordingFailed)
        await sitting.does(End())
        await sitting.until(e.RecordingFinished)
    async with sitting.recording() as work:
        await work
    assert (await sitting.row()).state == "empty"


# --- the clerk
@asynccontextmanager
async def clerking(sitting: Sitting, command: Callable[[UUID, str], list[str]]) -> AsyncIterator[Recorders]:
    recorders, stop = Recorders(command), asyncio.Event()
    work = asyncio.create_task(Clerk(MemoryEngine(), sitting.bus, recorders=recorders).run(stop))
    try:
        yield recorders
    finally:
        stop.set()
        await work


def dies(session: UUID, clerk: str) -> list[str]:
    return [sys.executable, "-c", "import sys; sys.exit(3)"]


def lives(session: UUID, clerk: str) -> list[str]:
    return [sys.executable, "-c", "import time; time.sleep(600)"]


async def test_a_dead_recorder_is_an_alarm_and_another_one_is_started(sitting: Sitting) -> None:
    started: list[UUID] = []

    def command(session: UUID, clerk: str) -> list[str]:
        started.append(session)
        return dies(session, clerk)

    async with clerking(sitting, command):
        (failed,) = await sitting.until(e.RecordingFailed)
    assert isinstance(failed, e.RecordingFailed)
    assert failed.reason == "tiến trình ghi hình dừng đột ngột"
    assert [alarm.kind for alarm in (await sitting.state()).alarms] == ["recording"]


async def test_the_clerk_keeps_one_recorder_and_takes_it_along(sitting: Sitting) -> None:
    async with clerking(sitting, lives) as recorders:
        async with asyncio.timeout(WITHIN):
            while not recorders.pid(sitting.session):
                await asyncio.sleep(0.02)
        pid = recorders.pid(sitting.session)
    assert pid
    assert not psutil.pid_exists(pid)


async def test_article_3_what_is_not_recorded_has_its_reason_in_the_stream(sitting: Sitting) -> None:
    reason = "Nội dung nội bộ của Tỉnh ủy"
    await sitting.store(lambda: Conference.objects.update(not_recorded_reason=reason))
    async with clerking(sitting, lives) as recorders:
        await sitting.until(e.RecordingDeclined)
        assert not recorders.sessions
    assert await sitting.told() == [e.RecordingDeclined(reason)]
    row = await sitting.row()
    assert (row.state, row.reason) == ("declined", reason)
