"""What is on the screens: preview and program, and the running order."""

from diemcau.conference.commands.base import Command
from diemcau.conference.picture import Layout, Picture
from diemcau.conference.script import Code, Script, Short
from diemcau.regulation.powers import Power


class SetPreview(Command, frozen=True, tag="picture.preview"):
    power = Power.DIRECT_PICTURE
    picture: Picture


class SetPreviewLayout(Command, frozen=True, tag="picture.layout"):
    """Another layout for what is in preview, filled up sensibly (chair, speaker, next sites)."""

    power = Power.DIRECT_PICTURE
    layout: Layout


class Take(Command, frozen=True, tag="picture.take"):
    """Preview to program. `version`: the program version the operator saw; an older one is refused.

    `picture`: the preview the operator saw; another one in preview is refused.
    """

    power = Power.DIRECT_PICTURE
    version: int | None = None
    picture: Picture | None = None


class ChangeScript(Command, frozen=True, tag="script.change"):
    power = Power.PREPARE_CONFERENCE
    script: Script


class AcknowledgeScript(Command, frozen=True, tag="script.acknowledge"):
    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    version: int


class StartItem(Command, frozen=True, tag="script.start"):
    """`item` None: the next one. `after`: the item the operator saw running; another one running is refused.

    Stages the item's cue in preview; `take` also brings it on the program and opens its microphone.
    """

    power = Power.DIRECT_PICTURE
    item: Short | None = None
    after: Short | None = None
    take: bool = False
