"""State -> what everybody sees. Small, and it does not grow with the number of sites."""

from datetime import datetime

import msgspec

from diemcau.conference.picture import Picture
from diemcau.conference.script import Speaker
from diemcau.conference.session import Phase, SessionKind


class OnFloor(msgspec.Struct, frozen=True, omit_defaults=True):
    request: str
    site: str
    speaker: Speaker
    granted_at: datetime
    deadline: datetime | None = None


class ItemLine(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    title: str
    minutes: int
    starts: str = ""
    since: datetime | None = None


class Stage(msgspec.Struct, frozen=True):
    """`names`: site code -> name, only for the sites this stage mentions. `behind_seconds`: script delay (+ late).

    `preview` is what everybody pre-subscribes, disabled, so that *take* shows it at once.
    `microphones`: sites whose sound everybody always subscribes (chair, floor holders, the one under voice check).
    """

    version: int
    session: str
    title: str
    kind: SessionKind
    phase: Phase
    program: Picture
    preview: Picture
    floor: tuple[OnFloor, ...]
    microphones: tuple[str, ...]
    names: dict[str, str]
    item: ItemLine | None
    next: ItemLine | None
    live_at: datetime | None
    paused_at: datetime | None
    behind_seconds: int | None
    notice: str
    recording: bool
    recording_since: datetime | None
    all_closed: bool
