"""What everybody sees: a layout and the sites in it (production-switcher model: preview, then take to
program)."""

from enum import StrEnum
from typing import Annotated

import msgspec

Written = Annotated[str, msgspec.Meta(max_length=500)]


class Layout(StrEnum):
    HOLDING = "holding"  # the backdrop with the title; no site
    ONE = "one"
    CHAIR_SPEAKER = "chair_speaker"
    TWO = "two"
    FOUR = "four"
    MOSAIC = "mosaic"
    SHARED = "shared"  # one site's shared screen or document camera, its camera small


PLACES: dict[Layout, tuple[int, int]] = {
    Layout.HOLDING: (0, 0),
    Layout.ONE: (1, 1),
    Layout.CHAIR_SPEAKER: (2, 2),
    Layout.TWO: (2, 2),
    Layout.FOUR: (3, 4),
    Layout.MOSAIC: (1, 16),
    Layout.SHARED: (1, 1),
}
"""Layout -> least and most sites it shows. CHAIR_SPEAKER lists the chair first."""


class Caption(msgspec.Struct, frozen=True, omit_defaults=True):
    """Lower third."""

    name: Written = ""
    title: Written = ""
    unit: Written = ""


class Picture(msgspec.Struct, frozen=True, omit_defaults=True):
    layout: Layout = Layout.HOLDING
    sites: tuple[str, ...] = ()
    caption: Caption | None = None

    def fits(self) -> bool:
        least, most = PLACES[self.layout]
        return least <= len(self.sites) <= most and len(set(self.sites)) == len(self.sites)


HOLDING_CARD = Picture()
