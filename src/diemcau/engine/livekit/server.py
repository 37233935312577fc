"""The embedded livekit-server: its configuration, and the process as our child."""

import asyncio
import ctypes
import ipaddress
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.error import URLError
from urllib.request import urlopen

from diemcau.engine.port import EngineError

PROGRAM = "livekit-server"
LOOPBACK = "127.0.0.1"
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_libc = ctypes.CDLL(None, use_errno=True)


def find_program(home: Path) -> Path:
    """PATH first, then what the installation put into its own folders."""
    there = shutil.which(PROGRAM)
    folders = (home / "bin", Path.cwd() / ".local" / "bin")
    found = [Path(there)] if there else [f / PROGRAM for f in folders if os.access(f / PROGRAM, os.X_OK)]
    if not found:
        raise EngineError(f"{PROGRAM} not found: neither on PATH nor in {', '.join(map(str, folders))}")
    return found[0]


@dataclass(frozen=True)
class Ports:
    """`signal` listens on loopback only; `tcp` and `udp` carry the media."""

    signal: int = 7880
    tcp: int = 7881
    udp: int = 7882

    @classmethod
    def free(cls) -> "Ports":
        with ExitStack() as held:
            kinds = (socket.SOCK_STREAM, socket.SOCK_STREAM, socket.SOCK_DGRAM)
            return cls(*(held.enter_context(_bound(kind)).getsockname()[1] for kind in kinds))


def _bound(kind: socket.SocketKind) -> socket.socket:
    held = socket.socket(socket.AF_INET, kind)
    held.bind((LOOPBACK, 0))
    return held


def configuration(
    ports: Ports, key: str, secret: str, *, node_ip: str = LOOPBACK, webhooks: Iterable[str] = ()
) -> dict[str, Any]:
    """`node_ip`: the address at which the sites reach the media ports."""
    return {
        "port": ports.signal,
        "bind_addresses": [LOOPBACK],
        "keys": {key: secret},
        "rtc": _media(ports, node_ip),
        "room": {"auto_create": False},
        "webhook": {"api_key": key, "urls": list(webhooks)},
        "logging": {"level": "warn", "pion_level": "error", "json": False},
    }


def _media(ports: Ports, node_ip: str) -> dict[str, Any]:
    """A given `node_ip` keeps the server from asking a public STUN server for its address. Clients are told
    to use a public one unless a list is given: they get our own media port: nothing leaves us.
    """
    return {
        "tcp_port": ports.tcp,
        "udp_port": ports.udp,
        "node_ip": node_ip,
        "use_external_ip": False,
        "stun_servers": [f"{_in_url(node_ip)}:{ports.udp}"],
        "batch_io": {"batch_size": 128, "max_flush_interval": "2ms"},
        **_where_to_listen(node_ip),
    }


def _where_to_listen(node_ip: str) -> dict[str, Any]:
    address = ipaddress.ip_address(node_ip)
    if address.is_loopback:
        return {"enable_loopback_candidate": True, "interfaces": {"includes": ["lo"]}}
    if _is_ours(node_ip):
        only = f"{address}/{address.max_prefixlen}"
        return {"enable_loopback_candidate": False, "ips": {"includes": [only]}}
    return {"enable_loopback_candidate": False}  # behind an address translation


def _in_url(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _is_ours(address: str) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


class EmbeddedServer:
    """One livekit-server as our child; it dies with us. Ended, it may be started again on the same ports.

    `async with` starts it and waits until it answers. A supervisor uses `start`, `ready`, `ended`, `stop`.
    """

    def __init__(
        self,
        folder: Path,
        key: str,
        secret: str,
        ports: Ports | None = None,
        *,
        node_ip: str = LOOPBACK,
        webhooks: Iterable[str] = (),
        program: Path | None = None,
        log: Path | None = None,
    ) -> None:
        self.key, self.secret = key, secret
        self.ports = ports or Ports.free()
        self.log = log
        self._program = program or find_program(folder)
        self._file = folder / f"livekit-{self.ports.signal}.yaml"
        self._wanted = configuration(self.ports, key, secret, node_ip=node_ip, webhooks=webhooks)
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports.signal}"

    @property
    def pid(self) -> int | None:
        return self._child.pid if self.running and self._child else None

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """From the main thread: the kernel ends the child when the thread that started it ends."""
        if self.running:
            return
        _write_secret(self._file, json.dumps(self._wanted, indent=1))  # JSON is YAML
        with self.log.open("ab") if self.log else _nowhere() as out:
            self._child = subprocess.Popen(
                [self._program, "--config", self._file],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={"PATH": os.environ.get("PATH", ""), "HOME": str(self._file.parent)},
                start_new_session=True,  # Ctrl-C in the terminal is for us: we end it in order
                preexec_fn=_die_with_parent,
            )

    def wait_until_ready(self, seconds: float = 10) -> None:
        until = time.monotonic() + seconds
        while not self.answers():
            if not self.running:
                raise EngineError(f"{PROGRAM} ended at once (code {self._child and self._child.returncode})")
            if time.monotonic() > until:
                raise EngineError(f"{PROGRAM} does not answer after {seconds} s")
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            with urlopen(self.url, timeout=1) as page:  # noqa: S310 (our own loopback address)
                return bool(page.status == 200)
        except (URLError, OSError):
            return False

    async def ready(self, seconds: float = 10) -> None:
        await asyncio.to_thread(self.wait_until_ready, seconds)

    async def ended(self) -> int:
        """Its exit code, once it is over."""
        if self._child is None:
            raise EngineError("not started")
        while self._child.poll() is None:
            await _until_gone(self._child.pid)
        return self._child.returncode

    def kill(self) -> None:
        if self._child and self.running:
            self._child.kill()
            self._child.wait()

    def end(self, seconds: float = 1) -> None:
        """Politely, then by force: it waits for open connections, and keeps nothing that could be lost."""
        if self._child is None:
            return
        with suppress(ProcessLookupError):
            self._child.send_signal(signal.SIGTERM)
        try:
            self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        self._file.unlink(missing_ok=True)

    async def stop(self) -> None:
        await asyncio.to_thread(self.end)

    async def __aenter__(self) -> Self:
        self.start()
        await self.ready()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


def _die_with_parent() -> None:
    _libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _nowhere() -> Any:
    return Path(os.devnull).open("wb")


def _write_secret(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        os.fchmod(handle, 0o600)
        out.write(text)


async def _until_gone(pid: int) -> None:
    loop, gone = asyncio.get_running_loop(), asyncio.Event()
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    loop.add_reader(handle, gone.set)
    try:
        await gone.wait()
    finally:
        loop.remove_reader(handle)
        os.close(handle)
