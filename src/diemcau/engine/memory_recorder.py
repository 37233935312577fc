"""The recorder's twin in memory: same promises, no picture. Its segments say what the stage showed."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from diemcau.conference.recording import (
    CHAPTERS,
    FILE,
    PLAYLIST,
    Chapter,
    FinishedFile,
    Manifest,
    Part,
    Profile,
    Segment,
)
from diemcau.conference.stage import Stage
from diemcau.engine.manifest import change_manifest, read_manifest
from diemcau.engine.port import Ticket
from diemcau.engine.recorder import RecorderError

SEGMENT_SECONDS = 1.0


class MemoryRecorder:
    def __init__(
        self,
        *,
        address: str,
        folder: Path,
        session: str,
        name: str,
        profile: Profile,
        written: Callable[[Segment], None],
        segment_seconds: float = SEGMENT_SECONDS,
    ) -> None:
        self._folder, self._session, self._name, self._profile = folder, session, name, profile
        self._written = written
        self._seconds = segment_seconds
        self._shown: list[Stage] = []
        self._work: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self._number = 0
        self._part = Part(0, name, profile.name, "", "")

    async def start(self, ticket: Callable[[], Ticket]) -> None:
        ticket()
        self._folder.mkdir(parents=True, exist_ok=True)
        known = read_manifest(self._folder)
        self._number = max((part.number for part in known.parts), default=0) + 1 if known else 1
        header = self._profile.name.encode()
        init = f"p{self._number:03}-init.mp4"
        _write(self._folder / init, header)
        self._part = Part(self._number, self._name, self._profile.name, init, _hash(header))
        self._work = asyncio.create_task(self._record())

    def show(self, stage: Stage) -> None:
        self._shown.append(stage)

    async def ended(self) -> None:
        if self._work is not None:
            await asyncio.shield(self._work)

    async def close(self) -> None:
        self._closing.set()
        if self._work is not None:
            with suppress(RecorderError):
                await self._work

    async def _record(self) -> None:
        count, at = 0, datetime.now(UTC)
        while not self._closing.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), self._seconds)
            until = datetime.now(UTC)
            count += 1
            self._keep(f"p{self._number:03}-{count:05}.m4s", at, (until - at).total_seconds())
            at = until

    def _keep(self, name: str, at: datetime, seconds: float) -> None:
        """What was shown since the last one, and what is shown now."""
        content = msgspec.json.encode(self._shown)
        del self._shown[:-1]
        _write(self._folder / name, content)
        segment = Segment(name, at, seconds, len(content), _hash(content))
        self._part = part = replace(self._part, segments=(*self._part.segments, segment))
        manifest = change_manifest(self._folder, self._session, lambda old: _with(old, part))
        _write(self._folder / PLAYLIST, _playlist(manifest).encode())
        self._written(segment)


def _with(manifest: Manifest, part: Part) -> Manifest:
    others = tuple(other for other in manifest.parts if other.number != part.number)
    return replace(manifest, parts=(*others, part))


def finish(folder: Path, chapters: tuple[Chapter, ...], tags: Mapping[str, str]) -> FinishedFile:
    manifest = read_manifest(folder)
    if manifest is None or not manifest.seconds:
        raise RecorderError("nothing was recorded")
    names = [name for part in manifest.parts for name in (part.init, *(one.name for one in part.segments))]
    whole = b"".join((folder / name).read_bytes() for name in names)
    _write(folder / FILE, whole)
    _write(folder / CHAPTERS, "\n".join(["WEBVTT", "", *(one.title for one in chapters)]).encode())
    file = FinishedFile(FILE, manifest.seconds, len(whole), _hash(whole))
    change_manifest(folder, manifest.session, lambda old: replace(old, file=file))
    return file


def _playlist(manifest: Manifest) -> str:
    lines = ["#EXTM3U"]
    for part in manifest.parts:
        lines += [f'#EXT-X-MAP:URI="{part.init}"']
        lines += [f"#EXTINF:{one.seconds:.3f},\n{one.name}" for one in part.segments]
    return "\n".join(lines)


def _write(file: Path, content: bytes) -> None:
    try:
        part = file.with_name(f"{file.name}.part")
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        raise RecorderError(str(error), full=True) from error


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
