"""What every recorder promises, with the real engine and in memory."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from diemcau.conference.plan import Identity, Rights, Slot
from diemcau.conference.recording import FILE, PLAYLIST, Manifest, Profile, Segment
from diemcau.conference.stage import stage
from diemcau.engine.choose import make_recording
from diemcau.engine.manifest import read_manifest
from diemcau.engine.memory import MemoryEngine
from diemcau.engine.port import Ticket
from diemcau.engine.recorder import RecorderError, StageRecorder
from tests import world as cast
from tests.engine.worlds import World

SMALL = Profile("low", 320, 180, 5, 100)
NEXT = timedelta(seconds=5)


class Folder:
    """Recordings of one session, by a recorder of this world's kind."""

    def __init__(self, world: World, path: Path) -> None:
        self.world, self.path = world, path
        self.make, self.finish = make_recording(
            "memory" if isinstance(world.engine, MemoryEngine) else "livekit"
        )
        self.written: list[Segment] = []
        self.news = asyncio.Event()

    @property
    def ticket(self) -> Callable[[], Ticket]:
        identity = str(Identity(Slot.RECORDER, "phien-1", device="may-1"))
        return lambda: self.world.engine.ticket("phien-1", identity, "Ghi hình", Rights(), NEXT)

    def recorder(self, name: str) -> StageRecorder:
        sitting = cast.live()
        made = self.make(
            address=self.world.engine.address,
            folder=self.path,
            session="phien-1",
            name=name,
            profile=SMALL,
            written=self._hear,
        )
        made.show(stage(sitting.state, sitting.now))
        return made

    def _hear(self, segment: Segment) -> None:
        self.written.append(segment)
        self.news.set()

    async def part(self, name: str) -> None:
        """One part with at least one whole segment and what was begun after it."""
        self.news.clear()
        recorder = self.recorder(name)
        await recorder.start(self.ticket)
        ended = asyncio.create_task(recorder.ended())
        await asyncio.wait_for(self.news.wait(), 30)
        assert not ended.done()
        await recorder.close()
        await asyncio.wait_for(ended, 5)

    def manifest(self) -> Manifest:
        found = read_manifest(self.path)
        assert found
        return found


@pytest.fixture
async def folder(world: World, tmp_path: Path) -> Folder:
    await world.engine.open_room("phien-1")
    return Folder(world, tmp_path / "phien-1")


async def test_each_recorder_writes_one_part_and_all_become_one_file(folder: Folder) -> None:
    await folder.part("may-1")
    await folder.part("may-2")
    first, second = folder.manifest().parts
    assert [part.recorder for part in (first, second)] == ["may-1", "may-2"]
    assert second.number > first.number
    assert {part.profile for part in (first, second)} == {SMALL.name}
    assert [*first.segments, *second.segments] == folder.written
    for segment in folder.written:
        content = (folder.path / segment.name).read_bytes()
        assert (segment.size, segment.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    for one, other in zip(folder.written, folder.written[1:], strict=False):
        assert other.at >= one.at + timedelta(seconds=one.seconds - 0.1)
    assert all(segment.name in (folder.path / PLAYLIST).read_text() for segment in folder.written)
    file = await asyncio.to_thread(folder.finish, folder.path, (), {"title": "Giao ban"})
    content = (folder.path / FILE).read_bytes()
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert file.seconds == pytest.approx(sum(segment.seconds for segment in folder.written), abs=0.01)
    assert folder.manifest().file == file


async def test_nothing_recorded_gives_no_file(folder: Folder) -> None:
    folder.path.mkdir()
    with pytest.raises(RecorderError):
        await asyncio.to_thread(folder.finish, folder.path, (), {})
