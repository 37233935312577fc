"""Messages, instructions, talkback, alarms."""

from typing import Annotated

import msgspec

from diemcau.conference.commands.base import Command, Id
from diemcau.conference.script import Code
from diemcau.regulation.powers import Power


class SendNote(Command, frozen=True, tag="note.send"):
    power = Power.INSTRUCT
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    to: Code | None = None
    instruction: bool = False


class SendNoteFromSite(Command, frozen=True, tag="note.from_site"):
    """A site's words to the centre."""

    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class AcknowledgeNote(Command, frozen=True, tag="note.acknowledge"):
    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    note: Id


class StartTalkback(Command, frozen=True, tag="talkback.start"):
    power = Power.INSTRUCT
    site: Code


class EndTalkback(Command, frozen=True, tag="talkback.end"):
    power = Power.INSTRUCT


class SeeAlarm(Command, frozen=True, tag="alarm.seen"):
    power = Power.ADMIT_SITES
    alarm: Id
