"""An uploaded file (clip, anthem) that the centre plays as its shared picture."""

from typing import Annotated

import msgspec

from diemcau.conference.commands.base import Command
from diemcau.conference.script import Code, Short
from diemcau.regulation.powers import Power

Seconds = Annotated[float, msgspec.Meta(ge=0, le=86_400)]


class PlayClip(Command, frozen=True, tag="clip.play"):
    """The file of this item of the script, from second `at`, out of the room of `site`.

    Its picture is taken with it: who presses "play" wants it to be seen.
    """

    power = Power.PLAY_MEDIA
    site: Code
    item: Short
    at: Seconds = 0.0


class PauseClip(Command, frozen=True, tag="clip.pause"):
    power = Power.PLAY_MEDIA
    site: Code
    at: Seconds


class StopClip(Command, frozen=True, tag="clip.stop"):
    power = Power.PLAY_MEDIA
    site: Code
    ended: bool = False
