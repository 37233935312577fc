"""The thread that composes, mixes and writes on the beat of one clock: picture and sound stay in step."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from diemcau.conference.recording import Profile
from diemcau.conference.stage import Stage
from diemcau.engine.livekit.recorder.composer import Composer
from diemcau.engine.livekit.recorder.mixer import RATE, Mixer, place_of
from diemcau.engine.livekit.recorder.writer import PartWriter

log = logging.getLogger("diemcau.recorder")

DELAY = 0.25
"""Behind the present: what arrives a little late still finds its place, picture and sound alike."""
BEHIND = 0.6
"""Later than this a frame is not composed: the last one stands until we are in time again."""


class Camera:
    """`began`: the monotonic clock at the first frame, `wall`: the same moment for people. `over` is called
    at the end, with what went wrong."""

    def __init__(
        self,
        profile: Profile,
        composer: Composer,
        mixer: Mixer,
        writer: PartWriter,
        began: float,
        wall: datetime,
        over: Callable[[Exception | None], None],
    ) -> None:
        self._composer, self._mixer, self._writer = composer, mixer, writer
        self._began, self._wall, self._over = began, wall, over
        self._step, self._samples = 1 / profile.rate, RATE // profile.rate
        self._first = place_of(began)
        self._stages: deque[tuple[float, Stage]] = deque()
        self._until: float | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def show(self, stage: Stage) -> None:
        self._stages.append((time.monotonic(), stage))

    def close(self) -> None:
        """What has happened until now is still written."""
        self._until = self._until or time.monotonic()
        self._closing.set()

    def _run(self) -> None:
        try:
            self._film()
            self._writer.close()
        except Exception as wrong:
            self._over(wrong)
        else:
            self._over(None)

    def _film(self) -> None:
        count = 0
        while True:
            moment = self._began + count * self._step
            if self._until is not None and moment >= self._until:
                return
            late = time.monotonic() - moment - DELAY
            if late < 0 and not self._closing.is_set():
                self._closing.wait(-late)
            self._shoot(count, moment, late)
            count += 1

    def _shoot(self, count: int, moment: float, late: float) -> None:
        while self._stages and self._stages[0][0] <= moment:
            at, stage = self._stages.popleft()
            self._composer.show(stage, at)
        if late < BEHIND or count == 0:
            self._composer.compose(moment, self._wall + timedelta(seconds=count * self._step))
        self._writer.add(
            self._composer.picture, self._mixer.take(self._first + count * self._samples, self._samples)
        )
