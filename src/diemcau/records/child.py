"""A process that is kept running: restarted when it dies, with growing pauses, and never left behind."""

import asyncio
import ctypes
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

log = logging.getLogger(__name__)

PAUSES = (0.0, 0.25, 0.5, 1.0)  # seconds; never longer: a session is waiting
SOUND_AFTER = 20.0  # seconds of life after which the next pause is the shortest again
SECONDS_TO_END = 6.0
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    _libc.prctl(_DIE_WITH_PARENT, signal.SIGTERM)


async def keep(
    name: str, live: Callable[[], Awaitable[object]], going_on: Callable[[], bool] = lambda: True
) -> None:
    """`live` returns when the thing has died; it is started again while we are `going_on`."""
    deaths = 0
    while going_on():
        began = time.monotonic()
        try:
            code = await live()
            if not going_on():
                return
            log.warning("%s ended (%s) and is started again", name, code)
        except Exception as error:
            log.error("%s: %s", name, error)
        deaths = 1 if time.monotonic() - began > SOUND_AFTER else deaths + 1
        await asyncio.sleep(PAUSES[min(deaths - 1, len(PAUSES) - 1)])


class Child:
    """One process in a session of its own: Ctrl-C in the terminal reaches only us, and we end it in order."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        fds: Sequence[int] = (),
        seconds_to_end: float = SECONDS_TO_END,
    ) -> None:
        self.name = name
        self._command = command
        self._fds = tuple(fds)
        self._seconds_to_end = seconds_to_end
        self._ending = False
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.returncode is None else None

    async def live(self) -> int:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.DEVNULL,
            pass_fds=self._fds,
            start_new_session=True,
            preexec_fn=die_with_parent,
            env=os.environ,
        )
        return await self._process.wait()

    @property
    def going_on(self) -> bool:
        return not self._ending

    async def keep(self) -> None:
        await keep(self.name, self.live, lambda: self.going_on)

    async def end(self) -> None:
        """Politely, then by force."""
        self._ending = True
        if self._process is None or self._process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), self._seconds_to_end)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
