"""The roll call and the voice check."""

from typing import Annotated

import msgspec

from diemcau.conference.commands.base import Command
from diemcau.conference.script import Code, Short, Words
from diemcau.regulation.powers import Power


class StartRollCall(Command, frozen=True, tag="roll.start"):
    power = Power.ADMIT_SITES


class AnswerRoll(Command, frozen=True, tag="roll.answer"):
    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    ready: bool
    reason: Words = ""
    head_count: Annotated[int, msgspec.Meta(ge=0, le=5000)] = 0
    local_chair: Short = ""


class StartVoiceCheck(Command, frozen=True, tag="voice.start"):
    """Begins at `site`, or at the first connected site not yet marked."""

    power = Power.DIRECT_PICTURE
    site: Code | None = None


class MarkVoice(Command, frozen=True, tag="voice.mark"):
    """Marks the site under check and moves to the next connected one."""

    power = Power.DIRECT_PICTURE
    picture_clear: bool = True
    sound_clear: bool = True
    remark: Words = ""


class StopVoiceCheck(Command, frozen=True, tag="voice.stop"):
    power = Power.DIRECT_PICTURE
