"""Which sites are on the line at the other web processes, from which devices: told to each other through
Redis, once a second."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from time import monotonic
from uuid import uuid4

import msgspec
import redis
import redis.asyncio

log = logging.getLogger(__name__)

Line = tuple[str, str, str]  # session, site, device
Lines = tuple[Line, ...]

TOLD_EVERY = 1.0
FORGOTTEN_AFTER = 4  # seconds: the word of a process that died
STALE_AFTER = 4.0
PREFIX = "diemcau:lines:"


class SharedLines:
    """`on_line`: what is on the line in this process."""

    def __init__(self, url: str, on_line: Callable[[], Iterable[Line]]) -> None:
        self._client = redis.asyncio.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
        self._on_line = on_line
        self._own = PREFIX + uuid4().hex
        self._others: dict[tuple[str, str], frozenset[str]] = {}
        self._heard = monotonic()

    def elsewhere(self, session: str, site: str) -> bool:
        """While Redis is away every site may be somewhere else: no line is called dead on a guess."""
        return (session, site) in self._others or self._stale

    def devices(self, session: str, site: str) -> frozenset[str]:
        """While Redis is away nobody is said to wait there: it would be old news."""
        return frozenset() if self._stale else self._others.get((session, site), frozenset())

    @property
    def _stale(self) -> bool:
        return monotonic() - self._heard > STALE_AFTER

    async def run(self) -> None:
        while True:
            try:
                await self.exchange()
            except (redis.RedisError, OSError) as error:
                log.warning("the lines of other processes are not known: %s", type(error).__name__)
            await asyncio.sleep(TOLD_EVERY)

    async def exchange(self) -> None:
        await self._client.set(self._own, msgspec.json.encode(tuple(self._on_line())), ex=FORGOTTEN_AFTER)
        keys = [key async for key in self._client.scan_iter(PREFIX + "*") if key.decode() != self._own]
        told = await self._client.mget(keys) if keys else []
        others: dict[tuple[str, str], set[str]] = {}
        for one in told:
            for session, site, device in msgspec.json.decode(one, type=Lines) if one else ():
                others.setdefault((session, site), set()).add(device)
        self._others = {place: frozenset(devices) for place, devices in others.items()}
        self._heard = monotonic()

    async def close(self) -> None:
        """A line that ended here is not held any more."""
        try:
            await self._client.delete(self._own)
        except (redis.RedisError, OSError):
            log.info("Redis is away: the others forget this process by themselves")
        await self._client.aclose()
