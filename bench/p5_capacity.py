"""P5: sites per server core, our engine configuration over LiveKit's default one, the same film to all."""

import asyncio
import tempfile
from pathlib import Path

from livekit import rtc

from bench import report
from bench.bare import KEY, SECRET, BareServer, cpu_seconds, join
from bench.film import RATE, film, publish
from diemcau.engine.livekit.server import EmbeddedServer

SITES, SECONDS, PAIRS, KBPS = 30, 15.0, 5, 1000


class Counter:
    """Frames that one watching site saw."""

    def __init__(self, track: rtc.Track) -> None:
        self.frames = 0
        self._task = asyncio.create_task(self._read(rtc.VideoStream(track, capacity=1)))

    async def _read(self, stream: rtc.VideoStream) -> None:
        async for _ in stream:
            self.frames += 1


async def watch(server: EmbeddedServer, room: str, number: int) -> tuple[rtc.Room, Counter]:
    joined = rtc.Room()
    arrived: asyncio.Future[rtc.Track] = asyncio.get_running_loop().create_future()
    joined.on("track_subscribed", lambda track, *_: None if arrived.done() else arrived.set_result(track))
    joined.on("track_published", lambda publication, *_: publication.set_subscribed(True))
    from bench.bare import token

    ticket = token(room, f"site-{number}", key=server.key, secret=server.secret)
    await joined.connect(server.url.replace("http", "ws"), ticket, rtc.RoomOptions(auto_subscribe=True))
    return joined, Counter(await asyncio.wait_for(arrived, 10))


async def sites_per_core(server: EmbeddedServer, reel: list[tuple[bytes, bool]]) -> tuple[float, float]:
    """(sites per core of the server, share of frames lost)."""
    from livekit import api

    client = api.LiveKitAPI(server.url, server.key, server.secret)
    await client.room.create_room(api.CreateRoomRequest(name="bench"))
    await client.aclose()
    camera = await join(server, "bench", "camera")
    rolling = await publish(camera, reel)
    watching = [await watch(server, "bench", number) for number in range(SITES)]
    await asyncio.sleep(
        3
    )  # the senders' rate control settles: part of the measuring, not a wait for an event
    assert server.pid is not None
    before, seen = cpu_seconds([server.pid]), sum(counter.frames for _, counter in watching)
    await asyncio.sleep(SECONDS)
    used = (cpu_seconds([server.pid]) - before) / SECONDS
    frames = sum(counter.frames for _, counter in watching) - seen
    rolling.cancel()
    await asyncio.gather(camera.disconnect(), *(room.disconnect() for room, _ in watching))
    return SITES / used, max(0.0, 1 - frames / (SITES * RATE * SECONDS))


async def main() -> None:
    reel = film(KBPS)
    bare, ours, lost = [], [], []
    for _ in range(PAIRS):
        with tempfile.TemporaryDirectory() as folder:
            async with BareServer(Path(folder)) as server:
                value, missing = await sites_per_core(server, reel)
                bare.append(value)
            async with EmbeddedServer(Path(folder), KEY, SECRET) as server:
                value, gone = await sites_per_core(server, reel)
                ours.append(value)
                lost.append(gone)
        print(
            f"bare {bare[-1]:.0f}, ours {ours[-1]:.0f} sites a core; frames lost {missing:.2%}, {gone:.2%}",
            flush=True,
        )
    report.tell(
        "P5",
        report.median([o / b for o, b in zip(ours, bare, strict=True)]),
        ">= 1.05",
        title="sites per server core over bare LiveKit",
        lines=[
            f"{SITES} sites watch one {KBPS} kbit/s H.264 film for {SECONDS:.0f} s; {PAIRS} pairs, medians",
            f"bare LiveKit {report.median(bare):.0f} sites a core, ours {report.median(ours):.0f}",
            f"frames not seen with our configuration: {report.median(lost):.2%}",
        ],
    )


if __name__ == "__main__":
    asyncio.run(main())
