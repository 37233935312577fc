"""One real livekit-server for a test run (one for each xdist worker); every test takes a room of its own.

In tests/conftest.py: `pytest_plugins = ["tests.live_engine"]`.
"""

import secrets
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from livekit.rtc._ffi_client import FfiClient

from diemcau.engine.livekit.control import LiveKitEngine
from diemcau.engine.livekit.server import EmbeddedServer
from diemcau.engine.port import EngineError


def start_server(folder: Path, tries: int = 3, webhooks: tuple[str, ...] = ()) -> EmbeddedServer:
    """On free ports. Somebody else may take a port between the choice and the start: then once more."""
    for left in reversed(range(tries)):
        server = EmbeddedServer(
            folder, "tests", secrets.token_hex(32), webhooks=webhooks, log=folder / "engine.log"
        )
        server.start()
        try:
            server.wait_until_ready()
        except EngineError:
            server.end()
            if not left:
                raise
        else:
            return server
    raise AssertionError("unreachable")


@pytest.fixture(scope="session")
def livekit_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    server = start_server(tmp_path_factory.mktemp("engine"))
    yield server
    server.end()


@pytest.fixture
async def livekit(livekit_server: EmbeddedServer) -> AsyncIterator[LiveKitEngine]:
    engine = LiveKitEngine(livekit_server.url, livekit_server.key, livekit_server.secret)
    yield engine
    await engine.close()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """The media library's threads end while Python still lives: at its exit they may abort the process."""
    if (client := FfiClient._instance) is not None:
        client._dispose()


@pytest.fixture
def room_name() -> str:
    return uuid.uuid4().hex
