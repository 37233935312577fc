"""The line check of a simulated site: for real, in the throw-away room of that site alone."""

import asyncio
from collections.abc import Callable

from diemcau.engine.livekit.simulator.media import Media
from diemcau.engine.livekit.simulator.picture import Camera
from diemcau.engine.livekit.simulator.words import Json

ARRIVE_SECONDS = 5.0
MEASURE_SECONDS = 2.0


async def check_line(address: str, tokens: list[str], camera: Camera, ignore: Callable[[], None]) -> Json:
    """The site sends to itself; what arrives is the result. Fields of the act `site.submit_check`."""
    sender = await Media.enter(address, tokens[0], camera, ignore)
    try:
        receiver = await Media.enter(address, tokens[1], camera, ignore, hear_and_see=True)
        try:
            return await _measure(sender, receiver)
        finally:
            await receiver.leave()
    finally:
        await sender.leave()


async def _measure(sender: Media, receiver: Media) -> Json:
    await sender.film()
    await sender.speak(True)
    seen, heard = await asyncio.gather(receiver.sees(ARRIVE_SECONDS), receiver.hears(ARRIVE_SECONDS))
    await asyncio.gather(sender.numbers(), receiver.numbers())
    await asyncio.sleep(MEASURE_SECONDS)
    sent, got = await asyncio.gather(sender.numbers(), receiver.numbers())
    return _result(seen, heard, sent["up"], got["down"])


def _result(seen: bool, heard: bool, up: Json, down: Json) -> Json:
    """There is no loudspeaker: sound that came back counts as heard."""
    loss = max((value for value in (up["loss"], down["loss"]) if value is not None), default=100.0)
    return {
        "camera": seen,
        "microphone": heard,
        "speaker": heard,
        "line": loss < 5,
        "loss_percent": loss,
        "jitter_ms": max(up["jitter"] or 0.0, down["jitter"] or 0.0),
        "round_trip_ms": up["rtt"] or 0.0,
    }
