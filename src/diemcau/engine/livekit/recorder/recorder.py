"""Records one part: the event loop watches the room, a thread films. The ports of `engine.recorder`."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from diemcau.conference.recording import Profile, Segment
from diemcau.conference.stage import Stage
from diemcau.engine.livekit.recorder.camera import Camera
from diemcau.engine.livekit.recorder.composer import Composer
from diemcau.engine.livekit.recorder.feeds import Feeds
from diemcau.engine.livekit.recorder.mixer import Mixer
from diemcau.engine.livekit.recorder.room import Attendance
from diemcau.engine.livekit.recorder.wanted import wanted
from diemcau.engine.livekit.recorder.writer import PartWriter
from diemcau.engine.port import Ticket
from diemcau.engine.recorder import RecorderError, told

log = logging.getLogger("diemcau.recorder")


class LiveKitRecorder:
    """A `StageRecorder`; the class itself is the `MakeRecorder`."""

    def __init__(
        self,
        *,
        address: str,
        folder: Path,
        session: str,
        name: str,
        profile: Profile,
        written: Callable[[Segment], None],
    ) -> None:
        self._address, self._folder, self._session, self._name = address, folder, session, name
        self._profile, self._written = profile, written
        self._feeds = Feeds()
        self._stage: Stage | None = None
        self._attendance: Attendance | None = None
        self._camera: Camera | None = None
        self._over = asyncio.Event()
        self._wrong: RecorderError | None = None

    async def start(self, ticket: Callable[[], Ticket]) -> None:
        mixer = Mixer()
        attendance = Attendance(self._address, ticket, self._feeds, mixer, self._is_replaced)
        attendance.want(wanted(self._stage))
        await attendance.begin()
        try:
            camera = self._make_camera(mixer)
        except OSError as wrong:
            await attendance.end()
            raise told(wrong) from wrong
        self._attendance, self._camera = attendance, camera
        if self._stage:
            camera.show(self._stage)
        camera.start()

    def show(self, stage: Stage) -> None:
        self._stage = stage
        if self._camera and self._attendance:
            self._camera.show(stage)
            self._attendance.want(wanted(stage))

    async def ended(self) -> None:
        await self._over.wait()
        await self._leave()
        if self._wrong:
            raise self._wrong

    async def close(self) -> None:
        if self._camera:
            self._camera.close()
            await self._over.wait()
        await self._leave()

    async def _leave(self) -> None:
        if self._attendance:
            await self._attendance.end()

    def _make_camera(self, mixer: Mixer) -> Camera:
        loop, profile = asyncio.get_running_loop(), self._profile
        began, wall = time.monotonic(), datetime.now(UTC)

        def written(segment: Segment) -> None:
            loop.call_soon_threadsafe(self._written, segment)

        def over(wrong: Exception | None) -> None:
            loop.call_soon_threadsafe(self._is_over, wrong)

        writer = PartWriter(self._folder, self._session, self._name, profile, wall, written)
        composer = Composer(profile.width, profile.height, self._feeds)
        return Camera(profile, composer, mixer, writer, began, wall, over)

    def _is_over(self, wrong: Exception | None) -> None:
        if wrong is not None:
            log.error("recorder: stopped", exc_info=wrong)
            self._wrong = self._wrong or told(wrong)
        self._over.set()

    def _is_replaced(self) -> None:
        self._wrong = RecorderError("another recorder of this name is in the room")
        if self._camera:
            self._camera.close()
