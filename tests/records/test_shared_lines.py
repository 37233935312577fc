"""Several web processes: a line that another one holds is not dead, and its device is known."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import redis

from diemcau.records.shared_lines import STALE_AFTER, SharedLines
from tests.records.redis_server import RedisServer

HERE, THERE = ("s", "bim-son"), ("s", "ha-trung")


@asynccontextmanager
async def processes(server: RedisServer) -> AsyncIterator[tuple[SharedLines, SharedLines]]:
    one, two = (
        SharedLines(server.url, lambda: [(*HERE, "d")]),
        SharedLines(server.url, lambda: [(*THERE, "d"), (*THERE, "new")]),
    )
    await server.ready()
    yield one, two
    await one.close()
    await two.close()


async def test_what_the_others_hold(redis_server: RedisServer) -> None:
    async with processes(redis_server) as (one, two):
        for process in (one, two, one):
            await process.exchange()
        assert [one.elsewhere(*line) for line in (HERE, THERE)] == [False, True]
        assert [two.elsewhere(*line) for line in (HERE, THERE)] == [True, False]
        assert [one.devices(*line) for line in (HERE, THERE)] == [set(), {"d", "new"}]
        assert [two.devices(*line) for line in (HERE, THERE)] == [{"d"}, set()]


async def test_a_process_that_ends_holds_nothing(redis_server: RedisServer) -> None:
    async with processes(redis_server) as (one, two):
        await two.exchange()
        await one.exchange()
        assert one.elsewhere(*THERE)
        await two.close()
        await one.exchange()
        assert not one.elsewhere(*THERE)


async def test_while_redis_is_away_no_line_is_called_dead(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with processes(redis_server) as (one, _):
        await one.exchange()
        redis_server.stop()
        with pytest.raises((redis.RedisError, OSError)):
            await one.exchange()
        assert not one.elsewhere(*THERE)
        monkeypatch.setattr("diemcau.records.shared_lines.monotonic", lambda: one._heard + STALE_AFTER + 1)
        assert one.elsewhere(*THERE)
        assert one.devices(*THERE) == set()
