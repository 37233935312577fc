"""One part of a recording on the disk: header, segments, manifest, playlist, each whole at any moment."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from diemcau.conference.recording import Manifest, Part, Profile, Segment
from diemcau.engine.livekit.recorder.canvas import Canvas
from diemcau.engine.livekit.recorder.encoder import SECONDS, Encoder
from diemcau.engine.livekit.recorder.mixer import Sound
from diemcau.engine.livekit.recorder.playlist import write_file, write_playlist
from diemcau.engine.manifest import change_manifest, read_manifest


def next_number(folder: Path) -> int:
    """After the last part, also after one of which no segment was finished."""
    manifest = read_manifest(folder)
    known = [part.number for part in manifest.parts] if manifest else []
    begun = [int(path.name[1:4]) for path in folder.glob("p[0-9][0-9][0-9]-*")]
    return max([*known, *begun], default=0) + 1


class PartWriter:
    """`began`: the wall clock at the first frame."""

    def __init__(
        self,
        folder: Path,
        session: str,
        recorder: str,
        profile: Profile,
        began: datetime,
        written: Callable[[Segment], None],
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        number = next_number(folder)
        self._folder, self._session, self._written = folder, session, written
        self._began, self._profile = began, profile
        self._stem = f"p{number:03}"
        self._part = Part(number, recorder, profile.name, f"{self._stem}-init.mp4", "")
        self._frames = 0
        self._encoder = Encoder(profile, _seconds(folder))

    def add(self, picture: Canvas, sound: Sound) -> None:
        self._encoder.add(picture, sound)
        self._frames += 1
        self._write()

    def close(self) -> None:
        self._encoder.close()
        self._write()

    def _write(self) -> None:
        boxes = self._encoder.boxes
        if boxes.header and not self._part.init_sha256:
            self._write_header(boxes.header)
        while boxes.fragments:
            self._write_segment(boxes.fragments.popleft())

    def _write_header(self, data: bytes) -> None:
        write_file(self._folder / self._part.init, data)
        self._part = replace(self._part, init_sha256=hashlib.sha256(data).hexdigest())

    def _write_segment(self, data: bytes) -> None:
        segment = self._segment(data)
        write_file(self._folder / segment.name, data)
        part = replace(self._part, segments=(*self._part.segments, segment))
        try:
            manifest = change_manifest(self._folder, self._session, lambda old: _with(old, part))
        except OSError:
            (self._folder / segment.name).unlink(missing_ok=True)
            raise
        self._part = part
        write_playlist(self._folder, manifest, finished=False)
        self._written(segment)

    def _segment(self, data: bytes) -> Segment:
        index, every = len(self._part.segments), SECONDS * self._profile.rate
        frames = min(self._frames - index * every, every)
        return Segment(
            name=f"{self._stem}-{index + 1:05}.m4s",
            at=self._began + timedelta(seconds=index * SECONDS),
            seconds=round(frames / self._profile.rate, 3),
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
        )


def _seconds(folder: Path) -> float:
    manifest = read_manifest(folder)
    return manifest.seconds if manifest else 0.0


def _with(manifest: Manifest, part: Part) -> Manifest:
    others = tuple(other for other in manifest.parts if other.number != part.number)
    return replace(manifest, parts=(*others, part))
