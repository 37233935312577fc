"""The recorder states what it does."""

from datetime import datetime

from diemcau.conference.events.base import Event


class RecordingAsked(Event, frozen=True, tag="recording.asked"):
    """An operator wants it: a test session, or an official one where it had been stopped."""


class RecordingNotice(Event, frozen=True, tag="recording.notice"):
    """What stands on every screen from now on, always just before the start."""

    words: str


class RecordingNoticeShown(Event, frozen=True, tag="recording.notice_shown"):
    """The page of this site has it on its screen. `display`: the room's display, not the site's page."""

    site: str
    display: bool = False


class RecordingStarted(Event, frozen=True, tag="recording.started"):
    """`profile`: a name of `recording.PROFILES`."""

    profile: str = ""
    recorder: str = ""


class RecordingPaused(Event, frozen=True, tag="recording.paused"):
    """With the session."""


class RecordingResumed(Event, frozen=True, tag="recording.resumed"):
    pass


class RecordingFailed(Event, frozen=True, tag="recording.failed"):
    """Nothing is written for the time being; the gap is told when it is over. `full`: the disk is."""

    reason: str = ""
    full: bool = False


class RecordingGap(Event, frozen=True, tag="recording.gap"):
    """This stretch is not in the recording. `recorder`: who goes on."""

    since: datetime
    until: datetime
    reason: str = ""
    recorder: str = ""


class RecordingStopped(Event, frozen=True, tag="recording.stopped"):
    """By an operator, or with the session's end."""

    reason: str = ""


class RecordingFinished(Event, frozen=True, tag="recording.finished"):
    """Of the one file: its length, size and SHA-256; `manifest_sha256` of the manifest as it stands then."""

    seconds: float
    size: int
    sha256: str
    manifest_sha256: str
    segments: int


class RecordingDiscarded(Event, frozen=True, tag="recording.discarded"):
    """Of a test session, after its sites were accepted: the files are removed, this and the row stay."""

    reason: str = ""


class RecordingDeclined(Event, frozen=True, tag="recording.declined"):
    """Article 3: what is not recorded has a stated reason."""

    reason: str
