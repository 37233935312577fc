"""A fresh machine: `diemcau setup`, Django's own deployment check, `diemcau serve` over HTTPS."""

import os
import signal
import ssl
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import HTTPRedirectHandler, HTTPSHandler, build_opener

import pytest

from tests.product.running import ROOT, free_port

PASSWORD = "một câu dài khó đoán 4494"


def diemcau(
    home: Path, *arguments: str, typed: str = "", **settings: str
) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DIEMCAU_")}
    return subprocess.run(
        [sys.executable, "-m", "diemcau", *arguments],
        env=clean | {"DIEMCAU_HOME": str(home)} | settings,
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("production")
    done = diemcau(
        home,
        *("setup", "--home", str(home), "--host", "127.0.0.1", "--host", "hop.test"),
        *("--listen", f"127.0.0.1:{free_port()}", "--media-address", "127.0.0.1"),
        *("--authority", "--dataset", "2018", "--administrator", "quantri", "--password-stdin"),
        typed=PASSWORD + "\n",
    )
    assert done.returncode == 0, done.stderr
    assert "Dấu vân tay SHA-256" in done.stdout
    return home


def test_the_deployment_check_is_clean(home: Path) -> None:
    checked = diemcau(home, "check", "--deploy", "--fail-level", "WARNING")
    assert (checked.returncode, checked.stdout + checked.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
    )


def test_the_settings_and_the_database_are_for_their_owner_only(home: Path) -> None:
    assert stat.S_IMODE((home / "diemcau.env").stat().st_mode) == 0o600


def test_setup_again_keeps_keys_settings_and_accounts(home: Path) -> None:
    before = (home / "diemcau.env").read_text()
    again = diemcau(home, "setup", "--dataset", "2018", "--administrator", "quantri")
    assert again.returncode == 0, again.stderr
    assert (home / "diemcau.env").read_text() == before
    assert "đã có, giữ nguyên" in again.stdout


def test_a_weak_administrator_password_is_refused(home: Path) -> None:
    refused = diemcau(home, "setup", "--administrator", "khac", "--password-stdin", typed="123\n")
    assert refused.returncode == 1
    assert "12" in refused.stderr


def test_nothing_starts_without_setup(tmp_path: Path) -> None:
    refused = diemcau(tmp_path, "serve")
    assert refused.returncode == 1
    assert "Thiếu khóa bí mật DIEMCAU_SECRET_KEY. Hãy chạy: diemcau setup" in refused.stderr


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    """`serve` as an administrator starts it."""
    media = {"DIEMCAU_ENGINE_PORT": str(free_port()), "DIEMCAU_MEDIA_TCP": str(free_port())}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DIEMCAU_")}
    serve = subprocess.Popen(
        [sys.executable, "-m", "diemcau", "serve"],
        env=clean | media | {"DIEMCAU_HOME": str(home), "DIEMCAU_MEDIA_UDP": str(free_port())},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert serve.stdout is not None
    line = next(line for line in serve.stdout if "https://" in line)
    yield line.split(": ", 1)[1].strip().rstrip("/")
    serve.send_signal(signal.SIGTERM)
    assert serve.wait(20) == 0
    serve.stdout.close()


class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@pytest.mark.engine
def test_it_speaks_https_with_the_private_authority_and_says_little_of_itself(
    home: Path, address: str
) -> None:
    trusted = ssl.create_default_context(cafile=str(home / "certificates" / "authority.crt"))
    opener = build_opener(HTTPSHandler(context=trusted), NoRedirects())
    with opener.open(f"{address}/tai-khoan/login/", timeout=20) as page:
        headers = page.headers  # whatever the case of the names
    assert page.status == 200
    assert "Server" not in headers
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Secure" in headers["Set-Cookie"]
    assert "'unsafe" not in headers["Content-Security-Policy"]
