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

from tests.faults.conftest import rounds, told
from tests.product import Product
from tests.product.running import ROOT, gather
from tests.product.watching import Audience

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.timeout(1200)]

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


@pytest.mark.parametrize("seconds", [3, 30, 120] if rounds(1, 0) else [8])
async def test_a_cut_line_is_seen_at_once_and_heals_by_itself(
    product: Product, cable: Cable, seconds: int
) -> None:
    cut, watcher = product.places[1].code, product.places[2].code
    away = site_behind(cable, product, cut)
    try:
        async with product.operator() as operator, product.web() as web:
            await operator.act("session.open")
            audience = Audience(product, web, [])
            audience.sites.pop(cut)
            running = asyncio.create_task(audience.run())
            await gather(operator, 3)
            await operator.act("session.go_live")
            await operator.act("floor.give_site", site=cut)
            site = audience.sites[watcher]
            await asyncio.wait_for(site.until(lambda: cut in site.sounds), 30)
            await site.sounds[cut].heard.wait()

            loop = asyncio.get_running_loop()
            began = loop.time()
            cable.pull()
            await operator.until(lambda: bool(operator.cells[cut]["lost"]))
            marked = loop.time() - began
            with contextlib.suppress(TimeoutError):
                await operator.until(lambda: not operator.board["speaking"], began + seconds - loop.time())
            kept = bool(operator.board["speaking"])
            site.sounds.clear()
            plugged = loop.time()
            cable.plug()
            await operator.until(lambda: not operator.cells[cut]["lost"], 60)
            took = loop.time() - plugged
            running.cancel()
        told(f"cut for {seconds} s: marked after {marked:.1f} s, back {took:.1f} s after the line")
        assert marked <= MARKED_SECONDS
        assert kept == (seconds < FLOOR_KEPT_SECONDS)
        assert took <= BACK_SECONDS.get(seconds, 15.0)
    finally:
        away.terminate()
        away.wait(10)
