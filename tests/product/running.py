"""`diemcau serve` as a child, found and killed part by part."""

import asyncio
import atexit
import json
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from diemcau.engine.livekit.simulator.crowd import Crowd, Place
from diemcau.engine.livekit.simulator.habits import Scenario
from diemcau.engine.livekit.simulator.picture import Format
from diemcau.engine.livekit.simulator.web import Web
from tests.product.client import Operator

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL = Format(160, 96, 5)
PASSWORD = secrets.token_urlsafe(16)  # of the demo's accounts in this run
PARTS = {"web": "diemcau web", "clerk": "diemcau clerk", "engine": "livekit-server"}
MARKS = {**PARTS, "recorder": "diemcau record "}
"""`PARTS`: what always runs; a recorder is there only while something is recorded."""

OWN_PAPERS = ssl.create_default_context()  # a product with a certificate of its own authority is ready too
OWN_PAPERS.check_hostname, OWN_PAPERS.verify_mode = False, ssl.CERT_NONE


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with ExitStack() as stack:
        held = stack.enter_context(socket.socket(socket.AF_INET, kind))
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Product:
    """`with Product(folder, sites=31) as product`. `address`: where the web and the media listen."""

    def __init__(
        self,
        home: Path,
        *,
        sites: int = 31,
        kind: str = "official",
        recorded: bool = False,
        address: str = "127.0.0.1",
        **settings: str,
    ) -> None:
        self.home, self._sites, self._kind = home, sites, kind
        self._recorded = ["recorded"] if recorded else []
        self.port = free_port()
        self.url = f"{'https' if 'DIEMCAU_CERTIFICATE' in settings else 'http'}://{address}:{self.port}"
        self.environment = {
            **_settings(home),
            "DIEMCAU_LISTEN": f"{address}:{self.port}",
            "DIEMCAU_ENGINE_PORT": str(free_port()),
            "DIEMCAU_MEDIA_TCP": str(free_port()),
            "DIEMCAU_MEDIA_UDP": str(free_port(socket.SOCK_DGRAM)),
            **settings,
        }
        self._serve: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        if "DIEMCAU_DATABASE" not in self.environment:
            shutil.copytree(_template(), self.home, dirs_exist_ok=True)
        told = _prepare(self.environment, str(self._sites), self._kind, *self._recorded)
        facts = json.loads(told.splitlines()[-1])
        self.session: str = facts["session"]
        self.other: str = facts["other"]
        self.conference: int = facts["conference"]
        self.password = PASSWORD
        self.browsers: dict[str, str] = facts["browsers"]
        self.links = {place["code"]: place["links"] for place in facts["places"]}
        self.places = [
            Place(place["code"], place["name"], place["number"], place["links"]["room"])
            for place in facts["places"]
        ]

    def __enter__(self) -> Self:
        self.home.mkdir(parents=True, exist_ok=True)
        self.prepare()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        with (self.home / "serve.log").open("ab") as log:
            self._serve = subprocess.Popen(
                [sys.executable, "-m", "diemcau", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.wait_until_ready()

    def wait_until_ready(self, seconds: float = 30) -> float:
        began = time.monotonic()
        while not self.ready():
            if self._serve is None or self._serve.poll() is not None:
                raise RuntimeError((self.home / "serve.log").read_text("utf-8", "replace")[-4000:])
            if time.monotonic() - began > seconds:
                raise TimeoutError((self.home / "serve.log").read_text("utf-8", "replace")[-4000:])
            time.sleep(0.05)
        return time.monotonic() - began

    def ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/live/health", timeout=2, context=OWN_PAPERS) as answer:
                return bool(json.load(answer)["ready"])
        except (URLError, OSError, ValueError, KeyError):
            return False

    def stop(self) -> None:
        if self._serve is None:
            return
        self._serve.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._serve.wait(20)
        if self._serve.poll() is None:
            self._serve.kill()
            self._serve.wait()

    # --- its parts
    def pids(self, part: str) -> list[int]:
        if self._serve is None:
            return []
        mark = MARKS[part]
        below = psutil.Process(self._serve.pid).children(recursive=True)
        return [process.pid for process in below if mark in _command(process)]

    def kill(self, *parts: str) -> None:
        """`kill -9`, at once and all of them."""
        for pid in [pid for part in parts for pid in self.pids(part)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    # --- people
    def operator(self, username: str = "trungtam") -> Operator:
        return Operator(self.url, self.session, self.browsers[username])

    def crowd(
        self, web: Web, scenario: Scenario = Scenario.QUIET, form: Format = SMALL, *, but: str = ""
    ) -> Crowd:
        return Crowd(web, [place for place in self.places if place.code != but], scenario, form)

    def web(self) -> Web:
        return Web(self.url, self.session)


@cache
def _template() -> Path:
    """A home that holds the demonstration: migrated and filled once for all products of this run."""
    home = Path(tempfile.mkdtemp(prefix="diemcau-template-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    _prepare(_settings(home))
    return home


def _settings(home: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("DIEMCAU_")},
        "DJANGO_SETTINGS_MODULE": "diemcau.config.settings",
        "DIEMCAU_HOME": str(home),
        "DIEMCAU_DEMO": "1",
        "DIEMCAU_SECRET_KEY": secrets.token_urlsafe(48),
        "DIEMCAU_ENGINE_SECRET": secrets.token_urlsafe(48),
        "DIEMCAU_LOG_LEVEL": "WARNING",
    }


def _prepare(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "tests.product.prepare", PASSWORD, *words]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if told.returncode:
        raise RuntimeError(told.stderr)
    return told.stdout


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


async def gather(operator: Operator, count: int, seconds: float = 60) -> None:
    """Let in whoever knocks until `count` sites are connected with their media."""
    async with asyncio.timeout(seconds):
        while sum(lane == "connected" for lane in operator.lanes().values()) < count:
            if "waiting" in operator.lanes().values():
                await operator.act("site.admit_all")
            operator._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(operator._news.wait(), 1)
