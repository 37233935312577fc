"""P1: the picture switch, click until the last of N sites shows the new speaker, over bare LiveKit's
cold subscribe. P2: the floor's sound, click until the speaker is heard at the last site.
"""

import asyncio
import logging
import sys
import tempfile
from pathlib import Path

from livekit import api, rtc
from tests.product import Operator, Product
from tests.product.pictures import FirstFrame
from tests.product.running import gather
from tests.product.watching import SPEAKERS, Audience

from bench import report
from bench.bare import bare_server, join
from diemcau.engine.livekit.simulator.media import Media
from diemcau.engine.livekit.simulator.picture import Camera

SITES, PAIRS = 20, 7


class BareRoom:
    """N watchers, two cameras; nobody is subscribed to anything before the switch."""

    async def open(self, server: object, count: int) -> None:
        client = api.LiveKitAPI(server.url, server.key, server.secret)  # type: ignore[attr-defined]
        await client.room.create_room(api.CreateRoomRequest(name="bare"))
        await client.aclose()
        self.cameras = []
        for name in ("a", "b"):
            room = await join(server, "bare", name)  # type: ignore[arg-type]
            media = Media(Camera(name, 1, SPEAKERS), lambda: None)
            media._room = room
            await media.film()
            room.local_participant.set_track_subscription_permissions(allow_all_participants=True)
            self.cameras.append(media)
        self.watchers = [await join(server, "bare", f"w{n}") for n in range(count)]  # type: ignore[arg-type]

    async def switch(self, name: str) -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()
        done = await asyncio.gather(*(self._see(room, name, began) for room in self.watchers))
        for room in self.watchers:
            for publication in room.remote_participants[name].track_publications.values():
                publication.set_subscribed(False)
        return max(done) - began

    async def _see(self, room: rtc.Room, name: str, began: float) -> float:
        arrived: asyncio.Future[rtc.Track] = asyncio.get_running_loop().create_future()

        def subscribed(track: rtc.Track, *_: object) -> None:
            if not arrived.done():
                arrived.set_result(track)

        room.on("track_subscribed", subscribed)
        for publication in room.remote_participants[name].track_publications.values():
            publication.set_subscribed(True)
        frame = FirstFrame(await arrived)
        at = await frame.after(began)
        room.off("track_subscribed", subscribed)
        frame.close()
        return at


async def paused(pictures: list[FirstFrame]) -> None:
    """Nothing of what is prepared comes before it is taken: the frames that stand are the last ones."""
    for _ in range(20):
        before = [picture.frames for picture in pictures]
        await asyncio.sleep(0.4)
        if before == [picture.frames for picture in pictures]:
            return
    raise RuntimeError("the prepared picture runs already")


async def ours(operator: Operator, audience: Audience, speaker: str) -> tuple[float, int]:
    """(seconds until the last site, how many sites)."""
    watching = [site for code, site in audience.sites.items() if code != speaker]
    await operator.act("picture.preview", picture={"layout": "one", "sites": [speaker]})
    for site in watching:
        await asyncio.wait_for(site.until(lambda site=site: speaker in site.pictures), 20)
    await paused([site.pictures[speaker] for site in watching])
    began = asyncio.get_running_loop().time()
    taken = asyncio.create_task(operator.act("picture.take"))
    seen = await asyncio.wait_for(asyncio.gather(*(s.pictures[speaker].after(began) for s in watching)), 20)
    await taken
    return max(seen) - began, len(watching)


async def sound(operator: Operator, audience: Audience, speaker: str) -> tuple[float, float]:
    """Until the first and until the last site hears it."""
    watching = [site for code, site in audience.sites.items() if code != speaker]
    began = asyncio.get_running_loop().time()
    await operator.act("floor.give_site", site=speaker)

    heard = await asyncio.wait_for(asyncio.gather(*(site.hears(speaker) for site in watching)), 20)
    await operator.act("floor.yield", request=operator.board["speaking"][-1]["id"])
    await operator.until(lambda: not operator.board["speaking"])
    for site in watching:
        await asyncio.wait_for(site.until(lambda site=site: speaker not in site.sounds), 20)
    return min(heard) - began, max(heard) - began


async def main(sites: int = SITES) -> None:
    logging.getLogger("livekit").setLevel(logging.ERROR)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder, Product(Path(folder) / "home", sites=sites) as product:
        speakers = [place.code for place in product.places[4:6]]
        async with product.operator() as operator, product.web() as web, bare_server() as server:
            await operator.act("session.open")
            audience = Audience(product, web, speakers)
            running = asyncio.create_task(audience.run())
            await gather(operator, sites)
            while audience.joined < sites:
                await asyncio.sleep(0.1)
            await operator.act("session.go_live")
            bare = BareRoom()
            await bare.open(server, sites)
            pairs, ours_ms, bare_ms, sounds, firsts = [], [], [], [], []
            for number in range(PAIRS):
                cold = await bare.switch("ab"[number % 2])
                warm, seen = await ours(operator, audience, speakers[number % 2])
                first, heard = await sound(operator, audience, speakers[number % 2])
                pairs.append(warm / cold)
                ours_ms.append(warm * 1000)
                bare_ms.append(cold * 1000)
                sounds.append(heard * 1000)
                firsts.append(first * 1000)
                print(
                    f"bare {cold * 1000:.0f} ms, ours {warm * 1000:.0f} ms, sound {heard * 1000:.0f} ms",
                    flush=True,
                )
            running.cancel()
    lines = [
        f"{sites} sites, {PAIRS} pairs; every one of {seen} watching sites saw every switch",
        f"bare LiveKit, cold subscribe: median {report.median(bare_ms):.0f} ms, worst {max(bare_ms):.0f} ms",
        f"ours, from the POST to the last site's first frame: median {report.median(ours_ms):.0f} ms, "
        f"worst {max(ours_ms):.0f} ms",
    ]
    told = f"{sites} sites, {PAIRS} grants: median {report.median(sounds):.0f} ms, worst {max(sounds):.0f} ms"
    soonest = f"the first site: median {report.median(firsts):.0f} ms, best {min(firsts):.0f} ms"
    title, goal = "floor's sound, click to last site", "<= 80 (ms, one round trip of 0)"
    report.tell("P2", report.median(sounds), goal, title=title, lines=[told, soonest])
    report.tell(
        "P1", report.median(pairs), "<= 0.25", title="picture switch over a cold subscribe", lines=lines
    )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else SITES))
