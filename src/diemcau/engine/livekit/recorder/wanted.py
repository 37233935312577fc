"""The stage -> what is fetched of the room: program and sounds (`frontend/src/session/wanted.ts`)."""

from collections.abc import Mapping
from enum import StrEnum

from diemcau.conference.picture import Layout
from diemcau.conference.plan import Source
from diemcau.conference.stage import Stage
from diemcau.engine.livekit.recorder.layout import Key


class Quality(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def wanted(stage: Stage | None) -> Mapping[Key, Quality]:
    """What is prepared is not fetched: the old picture stands until the new one is there."""
    if stage is None:
        return {}
    sites, shared = stage.program.sites, stage.program.layout is Layout.SHARED
    fetched: dict[Key, Quality] = {}
    for site in sites:
        if shared:
            fetched[site, Source.SCREEN] = fetched[site, Source.SCREEN_SOUND] = Quality.HIGH
        fetched[site, Source.CAMERA] = Quality.LOW if shared else _by_size(len(sites))
    return fetched | {(site, Source.MICROPHONE): Quality.HIGH for site in stage.microphones}


def _by_size(count: int) -> Quality:
    return Quality.HIGH if count <= 2 else Quality.MEDIUM if count <= 4 else Quality.LOW
