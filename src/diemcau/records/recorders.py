"""The clerk's recorders: one process for each session that is recorded or is still to be finished."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from diemcau.records.child import Child, keep
from diemcau.records.rounds import end

log = logging.getLogger(__name__)

SECONDS_TO_END = 4.0
Died = Callable[[UUID], Awaitable[None]]


@dataclass(slots=True)
class Kept:
    child: Child
    keeper: asyncio.Task[None] | None = None
    done: bool = False


class Recorders:
    """A recorder that dies is started again; one that has nothing more to do ends with 0."""

    def __init__(self, command: Callable[[UUID, str], list[str]]) -> None:
        self._command = command
        self._kept: dict[UUID, Kept] = {}
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def sessions(self) -> Collection[UUID]:
        return self._kept.keys()

    def pid(self, session: UUID) -> int | None:
        kept = self._kept.get(session)
        return kept.child.pid if kept else None

    def keep(self, sessions: Collection[UUID], clerk: str, died: Died) -> None:
        """These, and no others, from now on. Nobody waits for one that ends: leases must be renewed."""
        over = [one for one, kept in self._kept.items() if kept.done or one not in sessions]
        self._ending = {task for task in self._ending if not task.done()}
        self._ending |= {asyncio.create_task(_end(self._kept.pop(session))) for session in over}
        for session in set(sessions) - self._kept.keys():
            kept = self._kept[session] = Kept(
                Child("recorder", self._command(session, clerk), seconds_to_end=SECONDS_TO_END)
            )
            kept.keeper = asyncio.create_task(self._tend(session, kept, died))

    async def close(self) -> None:
        kept, self._kept = self._kept, {}
        await asyncio.gather(*self._ending, *map(_end, kept.values()))

    async def _tend(self, session: UUID, kept: Kept, died: Died) -> None:
        async def live() -> int:
            code = await kept.child.live()
            kept.done = code == 0
            if not kept.done and kept.child.going_on:
                await died(session)
            return code

        await keep(f"recorder of {session}", live, lambda: kept.child.going_on and not kept.done)


async def _end(kept: Kept) -> None:
    await kept.child.end()
    await end([kept.keeper])


def recorder_command(session: UUID, clerk: str) -> list[str]:
    return [sys.executable, "-m", "diemcau", "record", "--session", str(session), "--clerk", clerk]
