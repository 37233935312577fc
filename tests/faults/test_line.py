"""A site's line is cut: it lives in a network namespace of its own, and its cable is pulled for real."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import FULL
from tests.faults.media import heard_again
from tests.faults.table import percentile, tell
from tests.product import Operator, Product
from tests.product.running import ROOT, gather
from tests.product.watching import Audience, WatchingSite

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.timeout(2400)]

MARKED_SECONDS = 4.0
BACK_SECONDS = {3: 3.0, 30: 5.0, 120: 10.0}
FLOOR_KEPT_SECONDS = 60


class Cable:
    """Two ends of a wire: ours, and the one in the site's namespace."""

    def __init__(self, number: int) -> None:
        self.namespace, self._here, self._there = f"diemcau-{number}", f"dch{number}", f"dct{number}"
        self.ours, self._theirs = f"10.231.{number}.1", f"10.231.{number}.2"

    def lay(self) -> None:
        _ip("netns", "add", self.namespace)
        _ip("link", "add", self._here, "type", "veth", "peer", "name", self._there, "netns", self.namespace)
        _ip("address", "add", f"{self.ours}/30", "dev", self._here)
        _ip("link", "set", self._here, "up")
        _ip("-n", self.namespace, "address", "add", f"{self._theirs}/30", "dev", self._there)
        _ip("-n", self.namespace, "link", "set", "lo", "up")
        _ip("-n", self.namespace, "link", "set", self._there, "up")

    def pull(self) -> None:
        _ip("link", "set", self._here, "down")

    def plug(self) -> None:
        _ip("link", "set", self._here, "up")

    def remove(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            _ip("netns", "delete", self.namespace)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@pytest.fixture
def cable() -> Iterator[Cable]:
    laid = Cable(os.getpid() % 250)
    if os.geteuid() != 0 or not shutil.which("ip"):
        pytest.fail("network namespaces need root and the program ip (package iproute2)")
    try:
        laid.lay()
        yield laid
    finally:
        laid.remove()


@pytest.fixture
def product(tmp_path: Path, cable: Cable) -> Iterator[Product]:
    """Not the demo, which listens on loopback only: as behind a proxy that speaks HTTPS."""
    settings = {
        "DIEMCAU_DEMO": "",
        "DIEMCAU_HTTPS": "1",
        "DIEMCAU_PROXIES": "127.0.0.1",
        "DIEMCAU_HOSTS": cable.ours,
        "DIEMCAU_MEDIA_ADDRESS": cable.ours,
    }
    with Product(tmp_path / "home", sites=3, address=cable.ours, **settings) as running:
        yield running


def site_behind(cable: Cable, product: Product, code: str) -> "subprocess.Popen[bytes]":
    token = next(place.token for place in product.places if place.code == code)
    command = [sys.executable, "-m", "tests.product.one_site", product.url, product.session, code]
    return subprocess.Popen(
        ["ip", "netns", "exec", cable.namespace, *command],
        cwd=ROOT,
        env={**product.environment, "SITE_TOKEN": token},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def heard(site: WatchingSite, speaker: str) -> None:
    await asyncio.wait_for(heard_again(site, speaker, 0, 60), 60)


class Cut:
    """One site's line, cut for so long while it has the floor."""

    def __init__(self, operator: Operator, watcher: WatchingSite, cable: Cable, site: str) -> None:
        self._operator, self._watcher, self._cable, self._site = operator, watcher, cable, site
        self.marked: list[float] = []
        self.back: list[float] = []

    def _lost(self) -> bool:
        return bool(self._operator.cells[self._site]["lost"])

    async def speak(self) -> None:
        if not self._operator.board["speaking"]:
            await self._operator.act("floor.give_site", site=self._site)
        await heard(self._watcher, self._site)

    async def once(self, seconds: float) -> bool:
        """True: the speaker has kept the floor."""
        clock = asyncio.get_running_loop().time
        began = clock()
        self._cable.pull()
        await self._operator.until(self._lost)
        self.marked.append(clock() - began)
        with contextlib.suppress(TimeoutError):
            left = began + seconds - clock()
            await self._operator.until(lambda: not self._operator.board["speaking"], left)
        await asyncio.sleep(max(0, began + seconds - clock()))
        kept = bool(self._operator.board["speaking"])
        self._watcher.listen_anew(self._site)
        plugged = clock()
        self._cable.plug()
        if kept:
            await heard(self._watcher, self._site)
        else:
            await self._operator.until(lambda: not self._lost(), 60)
        self.back.append(clock() - plugged)
        await self._operator.until(lambda: not self._lost(), 60)
        return kept


@pytest.mark.parametrize(("seconds", "count"), [(3, 10), (30, 4), (120, 2)] if FULL else [(8, 1)])
async def test_a_cut_line_is_seen_at_once_and_heals_by_itself(
    product: Product, cable: Cable, seconds: int, count: int
) -> None:
    cut, watching = product.places[1].code, product.places[2].code
    away = site_behind(cable, product, cut)
    try:
        async with product.operator() as operator, product.web() as web:
            await operator.act("session.open")
            audience = Audience(product, web, [])
            audience.sites.pop(cut)
            running = asyncio.create_task(audience.run())
            await gather(operator, 3)
            await operator.act("session.go_live")
            line = Cut(operator, audience.sites[watching], cable, cut)
            kept = set()
            for _ in range(count):
                await line.speak()
                kept.add(await line.once(seconds))
            running.cancel()
    finally:
        away.terminate()
        away.wait(10)
    assert kept == {seconds < FLOOR_KEPT_SECONDS}
    what = "the sound is back" if kept == {True} else "the site is back"
    tell(
        f"a site's line cut for {seconds} s",
        count,
        "the speaker kept the floor" if kept == {True} else "the floor was yielded after 60 s, with an alarm",
        marked=(max(line.marked), MARKED_SECONDS, "s until it is marked, worst"),
        back=(percentile(line.back, 0.95), BACK_SECONDS.get(seconds, 15.0), f"s until {what}, p95"),
    )
