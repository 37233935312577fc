"""The recorder of one session, a process of its own: it writes while the session is recorded, tells what is
missing, and makes one file after the end."""

import asyncio
import fcntl
import hashlib
import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from msgspec.structs import replace

from diemcau.conference.actors import MACHINE
from diemcau.conference.chapters import chapters
from diemcau.conference.commands import (
    AnyCommand,
    Order,
    SeeDiskLow,
    SeeRecording,
    SeeRecordingDiscarded,
    SeeRecordingFinished,
    SeeRecordingGap,
)
from diemcau.conference.events import Recorded, RecordingStopped
from diemcau.conference.gaps import missing, untold
from diemcau.conference.plan import Identity, Rights, Slot
from diemcau.conference.recording import MANIFEST, FinishedFile, Manifest, Missing, Profile, Segment
from diemcau.conference.session import Phase
from diemcau.conference.session import Session as State
from diemcau.conference.stage import stage
from diemcau.conference.taping import due, to_be_discarded, unfinished
from diemcau.engine.manifest import change_manifest, read_manifest
from diemcau.engine.port import MediaEngine, Ticket
from diemcau.engine.recorder import Finish, MakeRecorder, RecorderError, StageRecorder
from diemcau.records.actions import lease
from diemcau.records.actions.recording import begin_recording, settle_recording
from diemcau.records.actions.session import act
from diemcau.records.bus import Bus, Poll
from diemcau.records.processes import own_name
from diemcau.records.queries.recording import folder_of, other_clerk, recorder_lease
from diemcau.records.queries.session import current, events_after
from diemcau.records.rounds import always, carefully, end
from diemcau.records.thread import StoreThread

log = logging.getLogger(__name__)

ROUND = 1.0
RENEW = 3.0
DISK = 5.0
KNOCK = 0.5
AGAIN_AFTER = timedelta(seconds=3)
TICKET = timedelta(minutes=5)
KEPT_FREE = 64 << 20
"""So much stays free for the database and the log, whatever is recorded."""
ROOM_AGAIN = 2 * KEPT_FREE

LOCK = "recorder.lock"
NO_ROOM = "ổ đĩa lưu bản ghi hình đã đầy"
STOPPED = "bộ phận ghi hình dừng"
NOT_FINISHED = "chưa ghép được tệp ghi hình"
SERVED = "phiên thử đã được chấp nhận"


@dataclass(frozen=True, slots=True)
class Means:
    """`warn_below`: bytes left on the disk."""

    engine: MediaEngine
    make: MakeRecorder
    finish: Finish
    profile: Profile
    warn_below: int


class Recorder:
    """`clerk`: who started it; when another clerk has the session, this recorder ends."""

    def __init__(
        self,
        session: UUID,
        means: Means,
        bus: Bus,
        *,
        clerk: str = "",
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.session, self.name = session, own_name()
        self.folder = folder_of(session)
        self._means, self._bus, self._clerk = means, bus, clerk
        self._store = StoreThread("recorder")
        self._now = now or (lambda: datetime.now(UTC))
        self._stirred = asyncio.Event()
        self._part: StageRecorder | None = None
        self._watch: asyncio.Task[None] | None = None
        self._first: Segment | None = None
        self._lock: BinaryIO | None = None
        self._fresh = self._has_row = self._warned = self._was_full = self._over = False
        self._not_before = self._now()

    async def run(self, stop: asyncio.Event) -> bool:
        """Until `stop`, or until there is nothing more to do: then True."""
        self._bus.listen(self.heard)
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self._stirred.set())
        poll = Poll(self.heard, lambda: (self.session,), self._store)
        loops: list[asyncio.Task[None]] = []
        try:
            await self._come_in(stop)
            works = poll.run(), always(partial(self._hold, stop), RENEW), always(self._look_at_disk, DISK)
            loops += [asyncio.create_task(work) for work in works]
            await self._work(stop)
        finally:
            await end([*loops])
            stopping.cancel()
            await carefully(self._close_part())
            if self._lock is not None:
                self._lock.close()
            await carefully(self._store(lease.release, self._lease, holder=self.name, now=self._now()))
            self._store.close()
        return self._over

    def heard(self, session: UUID, seq: int) -> None:
        if session == self.session:
            self._stirred.set()

    @property
    def _lease(self) -> str:
        return recorder_lease(self.session)

    async def _come_in(self, stop: asyncio.Event) -> None:
        """There is one recorder of a session, on whatever machine."""
        while not stop.is_set():
            if await self._store(lease.obtain, self._lease, holder=self.name, now=self._now()):
                return
            await self._rest(KNOCK)

    async def _hold(self, stop: asyncio.Event) -> None:
        mine = await self._store(lease.renew, self._lease, holder=self.name, now=self._now())
        if not mine or (
            self._clerk and await self._store(other_clerk, self.session, self._clerk, self._now())
        ):
            log.warning("recorder: somebody else has session %s", self.session)
            stop.set()

    async def _work(self, stop: asyncio.Event) -> None:
        while not (stop.is_set() or self._over):
            self._stirred.clear()
            await carefully(self.look())
            if not self._over:
                await self._rest(ROUND)

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stirred.wait(), seconds)
        except TimeoutError:
            return

    async def look(self) -> None:
        await self._see_end_of_part()
        state = await self._store(current, self.session)
        if not self._has_folder():
            return
        if due(state):
            await self._follow(state)
        else:
            await self._close_part()
        if self._first:
            await self._tell_what_is_missing()
        if state.phase is Phase.ENDED:
            await self._after_the_end(state)

    def _has_folder(self) -> bool:
        """A recorder that cannot reach the database writes on, and so keeps the others out, until it learns
        that its lease is another's."""
        if self._lock is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / LOCK).open("ab")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                return False
            self._lock = lock
        return True

    # --- while it is recorded
    async def _follow(self, state: State) -> None:
        if self._part is None and self._now() >= self._not_before:
            await self._begin(state)
        if self._part is not None:
            self._part.show(stage(state, self._now()))
            await self._keep_row(state)

    async def _begin(self, state: State) -> None:
        if await self._is_full():
            await self._failed(NO_ROOM, full=True)
            return
        if not state.recording:
            await self._see(SeeRecording(True, recorder=self.name, profile=self._means.profile.name))
            state = await self._store(current, self.session)
        if state.recording:  # else it was stopped or paused just now
            await self._start_part(state)

    async def _start_part(self, state: State) -> None:
        part = self._means.make(
            address=self._means.engine.address,
            folder=self.folder,
            session=str(self.session),
            name=self.name,
            profile=self._means.profile,
            written=self._written,
        )
        part.show(stage(state, self._now()))
        self._fresh = True
        try:
            await part.start(self._ticket)
        except Exception as error:
            await self._fail_with(error)
            return
        self._part, self._watch = part, asyncio.create_task(part.ended())
        self._watch.add_done_callback(lambda _: self._stirred.set())

    def _ticket(self) -> Ticket:
        identity = str(Identity(Slot.RECORDER, str(self.session), device=self.name[-6:]))
        return self._means.engine.ticket(str(self.session), identity, "Ghi hình", Rights(), TICKET)

    def _written(self, segment: Segment) -> None:
        if self._fresh:
            self._fresh, self._first = False, segment
            self._stirred.set()

    async def _keep_row(self, state: State) -> None:
        if not self._has_row:
            since = state.recording_since or self._now()
            profile = self._means.profile.name
            await self._store(begin_recording, session=self.session, profile=profile, now=since)
            self._has_row = True

    async def _see_end_of_part(self) -> None:
        """It had to stop by itself."""
        if self._watch is None or not self._watch.done() or self._watch.cancelled():
            return
        error = self._watch.exception()
        await self._close_part()
        await self._fail_with(error or RecorderError("it ended"))

    async def _close_part(self) -> None:
        part, watch, self._part, self._watch = self._part, self._watch, None, None
        if part is not None:
            await part.close()
        await end([watch])

    async def _fail_with(self, error: BaseException) -> None:
        log.error("recorder: %s", error)
        full = isinstance(error, RecorderError) and error.full
        await self._failed(NO_ROOM if full else STOPPED, full=full)

    async def _failed(self, reason: str, *, full: bool = False) -> None:
        self._was_full = full
        self._not_before = self._now() + AGAIN_AFTER
        await self._see(SeeRecording(False, reason, full))

    # --- the disk
    async def _is_full(self) -> bool:
        free = await asyncio.to_thread(free_bytes, self.folder)
        return free < (ROOM_AGAIN if self._was_full else KEPT_FREE)

    async def _look_at_disk(self) -> None:
        free = await asyncio.to_thread(free_bytes, self.folder)
        if free < self._means.warn_below and not self._warned:
            await self._see(SeeDiskLow())
            self._warned = True
        if free < KEPT_FREE and self._part is not None:
            await self._close_part()
            await self._failed(NO_ROOM, full=True)

    # --- what is missing, and the file
    async def _tell_what_is_missing(self) -> None:
        """After the first segment of a part: how long nothing was written before it."""
        first, self._first = self._first, None
        await self._tell_gaps(None)
        state = await self._store(current, self.session)
        if first and state.tape.fault and state.tape.fault_since:
            until = max(first.at, state.tape.fault_since + timedelta(milliseconds=1))
            await self._tell_gap(Missing("gap", state.tape.fault_since, until, state.tape.fault))

    async def _tell_gaps(self, until: datetime | None) -> Sequence[Recorded]:
        events = await self._store(events_after, self.session, 0)
        known = read_manifest(self.folder)
        if known is not None:
            found = tuple(missing(known, events, until))
            self._change(lambda old: replace(old, missing=found))
            for gap in untold(found, events):
                await self._tell_gap(gap)
        return events

    async def _tell_gap(self, gap: Missing) -> None:
        await self._see(SeeRecordingGap(gap.since, gap.until, gap.reason, self.name))

    async def _after_the_end(self, state: State) -> None:
        if not unfinished(state):
            await self._store(settle_recording, session=self.session, now=self._now())
            self._over = True
        elif to_be_discarded(state):
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)
            await self._see(SeeRecordingDiscarded(SERVED))
        elif self._now() >= self._not_before:
            await self._finish(state)

    async def _finish(self, state: State) -> None:
        await self._keep_row(state)
        stops = [one.at for one in await self._events() if isinstance(one.event, RecordingStopped)]
        events = await self._tell_gaps(max(stops, default=None))
        manifest = read_manifest(self.folder)
        if manifest is None or not manifest.seconds:
            await self._see(SeeRecordingFinished(0.0, 0, "", "", 0))
            return
        try:
            file = await asyncio.to_thread(self._make_file, manifest, events, state)
        except (RecorderError, OSError) as error:
            log.error("recorder: the file of session %s: %s", self.session, error)
            await self._failed(NOT_FINISHED)
            return
        await self._see_finished(file)

    async def _events(self) -> Sequence[Recorded]:
        return await self._store(events_after, self.session, 0)

    def _make_file(self, manifest: Manifest, events: Sequence[Recorded], state: State) -> FinishedFile:
        found = chapters(events, manifest)
        day = f"{state.live_at or state.opened_at:%Y-%m-%d}"
        return self._means.finish(self.folder, found, {"title": state.title, "date": day})

    async def _see_finished(self, file: FinishedFile) -> None:
        manifest = read_manifest(self.folder) or Manifest(str(self.session))
        kept = hashlib.sha256((self.folder / MANIFEST).read_bytes()).hexdigest()
        segments = sum(len(part.segments) for part in manifest.parts)
        await self._see(SeeRecordingFinished(file.seconds, file.size, file.sha256, kept, segments))

    def _change(self, change: Callable[[Manifest], Manifest]) -> Manifest:
        return change_manifest(self.folder, str(self.session), change)

    async def _see(self, command: AnyCommand) -> None:
        await self._store(act, self.session, Order(command, MACHINE, uuid4().hex), self._now())


def free_bytes(folder: Path) -> int:
    """Of the disk that the folder lies on, or will lie on."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return shutil.disk_usage(there).free
