"""One simulated site as a process of its own: python -m tests.product.one_site URL SESSION CODE."""

import asyncio
import os
import random
import sys

from diemcau.engine.livekit.simulator.habits import Habits, Scenario
from diemcau.engine.livekit.simulator.picture import Camera
from diemcau.engine.livekit.simulator.site import SimulatedSite, Turns
from diemcau.engine.livekit.simulator.web import Web
from tests.product.running import SMALL


async def main(url: str, session: str, code: str) -> None:
    habits = Habits(code, f"sim-{code}", code, Scenario.QUIET, random.Random(code))
    async with Web(url, session) as web:
        camera = Camera(code, 1, SMALL)
        await SimulatedSite(web, os.environ["SITE_TOKEN"], camera, habits, Turns()).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
