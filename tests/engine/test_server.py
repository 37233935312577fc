"""The embedded livekit-server: what it is told, what it tells clients, how it lives and dies."""

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import jwt
import pytest
from livekit.protocol.rtc import SignalResponse
from websockets.asyncio.client import connect

from diemcau.conference.plan import Rights, Source
from diemcau.engine.choose import make_engine
from diemcau.engine.livekit.control import LiveKitEngine
from diemcau.engine.livekit.server import EmbeddedServer, Ports, configuration, find_program
from diemcau.engine.livekit.tickets import make_ticket
from diemcau.engine.memory import MemoryEngine
from diemcau.engine.port import EngineError
from diemcau.engine.signed import Seal

SEAL = Seal("tests", "s" * 32)
MINUTE = timedelta(minutes=1)


# --- what a ticket carries
@pytest.mark.parametrize(
    ("sources", "publish", "named"),
    [
        (frozenset(), False, []),
        ({Source.CAMERA}, True, ["camera"]),
        (set(Source), True, ["camera", "microphone", "screen_share", "screen_share_audio"]),
    ],
)
def test_a_ticket_grants_no_more_than_the_rights(
    sources: set[Source], publish: bool, named: list[str]
) -> None:
    ticket = make_ticket(SEAL, "phong", "bim-son~room~1", "Bỉm Sơn", Rights(frozenset(sources)), MINUTE)
    assert jwt.decode(ticket.token, options={"verify_signature": False})["video"] == {
        "roomJoin": True,
        "room": "phong",
        "canPublish": publish,
        "canPublishSources": named,
        "canSubscribe": True,
        "canPublishData": False,
        "canUpdateOwnMetadata": False,
    }


# --- choice
def test_the_settings_choose_the_engine() -> None:
    assert isinstance(make_engine("memory", "", "k", ""), MemoryEngine)
    engine = make_engine("livekit", "http://127.0.0.1:7880", "k", "s" * 32)
    assert isinstance(engine, LiveKitEngine)
    assert engine.address == "ws://127.0.0.1:7880"
    with pytest.raises(ValueError, match="no such engine"):
        make_engine("other", "", "k", "s")


# --- configuration
def test_a_private_address_listens_only_there() -> None:
    rtc = configuration(Ports(), "k", "s", node_ip="192.0.2.7")["rtc"]
    assert rtc["node_ip"] == "192.0.2.7"
    assert rtc["stun_servers"] == ["192.0.2.7:7882"]
    assert not rtc["enable_loopback_candidate"]


def test_the_program_is_found_on_the_path_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("path", "home/bin"):
        (tmp_path / folder).mkdir(parents=True)
        program = tmp_path / folder / "livekit-server"
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert find_program(tmp_path / "home") == tmp_path / "path" / "livekit-server"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_program(tmp_path / "home") == tmp_path / "home" / "bin" / "livekit-server"
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EngineError, match="not found"):
        find_program(tmp_path)


# --- the real one
pytestmark = pytest.mark.engine


def arguments(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def config_file(server: EmbeddedServer) -> Path:
    assert server.pid
    return Path(arguments(server.pid).split("--config ")[1].strip())


def test_the_secret_stands_in_a_file_of_ours_only(livekit_server: EmbeddedServer) -> None:
    assert livekit_server.pid
    environment = Path(f"/proc/{livekit_server.pid}/environ").read_text()
    assert livekit_server.secret not in arguments(livekit_server.pid) + environment
    file = config_file(livekit_server)
    assert json.loads(file.read_text())["keys"] == {livekit_server.key: livekit_server.secret}
    assert file.stat().st_mode & 0o777 == 0o600


async def test_clients_are_sent_to_no_public_server(livekit: LiveKitEngine, room_name: str) -> None:
    await livekit.open_room(room_name)
    ticket = livekit.ticket(room_name, "bim-son~room~1", "Bỉm Sơn", Rights(), MINUTE)
    query = urlencode({"access_token": ticket.token, "protocol": 15, "sdk": "js", "auto_subscribe": 0})
    async with connect(f"{livekit.address}/rtc?{query}", proxy=None) as line:
        first = SignalResponse.FromString(await asyncio.wait_for(line.recv(decode=False), 5))
    asked = [url for server in first.join.ice_servers for url in server.urls]
    assert asked
    assert all(url.startswith("stun:127.0.0.1:") for url in asked), asked


async def test_a_server_that_is_away_is_an_engine_error_within_two_seconds(room_name: str) -> None:
    engine = LiveKitEngine(f"http://127.0.0.1:{Ports.free().signal}", "k", "s" * 32)
    started = time.monotonic()
    for call in (engine.rooms(), engine.open_room(room_name), engine.remove(room_name, "x")):
        with pytest.raises(EngineError):
            await call
    assert time.monotonic() - started < 6
    await engine.close()


async def test_a_server_that_does_not_answer_is_given_up_after_two_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts in the kernel, never answers
        engine = LiveKitEngine(f"http://127.0.0.1:{silent.getsockname()[1]}", "k", "s" * 32)
        with pytest.raises(EngineError):
            await asyncio.wait_for(engine.rooms(), 3)
        await engine.close()


async def test_a_wrong_secret_is_an_engine_error(livekit_server: EmbeddedServer) -> None:
    engine = LiveKitEngine(livekit_server.url, livekit_server.key, "w" * 32)
    with pytest.raises(EngineError) as wrong:
        await engine.rooms()
    assert "w" * 32 not in str(wrong.value)
    await engine.close()


def test_one_engine_serves_several_event_loops(livekit_server: EmbeddedServer, room_name: str) -> None:
    engine = LiveKitEngine(livekit_server.url, livekit_server.key, livekit_server.secret)

    async def once() -> frozenset[str]:
        await engine.open_room(room_name)
        try:
            return await engine.rooms()
        finally:
            await engine.close()

    for _ in range(2):
        assert room_name in asyncio.run(once())


async def test_killed_it_is_noticed_and_starts_again_without_its_rooms(tmp_path: Path) -> None:
    async with EmbeddedServer(tmp_path, "k", "s" * 32) as server:
        engine = LiveKitEngine(server.url, "k", "s" * 32)
        await engine.open_room("phong")
        ended = asyncio.create_task(server.ended())
        assert server.pid
        os.kill(server.pid, signal.SIGKILL)
        assert await asyncio.wait_for(ended, 5) == -signal.SIGKILL
        with pytest.raises(EngineError):
            await engine.rooms()
        server.start()
        await server.ready()
        assert await engine.rooms() == frozenset()
        await engine.close()
    assert not server.running
    assert os.listdir(tmp_path) == []  # noqa: PTH208


async def test_a_configuration_it_refuses_is_told_at_once(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path, "k", "s" * 32, node_ip="127.0.0.1", program=Path("/bin/false"))
    server.start()
    with pytest.raises(EngineError, match="ended at once"):
        await server.ready()
    server.end()


STARTER = """
import sys, time
from pathlib import Path
from diemcau.engine.livekit.server import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]), "k", "s" * 32)
server.start()
server.wait_until_ready()
print(server.pid, flush=True)
time.sleep(60)
"""


def test_it_dies_with_its_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", STARTER, tmp_path], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = os.pidfd_open(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    ready, _, _ = select.select([child], [], [], 5)
    os.close(child)
    assert ready
