"""Many simulated sites in one process."""

import asyncio
import logging
import random
from collections.abc import Iterable
from dataclasses import dataclass

from diemcau.engine.livekit.simulator.habits import Habits, Scenario
from diemcau.engine.livekit.simulator.picture import Camera, Format
from diemcau.engine.livekit.simulator.site import LATER, SimulatedSite, Turns
from diemcau.engine.livekit.simulator.web import Web

log = logging.getLogger("diemcau.simulator")

APART = 0.03  # seconds between two sites at the start


@dataclass(frozen=True)
class Place:
    """A site that is to be simulated, with the link that lets it in."""

    code: str
    name: str
    number: int
    token: str

    def __repr__(self) -> str:
        return f"Place({self.code!r})"


class Crowd:
    def __init__(
        self,
        web: Web,
        places: Iterable[Place],
        scenario: Scenario,
        form: Format | None = None,
        turns: Turns | None = None,
    ) -> None:
        turns = turns or Turns()
        self.sites = [_site(web, place, scenario, form or Format(), turns) for place in places]

    @property
    def joined(self) -> int:
        return sum(site.joined for site in self.sites)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for number, site in enumerate(self.sites):
                group.create_task(_keep(site, number * APART))


def _site(web: Web, place: Place, scenario: Scenario, form: Format, turns: Turns) -> SimulatedSite:
    luck = random.Random(place.code)
    habits = Habits(place.code, f"sim-{place.code}"[:64], place.name, scenario, luck)
    return SimulatedSite(web, place.token, Camera(place.name, place.number, form), habits, turns)


async def _keep(site: SimulatedSite, wait: float) -> None:
    """One site's trouble is not the others'."""
    await asyncio.sleep(wait)
    while True:
        try:
            return await site.run()
        except Exception:
            log.exception("%s: starts again", site.habits.site)
            await asyncio.sleep(LATER)


def _not_its_own_race(record: logging.LogRecord) -> bool:
    """The media library tells of a new track before it has noted it, fails to find it, and goes on."""
    return "error running user callback for local_track_published" not in record.getMessage()


async def simulate(
    url: str, session: str, places: Iterable[Place], scenario: Scenario, form: Format | None = None
) -> None:
    logging.getLogger("livekit").setLevel(logging.CRITICAL)
    for handler in logging.getLogger().handlers:
        handler.addFilter(_not_its_own_race)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    async with Web(url, session) as web:
        await Crowd(web, places, scenario, form).run()
