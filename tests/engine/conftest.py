from collections.abc import AsyncIterator

import pytest

from diemcau.engine.livekit.control import LiveKitEngine
from tests.engine.worlds import LiveKitWorld, MemoryWorld, World


@pytest.fixture(params=["memory", pytest.param("livekit", marks=pytest.mark.engine)])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    if request.param == "memory":
        made: World = MemoryWorld()
        engine = None
    else:
        server = request.getfixturevalue("livekit_server")
        engine = LiveKitEngine(server.url, server.key, server.secret)
        made = LiveKitWorld(engine)
    yield made
    await made.close()
    if engine:
        await engine.close()
