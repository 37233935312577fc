"""The running order (kịch bản): items in order, each with its time, its speaker and its cue."""

from typing import Annotated

import msgspec

from diemcau.conference.picture import Picture

Words = Annotated[str, msgspec.Meta(max_length=500)]
Short = Annotated[str, msgspec.Meta(max_length=120)]
Code = Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Speaker(msgspec.Struct, frozen=True, omit_defaults=True):
    name: Short
    title: Short = ""
    unit: Short = ""


class Cue(msgspec.Struct, frozen=True, omit_defaults=True):
    """What "next" stages: the picture, and whose microphone is opened with it (None: nobody but the
    chair).

    `clip`: what is played, as people call it. `file`: the uploaded file behind it and its `seconds`; none: a
    file that the site itself has.
    """

    picture: Picture
    microphone: Code | None = None
    clip: Short = ""
    file: Annotated[str, msgspec.Meta(max_length=64)] = ""
    seconds: Annotated[float, msgspec.Meta(ge=0, le=86_400)] = 0.0


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """`minutes`: planned length. `starts`: "HH:MM" as printed. `site`: where the speaker sits."""

    id: Short
    title: Words
    minutes: Annotated[int, msgspec.Meta(ge=0, le=600)]
    starts: Annotated[str, msgspec.Meta(max_length=5)] = ""
    speaker: Speaker | None = None
    site: Code | None = None
    cue: Cue | None = None


class Script(msgspec.Struct, frozen=True, omit_defaults=True):
    """`changed`: ids of the items that differ from the version before."""

    version: int = 0
    items: Annotated[tuple[Item, ...], msgspec.Meta(max_length=300)] = ()
    changed: tuple[str, ...] = ()

    def item(self, id: str) -> Item | None:
        return next((item for item in self.items if item.id == id), None)

    def sites(self) -> set[str]:
        """Every site that it names."""
        cues = [item.cue for item in self.items if item.cue]
        named = [item.site for item in self.items] + [cue.microphone for cue in cues]
        shown = [site for cue in cues for site in cue.picture.sites]
        return {site for site in (*named, *shown) if site}

    def after(self, id: str | None) -> Item | None:
        """The item that follows `id`; the first one when nothing has run yet."""
        if id is None:
            return self.items[0] if self.items else None
        ids = [item.id for item in self.items]
        at = ids.index(id) + 1 if id in ids else len(ids)
        return self.items[at] if at < len(ids) else None
