"""Who may speak: asking, the queue, giving and ending."""

from typing import Annotated

import msgspec

from diemcau.conference.commands.base import Command, Id, Minutes, Moment, Position
from diemcau.conference.script import Code, Short, Speaker, Words
from diemcau.conference.session import Channel
from diemcau.regulation.powers import Power


class RequestFloor(Command, frozen=True, tag="floor.request"):
    """By the site, or by the centre on the leader's behalf (Articles 6.3, 7.3): then `channel` is phone
    or paper,
    with who called, when, and whether it was read back."""

    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    speaker: Speaker
    request: Id | None = None
    topic: Words = ""
    item: Short | None = None
    minutes: Minutes = 0
    point_of_order: bool = False
    channel: Channel = Channel.SYSTEM
    caller: Short = ""
    called_at: Moment | None = None
    read_back: bool = False


class AcceptRequest(Command, frozen=True, tag="floor.accept"):
    power = Power.GIVE_FLOOR
    request: Id
    position: Position | None = None


class DenyRequest(Command, frozen=True, tag="floor.deny"):
    power = Power.GIVE_FLOOR
    request: Id
    reason: Words


class CancelRequest(Command, frozen=True, tag="floor.cancel"):
    """By the site that asked (or the centre for it)."""

    power = Power.ANSWER_FOR_SITE
    request: Id
    reason: Words = ""


class MoveRequest(Command, frozen=True, tag="floor.move"):
    power = Power.GIVE_FLOOR
    request: Id
    position: Position


class SkipRequest(Command, frozen=True, tag="floor.skip"):
    power = Power.GIVE_FLOOR
    request: Id
    reason: Words = ""


class GiveFloor(Command, frozen=True, tag="floor.give"):
    """To one request (queue order or not). Ends the other holders' floor unless `beside`."""

    power = Power.GIVE_FLOOR
    request: Id
    beside: bool = False


class GiveFloorToSite(Command, frozen=True, tag="floor.give_site"):
    """Any site out of turn, without a request before."""

    power = Power.GIVE_FLOOR
    site: Code
    speaker: Speaker | None = None
    minutes: Minutes = 0
    beside: bool = False


class NextSpeaker(Command, frozen=True, tag="floor.next"):
    """The proposed one, else the head of the queue whose site is connected.

    `after`: the request the operator saw speaking (the latest); another one speaking is refused.
    """

    power = Power.GIVE_FLOOR
    after: Id | None = None


class YieldFloor(Command, frozen=True, tag="floor.yield"):
    """By the speaker's own site, or the operator's "Xong"."""

    power = Power.ANSWER_FOR_SITE
    request: Id


class RevokeFloor(Command, frozen=True, tag="floor.revoke"):
    power = Power.GIVE_FLOOR
    request: Id
    reason: Words = ""


class ExtendFloor(Command, frozen=True, tag="floor.extend"):
    power = Power.GIVE_FLOOR
    request: Id
    minutes: Annotated[int, msgspec.Meta(ge=1, le=60)]


class CloseAllMicrophones(Command, frozen=True, tag="floor.close_all"):
    power = Power.GIVE_FLOOR


class ReleaseMicrophones(Command, frozen=True, tag="floor.release_all"):
    power = Power.GIVE_FLOOR
