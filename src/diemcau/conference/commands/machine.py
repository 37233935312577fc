"""What the machine saw. Nobody else may say it."""

from diemcau.conference.commands.base import Command, Id
from diemcau.conference.script import Code
from diemcau.conference.session import Grade, Reference
from diemcau.regulation.powers import Power


class SeeLine(Command, frozen=True, tag="machine.line"):
    """`device`: whose line it is; the line of a device that does not hold the site's slot counts for
    nothing."""

    power = Power.OBSERVE
    site: Code
    up: bool
    device: Id | None = None


class SeeMedia(Command, frozen=True, tag="machine.media"):
    """`epoch`: of the participant that was seen; one of an older admission counts for nothing."""

    power = Power.OBSERVE
    site: Code
    up: bool
    epoch: int | None = None


class SeeDevices(Command, frozen=True, tag="machine.devices"):
    power = Power.OBSERVE
    site: Code
    camera_on: bool
    microphone_on: bool
    sharing: bool = False


class SeeGrade(Command, frozen=True, tag="machine.grade"):
    power = Power.OBSERVE
    site: Code
    grade: Grade


class SeeReferences(Command, frozen=True, tag="machine.references"):
    """What the sites' lines were like in the test sessions that were accepted, by site."""

    power = Power.OBSERVE
    found: dict[Code, Reference]


class SeeEngine(Command, frozen=True, tag="machine.engine"):
    power = Power.OBSERVE
    up: bool


class CloseWhatIsDue(Command, frozen=True, tag="machine.tick"):
    """Time passed: a lost speaker yields after LOST_SPEAKER_KEEPS_FLOOR."""

    power = Power.OBSERVE
