"""The recorder in our own words: it joins a session's room, draws the stage as the sites see it, mixes what
is heard, writes segments.

What it needs to know of the session is the stage alone. `engine.livekit.recorder` really records.
"""

import errno
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from diemcau.conference.recording import Chapter, FinishedFile, Profile, Segment
from diemcau.conference.stage import Stage
from diemcau.engine.port import Ticket


class RecorderError(Exception):
    """It cannot go on: the room is closed to it, or the disk is full (`full`)."""

    def __init__(self, words: str, *, full: bool = False) -> None:
        super().__init__(words)
        self.full = full


def told(wrong: Exception) -> RecorderError:
    """What went wrong, in the port's words."""
    full = isinstance(wrong, OSError) and wrong.errno in (errno.ENOSPC, errno.EDQUOT)
    return RecorderError("the disk is full" if full else f"{type(wrong).__name__}: {wrong}", full=full)


class StageRecorder(Protocol):
    """One part of a recording. Made, started, shown every new stage, closed; a pause closes it, going on
    makes a new one."""

    async def start(self, ticket: Callable[[], Ticket]) -> None:
        """Joins the room, and joins again by itself when the engine was away. Raises RecorderError."""

    def show(self, stage: Stage) -> None:
        """From now on this is recorded."""

    async def ended(self) -> None:
        """Returns when it was closed, raises RecorderError when it had to stop by itself (disk full)."""

    async def close(self) -> None:
        """Leaves the room; the last segment is complete on the disk and in the manifest."""


class MakeRecorder(Protocol):
    def __call__(
        self,
        *,
        address: str,
        folder: Path,
        session: str,
        name: str,
        profile: Profile,
        written: Callable[[Segment], None],
    ) -> StageRecorder:
        """`folder`: of the whole recording, with the parts that are there already. `written`: after each
        segment."""


class Finish(Protocol):
    def __call__(self, folder: Path, chapters: tuple[Chapter, ...], tags: Mapping[str, str]) -> FinishedFile:
        """All parts become one MP4 (faststart) with chapters, and a WebVTT track beside it."""
