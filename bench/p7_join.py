"""P7: join, from opening the line to the first frame of the main picture, over the bare SDK; all at once."""

import asyncio
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

from livekit import api, rtc
from tests.product import Operator, Product
from tests.product.pictures import FirstFrame
from tests.product.running import gather
from tests.product.watching import SPEAKERS, Audience, WatchingSite

from bench import report
from bench.bare import BareServer, bare_server, join, token
from diemcau.engine.livekit.simulator.media import Media
from diemcau.engine.livekit.simulator.picture import Camera

PAIRS, CROWD = 20, 100


async def bare_camera(server: BareServer) -> Media:
    client = api.LiveKitAPI(server.url, server.key, server.secret)
    await client.room.create_room(api.CreateRoomRequest(name="bare"))
    await client.aclose()
    media = Media(Camera("bare", 1, SPEAKERS), lambda: None)
    media._room = await join(server, "bare", "camera")
    await media.film()
    media._room.local_participant.set_track_subscription_permissions(allow_all_participants=True)
    return media


async def bare_join(server: BareServer, number: int) -> float:
    loop = asyncio.get_running_loop()
    began, room = loop.time(), rtc.Room()
    arrived: asyncio.Future[rtc.Track] = loop.create_future()
    room.on("track_subscribed", lambda track, *_: None if arrived.done() else arrived.set_result(track))
    await room.connect(server.url.replace("http", "ws"), token("bare", f"w{number}"))
    frame = FirstFrame(await asyncio.wait_for(arrived, 20))
    took = await frame.after(began) - began
    frame.close()
    await room.disconnect()
    return took


async def our_join(audience: Audience, code: str, speaker: str) -> float:
    """A site that was admitted opens its page again: line, ticket, gate, subscription, frame."""
    loop = asyncio.get_running_loop()
    site: WatchingSite = audience.sites[code]
    began = loop.time()
    running = asyncio.create_task(site.run())
    await asyncio.wait_for(site.until(lambda: speaker in site.pictures), 30)
    took = await site.pictures[speaker].after(began) - began
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    site.pictures.clear()
    return took


async def everybody_at_once(count: int) -> float:
    with tempfile.TemporaryDirectory() as folder, Product(Path(folder) / "home", sites=count) as product:
        async with product.operator() as operator, product.web() as web:
            await operator.act("session.open")
            crowd = product.crowd(web)
            began = asyncio.get_running_loop().time()
            running = asyncio.gather(*(site.run() for site in crowd.sites))
            await gather(operator, count, 180)
            await operator.until(lambda: all_in(operator.cells), 180)
            took = asyncio.get_running_loop().time() - began
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            return took


def all_in(cells: dict[str, dict[str, Any]]) -> bool:
    return all(cell["camera_on"] for cell in cells.values() if cell["role"] != "central")


async def pairs(product: Product, operator: Operator, web: Any) -> tuple[list[float], list[float]]:
    speaker, joiner = product.places[1].code, product.places[2].code
    audience = Audience(product, web, [speaker])
    camera = asyncio.create_task(audience.sites[speaker].run())
    first = asyncio.create_task(audience.sites[joiner].run())
    await gather(operator, 2)
    await operator.act("picture.preview", picture={"layout": "one", "sites": [speaker]})
    await operator.act("picture.take")
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    bare, ours = [], []
    async with bare_server() as server:
        publishing = await bare_camera(server)
        for number in range(PAIRS):
            bare.append(await bare_join(server, number))
            audience.sites[joiner] = Audience(product, web, [speaker]).sites[joiner]
            ours.append(await our_join(audience, joiner, speaker))
            print(f"bare {bare[-1] * 1000:.0f} ms, ours {ours[-1] * 1000:.0f} ms", flush=True)
        await publishing.leave()
    camera.cancel()
    return bare, ours


async def main(count: int) -> None:
    for name in ("livekit", "httpx", "diemcau.simulator"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, Product(Path(folder) / "home", sites=4) as product:
        async with product.operator() as operator, product.web() as web:
            await operator.act("session.open")
            bare, ours = await pairs(product, operator, web)
    all_of_them = await everybody_at_once(count)
    theirs, mine = report.percentile(bare, 0.95), report.percentile(ours, 0.95)
    lines = [
        f"{PAIRS} pairs: bare SDK p95 {theirs * 1000:.0f} ms, ours p95 {mine * 1000:.0f} ms "
        f"(medians {report.median(bare) * 1000:.0f} and {report.median(ours) * 1000:.0f} ms)",
        f"{count} sites at once, line checks included: all in with picture after {all_of_them:.1f} s",
    ]
    report.tell(
        "P7", mine / theirs, "<= 1.15", title="join to the first frame over the bare SDK", lines=lines
    )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else CROWD))
