"""What a watching test sees: frames of one track as they come, and a subscribed track paused or running."""

import asyncio

from livekit import rtc
from livekit.rtc._ffi_client import FfiClient
from livekit.rtc._proto import ffi_pb2


def enable(publication: rtc.RemoteTrackPublication, on: bool) -> None:
    """The SDK's request that its Python class does not offer: a subscribed track paused or running."""
    request = ffi_pb2.FfiRequest()
    request.enable_remote_track_publication.track_publication_handle = publication._ffi_handle.handle
    request.enable_remote_track_publication.enabled = on
    FfiClient.instance.request(request)


class FirstFrame:
    """Awaits the first picture of one track and tells when it came (loop time)."""

    def __init__(self, track: rtc.Track) -> None:
        self.track = track
        self._stream = rtc.VideoStream(track, capacity=1)
        self.frames = 0
        self.last_at = 0.0
        self._news = asyncio.Event()
        self._task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        try:
            async for _ in self._stream:
                self.frames += 1
                self.last_at = asyncio.get_running_loop().time()
                self._news.set()
        finally:
            await self._stream.aclose()

    async def after(self, moment: float) -> float:
        """When the first frame after `moment` came."""
        while self.last_at <= moment:
            self._news.clear()
            await self._news.wait()
        return self.last_at

    def close(self) -> None:
        self._task.cancel()
