"""What `serve` and `demo` start ends with them, and what dies is started again behind the same socket."""

import asyncio
import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from diemcau.conference.recording import FILE
from diemcau.engine.manifest import read_manifest
from tests.product.running import PARTS, ROOT, Product

pytestmark = pytest.mark.engine


def family(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def wait_until(holds: Callable[[], bool], seconds: float, what: str) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.05)


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "home", sites=3) as product:
        yield product


def test_after_kill_9_of_the_supervisor_nothing_is_left(product: Product) -> None:
    children = [process for part in PARTS for process in map(psutil.Process, product.pids(part))]
    assert len(children) == 3
    assert product._serve is not None
    product._serve.kill()
    product._serve.wait()
    _, alive = psutil.wait_procs(children, timeout=15)
    assert alive == []


@pytest.mark.parametrize("part", ["web", "clerk", "engine"])
def test_a_part_that_is_killed_is_started_again(product: Product, part: str) -> None:
    before = product.pids(part)
    product.kill(part)
    wait_until(lambda: bool(product.pids(part)) and product.pids(part) != before, 15, f"{part} is not back")
    product.wait_until_ready(15)


async def test_while_the_web_process_is_away_connections_wait(product: Product) -> None:
    """A refused connection makes browsers restart their media; one that waits does not."""
    product.kill("web")
    async with httpx.AsyncClient(base_url=product.url, timeout=20, trust_env=False) as client:
        answers = await asyncio.gather(*(client.get("/tai-khoan/login/") for _ in range(10)))
    assert [answer.status_code for answer in answers] == [200] * 10


def test_the_inner_door_shows_only_the_engine_s_hints_and_the_health(product: Product) -> None:
    (web,) = product.pids("web")
    listening = [
        one for one in psutil.Process(web).net_connections("tcp") if one.status == psutil.CONN_LISTEN
    ]
    (inner,) = {one.laddr.port for one in listening} - {product.port}
    assert {one.laddr.ip for one in listening} == {"127.0.0.1"}
    statuses = [
        httpx.get(f"http://127.0.0.1:{inner}{path}", trust_env=False).status_code
        for path in ("/live/health", "/", "/tai-khoan/login/", "/live/x/acts", "/gate/rtc")
    ]
    assert statuses == [200, 404, 404, 404, 404]
    forged = httpx.post(f"http://127.0.0.1:{inner}/live/engine/webhook", content=b"{}", trust_env=False)
    assert forged.status_code == 401


def test_the_engine_listens_on_loopback_and_its_two_media_ports_only(product: Product) -> None:
    (engine,) = product.pids("engine")
    settings = product.environment
    ports = {
        (one.laddr.ip, str(one.laddr.port))
        for one in psutil.Process(engine).net_connections("inet")
        if one.status in (psutil.CONN_LISTEN, psutil.CONN_NONE) and not one.raddr
    }
    assert {port for _, port in ports} == {
        settings["DIEMCAU_ENGINE_PORT"],
        settings["DIEMCAU_MEDIA_TCP"],
        settings["DIEMCAU_MEDIA_UDP"],
    }
    assert all(
        ip in ("127.0.0.1", "::1", "::ffff:127.0.0.1")
        for ip, port in ports
        if port == settings["DIEMCAU_ENGINE_PORT"]
    )


@pytest.mark.timeout(240)
def test_the_demo_records_a_conference_and_ctrl_c_ends_every_process_it_started(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DIEMCAU_")}
    demo = subprocess.Popen(
        [sys.executable, "-m", "diemcau", "demo", str(tmp_path / "demo")],
        cwd=ROOT,
        env=clean,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert demo.stdout is not None
    shown = []
    for line in demo.stdout:
        shown.append(line)
        if "The conference is live" in line:
            break
    words = "".join(shown)
    assert re.search(r"http://127\.0\.0\.1:\d+/", words), words
    for username in ("trungtam", "chutoa", "bimson", "vanphong", "quantri"):
        assert username in words
    started = family(demo.pid)
    assert len(started) >= 5  # serve, web, clerk, livekit-server, simulate
    recordings = tmp_path / "demo" / "recordings"
    wait_until(lambda: any(recordings.glob(f"*/{FILE}")), 120, "no conference was held and recorded")
    (film,) = recordings.glob(f"*/{FILE}")
    manifest = read_manifest(film.parent)
    assert manifest
    assert manifest.file
    assert manifest.file.sha256 == hashlib.sha256(film.read_bytes()).hexdigest()
    assert manifest.file.seconds > 15
    started = family(demo.pid)
    os.killpg(demo.pid, signal.SIGINT)
    assert demo.wait(40) == 0
    demo.stdout.close()
    assert [process for process in started if process.is_running()] == []
