"""Bare LiveKit, the baseline: its default configuration, its own client, nothing of ours in the way."""

import asyncio

import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from livekit import api, rtc
from livekit.rtc._ffi_client import FfiClient
from livekit.rtc._proto import ffi_pb2

from diemcau.engine.livekit.server import EmbeddedServer, Ports, find_program

KEY, SECRET = "bench", "bench-secret-bench-secret-bench-secret"


class BareServer(EmbeddedServer):
    """LiveKit as it comes: one key, the loopback addresses this machine needs, nothing tuned."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, KEY, SECRET, Ports.free(), program=find_program(folder))
        self._wanted = {
            "port": self.ports.signal,
            "bind_addresses": ["127.0.0.1"],
            "keys": {KEY: SECRET},
            "rtc": {
                "tcp_port": self.ports.tcp,
                "udp_port": self.ports.udp,
                "node_ip": "127.0.0.1",
                "use_external_ip": False,
                "enable_loopback_candidate": True,
                "interfaces": {"includes": ["lo"]},
                "stun_servers": [f"127.0.0.1:{self.ports.udp}"],
            },
            "logging": {"level": "warn", "pion_level": "error"},
        }


@asynccontextmanager
async def bare_server() -> AsyncIterator[BareServer]:
    with tempfile.TemporaryDirectory() as folder:
        async with BareServer(Path(folder)) as server:
            yield server


def token(room: str, identity: str, *, key: str = KEY, secret: str = SECRET) -> str:
    grants = api.VideoGrants(room_join=True, room=room, can_publish=True, can_subscribe=True)
    return api.AccessToken(key, secret).with_identity(identity).with_grants(grants).to_jwt()


async def join(server: EmbeddedServer, room: str, identity: str) -> rtc.Room:
    joined = rtc.Room()
    ticket = token(room, identity, key=server.key, secret=server.secret)
    await joined.connect(server.url.replace("http", "ws"), ticket, rtc.RoomOptions(auto_subscribe=False))
    return joined


def enable(publication: rtc.RemoteTrackPublication, on: bool) -> None:
    """The SDK's request that its Python class does not offer: a subscribed track paused or running."""
    request = ffi_pb2.FfiRequest()
    request.enable_remote_track_publication.track_publication_handle = publication._ffi_handle.handle
    request.enable_remote_track_publication.enabled = on
    FfiClient.instance.request(request)


class FirstFrame:
    """Awaits the first picture of one track and tells when it came (loop time)."""

    def __init__(self, track: rtc.Track) -> None:
        self._stream = rtc.VideoStream(track, capacity=1)
        self.frames = 0
        self.last_at = 0.0
        self._news = asyncio.Event()
        self._task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for _ in self._stream:
            self.frames += 1
            self.last_at = asyncio.get_running_loop().time()
            self._news.set()

    async def after(self, moment: float) -> float:
        """When the first frame after `moment` came."""
        while self.last_at <= moment:
            self._news.clear()
            await self._news.wait()
        return self.last_at

    async def close(self) -> None:
        self._task.cancel()
        await self._stream.aclose()


def cpu_seconds(pids: list[int]) -> float:
    """User + system time of these processes and everything below them."""
    total = 0.0
    tick = 100.0
    for pid in _tree(pids):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += (int(fields[11]) + int(fields[12])) / tick
    return total


def _tree(pids: list[int]) -> list[int]:
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    below: dict[int, list[int]] = {}
    for line in listed.splitlines():
        pid, parent = map(int, line.split())
        below.setdefault(parent, []).append(pid)
    found, todo = [], list(pids)
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo.extend(below.get(pid, []))
    return found


__all__ = ["BareServer", "FirstFrame", "bare_server", "cpu_seconds", "enable", "join", "token"]
