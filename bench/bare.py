"""Bare LiveKit, the baseline: its default configuration, its own client, nothing of ours in the way."""

import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from livekit import api, rtc

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
    listed = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
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
