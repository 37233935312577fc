"""Recording: what operators want, what a screen confirms, what the recorder and the clerk saw."""

from typing import Annotated

import msgspec

from diemcau.conference.commands.base import Command, Moment
from diemcau.conference.script import Code, Short, Words
from diemcau.regulation.powers import Power

Count = Annotated[int, msgspec.Meta(ge=0)]
Seconds = Annotated[float, msgspec.Meta(ge=0)]


class StartRecording(Command, frozen=True, tag="recording.start"):
    power = Power.RECORD


class StopRecording(Command, frozen=True, tag="recording.stop"):
    """Of an official session: with the reason (Article 3)."""

    power = Power.RECORD
    reason: Words = ""


class ConfirmNotice(Command, frozen=True, tag="recording.confirm_notice"):
    """The page has the notice on its screen. `display`: the room's display."""

    power = Power.SHOW_NOTICE
    for_site = True
    site: Code
    display: bool = False


class SeeRecording(Command, frozen=True, tag="machine.recording"):
    """`running`: a recorder is there and may begin; else it had to stop, or could not begin."""

    power = Power.OBSERVE
    running: bool
    reason: Words = ""
    full: bool = False
    recorder: Short = ""
    profile: Short = ""


class SeeRecordingGap(Command, frozen=True, tag="machine.recording_gap"):
    power = Power.OBSERVE
    since: Moment
    until: Moment
    reason: Words = ""
    recorder: Short = ""


class SeeRecordingFinished(Command, frozen=True, tag="machine.recording_finished"):
    power = Power.OBSERVE
    seconds: Seconds
    size: Count
    sha256: Short
    manifest_sha256: Short
    segments: Count


class SeeRecordingDiscarded(Command, frozen=True, tag="machine.recording_discarded"):
    power = Power.OBSERVE
    reason: Words = ""


class SeeNotRecorded(Command, frozen=True, tag="machine.not_recorded"):
    """The conference is not to be recorded, for this reason."""

    power = Power.OBSERVE
    reason: Words


class SeeDiskLow(Command, frozen=True, tag="machine.disk_low"):
    """The disk of the recordings has little room left."""

    power = Power.OBSERVE
