"""P8: cores of one recording (1280x720, 25 frames a second) and seconds to its finished file.

The recorder is a process of its own, as in the product: its processor time is that of decoding, composing,
mixing, encoding and writing together.
"""

import asyncio
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
from livekit import rtc
from numpy.typing import NDArray
from PIL import Image
from tests import world

from bench import report
from bench.bare import cpu_seconds
from bench.film import encoded, publish
from diemcau.conference.picture import Caption, Layout, Picture
from diemcau.conference.plan import Identity, Rights, Slot, Source
from diemcau.conference.recording import STANDARD, Chapter, Manifest
from diemcau.conference.stage import Stage, stage
from diemcau.engine.livekit.control import LiveKitEngine
from diemcau.engine.livekit.recorder import LiveKitRecorder, finish
from diemcau.engine.livekit.server import EmbeddedServer
from diemcau.engine.livekit.simulator.picture import Format, backdrop
from diemcau.engine.livekit.simulator.tone import CHUNK, RATE, second_of_tone
from diemcau.engine.manifest import read_manifest, write_manifest
from diemcau.engine.port import Ticket

SECONDS, SETTLE, KBPS, HOUR = 20.0, 5.0, 1500, 3600
ROOM, CHAIR, SPEAKER = "p8", "thanh-hoa", "bim-son"
SIZE, FPS = (1280, 720), 25
BOTH = Rights(frozenset({Source.CAMERA, Source.MICROPHONE}))


def pictures(number: int) -> Iterator[NDArray[np.uint8]]:
    """A meeting room as a camera sees it: what stands still is never quite the same, something moves."""
    import av

    noise = np.random.default_rng(number)
    image = np.asarray(backdrop(f"Điểm cầu {number}", number, Format(*SIZE)).convert("RGB"))
    still = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(format="yuv420p").to_ndarray()
    grains = [noise.integers(0, 4, (SIZE[1], SIZE[0]), "uint8") for _ in range(5)]
    person = Image.fromarray(image[300:600, 480:800]).convert("L")
    for at in range(FPS * 4):
        picture = still.copy()
        picture[: SIZE[1]] += grains[at % 5]
        left = 460 + round(20 * np.sin(at * np.pi / 50))
        picture[300:600, left : left + 320] = np.asarray(person) // 2 + 40 + grains[at % 5][300:600, :320]
        yield picture


def stage_with(layout: Layout, sites: tuple[str, ...]) -> Stage:
    caption = Caption("Nguyễn Thị Hường", "Chủ tịch UBND", "Thị xã Bỉm Sơn")
    return msgspec.structs.replace(
        stage(world.live().state, datetime.now(UTC)),
        session=ROOM,
        program=Picture(layout, sites, caption),
        names={CHAIR: "Tỉnh Thanh Hóa", SPEAKER: "Thị xã Bỉm Sơn"},
        microphones=(CHAIR, SPEAKER),
    )


async def speak(room: rtc.Room, number: int) -> asyncio.Task[None]:
    source = rtc.AudioSource(RATE, 1, queue_size_ms=200)
    track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
    await room.local_participant.publish_track(
        track, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
    )

    async def sound() -> None:
        tone, at = second_of_tone(number), 0
        while True:
            part = tone[at : at + CHUNK]
            await source.capture_frame(rtc.AudioFrame(part.tobytes(), RATE, 1, len(part)))
            at = (at + CHUNK) % len(tone)

    return asyncio.create_task(sound())


# --- the recorder's process
async def record(url: str, key: str, secret: str, folder: str, layout: str, *sites: str) -> None:
    """Until its input ends. Says when it has begun."""
    engine = LiveKitEngine(url, key, secret)
    identity = str(Identity(Slot.RECORDER, ROOM, device="p8"))

    def ticket() -> Ticket:
        return engine.ticket(ROOM, identity, "p8", Rights(), timedelta(minutes=5))

    recorder = LiveKitRecorder(
        address=engine.address,
        folder=Path(folder),
        session=ROOM,
        name="p8",
        profile=STANDARD,
        written=lambda _: None,
    )
    recorder.show(stage_with(Layout(layout), sites))
    await recorder.start(ticket)
    print("begun", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await recorder.close()


@asynccontextmanager
async def recording(server: EmbeddedServer, folder: Path, layout: Layout, *sites: str):  # type: ignore[no-untyped-def]
    asked = [server.url, server.key, server.secret, str(folder), layout.value, *sites]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.p8_recorder",
        *asked,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(os.environ),
    )
    assert process.stdout
    assert process.stdin
    await process.stdout.readline()
    yield process.pid
    process.stdin.close()
    await process.wait()


async def cores(server: EmbeddedServer, folder: Path, layout: Layout, *sites: str) -> float:
    async with recording(server, folder, layout, *sites) as pid:
        await asyncio.sleep(SETTLE)  # the engine finds its bit rate: part of the measuring
        before, began = cpu_seconds([pid]), time.monotonic()
        await asyncio.sleep(SECONDS)
        return (cpu_seconds([pid]) - before) / (time.monotonic() - began)


# --- the finished file
def an_hour_of(folder: Path, model: Path) -> None:
    """As many parts of the recording just made as fill an hour."""
    made = read_manifest(model)
    assert made
    (part,) = made.parts
    count = round(HOUR / part.seconds)
    parts = []
    for number in range(1, count + 1):
        names = {name: f"p{number:03}{name[4:]}" for name in (part.init, *(s.name for s in part.segments))}
        for name, copy in names.items():
            shutil.copy(model / name, folder / copy)
        segments = tuple(msgspec.structs.replace(s, name=names[s.name]) for s in part.segments)
        parts.append(msgspec.structs.replace(part, number=number, init=names[part.init], segments=segments))
    write_manifest(folder, Manifest(ROOM, tuple(parts)))


def seconds_to_finish(folder: Path) -> tuple[float, float, int]:
    """(seconds it took, seconds of the recording, bytes)"""
    now = datetime.now(UTC)
    chapters = tuple(Chapter("item", f"Nội dung {n}", n * 60, n * 60 + 60, now) for n in range(60))
    began = time.monotonic()
    file = finish(folder, chapters, {"title": "P8"})
    return time.monotonic() - began, file.seconds, file.size


async def main() -> None:
    logging.getLogger("livekit").setLevel(logging.ERROR)
    reels = [encoded(pictures(number), KBPS, FPS) for number in (1, 2)]
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as kept:
        home = Path(kept)
        async with EmbeddedServer(
            home / "engine", "bench", "bench-secret-bench-secret-bench-secret"
        ) as server:
            engine = LiveKitEngine(server.url, server.key, server.secret)
            await engine.open_room(ROOM)
            rooms, running = [], []
            for number, (site, reel) in enumerate(zip((CHAIR, SPEAKER), reels, strict=True)):
                ticket = engine.ticket(
                    ROOM, str(Identity(Slot.ROOM, site, 1)), site, BOTH, timedelta(hours=1)
                )
                room = rtc.Room()
                await room.connect(engine.address, ticket.token, rtc.RoomOptions(auto_subscribe=False))
                running += [await publish(room, reel, SIZE, FPS), await speak(room, number)]
                rooms.append(room)
            one = await cores(server, home / "one", Layout.ONE, SPEAKER)
            two = await cores(server, home / "two", Layout.CHAIR_SPEAKER, CHAIR, SPEAKER)
            for task in running:
                task.cancel()
            await asyncio.gather(*(room.disconnect() for room in rooms))
            await engine.close()
        (home / "hour").mkdir()
        an_hour_of(home / "hour", home / "two")
        took, length, size = seconds_to_finish(home / "hour")
    report.tell(
        "P8",
        two,
        "<= 0.6 (cores)",
        title="recorder, cores of a 720p session",
        lines=[
            f"chair and speaker, both 1280x720 at {FPS} with {KBPS} kbit/s and their sound: {two:.2f} core",
            f"one site alone: {one:.2f} core; {SECONDS:.0f} s each",
            f"file of {length / 60:.0f} min, {size / 1e6:.0f} MB, 60 chapters: {took:.1f} s (goal 10 s)",
        ],
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(record(*sys.argv[1:]))
    else:
        asyncio.run(main())
