"""Who asks to speak, who may, who is done."""

from datetime import datetime

from diemcau.conference.events.base import Event
from diemcau.conference.session import Request


class FloorRequested(Event, frozen=True, tag="floor.requested"):
    request: Request


class FloorAccepted(Event, frozen=True, tag="floor.accepted"):
    """`position` counts from 1 in the queue as it is after this event."""

    request: str
    position: int


class FloorDenied(Event, frozen=True, tag="floor.denied"):
    request: str
    reason: str


class FloorCancelled(Event, frozen=True, tag="floor.cancelled"):
    request: str
    reason: str = ""


class FloorReordered(Event, frozen=True, tag="floor.reordered"):
    request: str
    position: int


class FloorSkipped(Event, frozen=True, tag="floor.skipped"):
    request: str
    reason: str = ""


class FloorGranted(Event, frozen=True, tag="floor.granted"):
    request: str
    deadline: datetime | None = None


class FloorExtended(Event, frozen=True, tag="floor.extended"):
    request: str
    minutes: int
    deadline: datetime


class FloorReleased(Event, frozen=True, tag="floor.released"):
    """The speaker is done. `lost`: yielded because the line stayed away."""

    request: str
    lost: bool = False


class FloorRevoked(Event, frozen=True, tag="floor.revoked"):
    request: str
    reason: str = ""


class FloorProposed(Event, frozen=True, tag="floor.proposed"):
    """The next speaker the centre may call, after one was lost."""

    request: str


class MicrophonesClosed(Event, frozen=True, tag="floor.all_closed"):
    """Emergency: every microphone but the chair's."""


class MicrophonesReleased(Event, frozen=True, tag="floor.all_released"):
    """The emergency is over: the floor works again."""
