"""The picture, the script, the clips."""

from diemcau.conference.events.base import Event
from diemcau.conference.picture import Picture
from diemcau.conference.script import Script


class PreviewSet(Event, frozen=True, tag="picture.preview"):
    picture: Picture


class PictureTaken(Event, frozen=True, tag="picture.taken"):
    picture: Picture


class ScriptChanged(Event, frozen=True, tag="script.changed"):
    script: Script


class ScriptSeen(Event, frozen=True, tag="script.seen"):
    site: str
    version: int


class ItemStarted(Event, frozen=True, tag="script.item"):
    item: str


class ClipStarted(Event, frozen=True, tag="clip.started"):
    """The uploaded file of an item plays from second `at`: 0 from its beginning, else it goes on."""

    site: str
    item: str
    file: str
    title: str
    seconds: float
    at: float = 0.0


class ClipPaused(Event, frozen=True, tag="clip.paused"):
    site: str
    at: float


class ClipStopped(Event, frozen=True, tag="clip.stopped"):
    """`ended`: it came to its end by itself."""

    site: str
    ended: bool = False
