"""What the contract tests need beside the engine itself: somebody who joins and publishes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from livekit import rtc

from diemcau.conference.plan import Source
from diemcau.engine.livekit.control import LiveKitEngine
from diemcau.engine.memory import MemoryEngine
from diemcau.engine.port import EngineError, MediaEngine, Ticket

TRACK_SOURCES = {
    Source.MICROPHONE: rtc.TrackSource.SOURCE_MICROPHONE,
    Source.SCREEN_SOUND: rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO,
}


class World(Protocol):
    engine: MediaEngine

    async def join(self, ticket: Ticket) -> None: ...

    async def publish(self, ticket: Ticket, source: Source) -> None:
        """Returns when the engine lists it. Raises EngineError when that is not allowed."""

    async def is_out(self, ticket: Ticket) -> bool:
        """The client has noticed that it was thrown out."""

    async def close(self) -> None: ...


class MemoryWorld:
    def __init__(self) -> None:
        self.engine = MemoryEngine()

    async def join(self, ticket: Ticket) -> None:
        self.engine.join(ticket.token)

    async def publish(self, ticket: Ticket, source: Source) -> None:
        self.engine.publish(ticket.room, ticket.identity, source)

    async def is_out(self, ticket: Ticket) -> bool:
        return ticket.identity not in await self.engine.participants(ticket.room)

    async def close(self) -> None:
        await self.engine.close()


class LiveKitWorld:
    def __init__(self, engine: LiveKitEngine) -> None:
        self.engine = engine
        self._rooms: dict[str, rtc.Room] = {}
        self._gone: dict[str, asyncio.Event] = {}

    async def join(self, ticket: Ticket) -> None:
        room, gone = rtc.Room(), asyncio.Event()
        room.on("disconnected", lambda *_: gone.set())
        try:
            await room.connect(self.engine.address, ticket.token, rtc.RoomOptions(auto_subscribe=False))
        except rtc.ConnectError as refused:
            raise EngineError(refused.message) from None
        self._rooms[ticket.identity], self._gone[ticket.identity] = room, gone

    async def publish(self, ticket: Ticket, source: Source) -> None:
        sound = rtc.AudioSource(48000, 1)
        track = rtc.LocalAudioTrack.create_audio_track(source, sound)
        options = rtc.TrackPublishOptions(source=TRACK_SOURCES[source])
        try:
            me = self._rooms[ticket.identity].local_participant
            await asyncio.wait_for(me.publish_track(track, options), 2)
        except (rtc.participant.PublishTrackError, TimeoutError) as refused:
            raise EngineError(str(refused)) from None
        await eventually(
            lambda: self.engine.participants(ticket.room),
            lambda there: source in there[ticket.identity].publishing,
        )

    async def is_out(self, ticket: Ticket) -> bool:
        await asyncio.wait_for(self._gone[ticket.identity].wait(), 10)
        return True

    async def close(self) -> None:
        await asyncio.gather(*(room.disconnect() for room in self._rooms.values()))


async def eventually(
    look: Callable[[], Awaitable[object]], holds: Callable[..., bool], seconds: float = 10
) -> None:
    """Ask again until it holds: for what the server does in its own time and tells nobody about."""
    async with asyncio.timeout(seconds):
        while not holds(await look()):
            await asyncio.sleep(0.01)
