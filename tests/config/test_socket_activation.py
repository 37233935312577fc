"""Started by `diemcau.socket`: the port is held from outside, over restarts of web process and service."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.config.test_processes import wait_until
from tests.product.running import ROOT, Product

pytestmark = pytest.mark.engine

# As systemd does: the socket is the third descriptor, the process that may take it is named.
AS_SYSTEMD = 'exec 3<&"$1"; shift; export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@"'


class Activated(Product):
    """`port` is ours before and after it; DIEMCAU_LISTEN names another, which nobody opens."""

    def __enter__(self) -> "Activated":
        self.held = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.environment["DIEMCAU_LISTEN"] = "127.0.0.1:1"
        super().__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        super().__exit__(*raised)
        self.held.close()

    def start(self) -> None:
        given = str(self.held.fileno())
        serve = [sys.executable, "-m", "diemcau", "serve"]
        with (self.home / "serve.log").open("ab") as log:
            self._serve = subprocess.Popen(
                ["bash", "-c", AS_SYSTEMD, "systemd", given, *serve],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                pass_fds=[self.held.fileno()],
            )
        self.wait_until_ready()


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with Activated(tmp_path / "home", sites=3) as product:
        yield product


def asked(product: Product) -> int:
    return httpx.get(f"{product.url}/tai-khoan/login/", timeout=30, trust_env=False).status_code


def test_the_port_outlives_the_web_process_and_the_service(product: Product) -> None:
    assert asked(product) == 200
    before = product.pids("web")
    product.kill("web")
    assert asked(product) == 200  # waited at the socket
    wait_until(lambda: product.pids("web") not in ([], before), 15, "the web process is not back")

    product.stop()
    answers: list[int] = []
    waiting = threading.Thread(target=lambda: answers.append(asked(product)))
    waiting.start()  # nobody serves now; the connection is taken by the socket
    product.start()
    waiting.join(30)
    assert answers == [200]
