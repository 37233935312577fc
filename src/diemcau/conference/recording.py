"""What is kept of a recording beside its picture and sound: segments, pauses, gaps, and where a moment lies.

Pure values. The recorder writes them as `manifest.json` in the recording's folder; the archive reads them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

MANIFEST = "manifest.json"
PLAYLIST = "playlist.m3u8"
FILE = "recording.mp4"
CHAPTERS = "chapters.vtt"
LONGEST_SEGMENT = timedelta(seconds=6)
"""A crash loses at most one segment."""


class Profile(msgspec.Struct, frozen=True):
    """How the picture and the sound are written. `name` is stable and stands in the events."""

    name: str
    width: int
    height: int
    rate: int
    video_kbps: int
    audio_kbps: int = 96


STANDARD = Profile("standard", 1280, 720, 25, 1500)
LOW = Profile("low", 1280, 720, 15, 700)
PROFILES = {profile.name: profile for profile in (STANDARD, LOW)}


class Segment(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file of at most six seconds. `at`: its first instant on the wall clock; `sha256` of its bytes."""

    name: str
    at: datetime
    seconds: float
    size: int
    sha256: str


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one recorder wrote without a break: `init` is the header its segments need. A new one begins after
    a pause of the session and after a gap."""

    number: int
    recorder: str
    profile: str
    init: str
    init_sha256: str
    segments: tuple[Segment, ...] = ()

    @property
    def seconds(self) -> float:
        return sum(segment.seconds for segment in self.segments)


class Missing(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of the session that is not in the recording. `kind`: "pause" (of the session) or "gap" (a
    fault)."""

    kind: str
    since: datetime
    until: datetime
    reason: str = ""


class FinishedFile(msgspec.Struct, frozen=True):
    name: str
    seconds: float
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, omit_defaults=True):
    session: str
    parts: tuple[Part, ...] = ()
    missing: tuple[Missing, ...] = ()
    file: FinishedFile | None = None

    @property
    def seconds(self) -> float:
        return sum(part.seconds for part in self.parts)


class Chapter(msgspec.Struct, frozen=True, omit_defaults=True):
    """`start`, `end`: seconds in the recording. `kind`: "item" (of the script) or "speaker"."""

    kind: str
    title: str
    start: float
    end: float
    at: datetime
    site: str = ""


def seconds_at(manifest: Manifest, moment: datetime) -> float:
    """Where a moment of the session lies in the recording; what was not recorded maps to where it goes on."""
    passed = 0.0
    for segment in _segments(manifest):
        into = (moment - segment.at).total_seconds()
        if into < segment.seconds:
            return passed + max(into, 0.0)
        passed += segment.seconds
    return passed


def moment_at(manifest: Manifest, seconds: float) -> datetime | None:
    """The wall clock at this second of the recording; None: nothing is recorded."""
    last = None
    for segment in _segments(manifest):
        if seconds < segment.seconds:
            return segment.at + timedelta(seconds=max(seconds, 0.0))
        seconds -= segment.seconds
        last = segment
    return last.at + timedelta(seconds=last.seconds) if last else None


def _segments(manifest: Manifest) -> Iterable[Segment]:
    return (segment for part in manifest.parts for segment in part.segments)
