"""`diemcau demo`: a running conference on this machine, in a home of its own; Ctrl-C ends all it started."""

import argparse
import asyncio
import os
import secrets
import socket
from datetime import UTC, datetime
from pathlib import Path

from diemcau.config import envfile

PORTS = {
    "DIEMCAU_LISTEN": 8000,
    "DIEMCAU_ENGINE_PORT": 7880,
    "DIEMCAU_MEDIA_TCP": 7881,
    "DIEMCAU_MEDIA_UDP": 7882,
}
PASSWORD = "DIEMCAU_DEMO_PASSWORD"  # noqa: S105 (the name of a setting)
LOOPBACK = "127.0.0.1"


def main(arguments: list[str]) -> None:
    asked = argparse.ArgumentParser(prog="diemcau demo", description=__doc__)
    asked.add_argument("home", nargs="?", default=".local/demo", help="its folder (default: %(default)s)")
    home = Path(asked.parse_args(arguments).home).resolve()
    values = _settings(home)
    envfile.write(home / "diemcau.env", values)
    os.environ |= {"DIEMCAU_HOME": str(home)}
    import django

    django.setup()
    from django.core.management import call_command

    from diemcau.records.actions.demonstration import prepare_demonstration, prepare_past
    from diemcau.records.actions.rehearsal import hold_test_session

    call_command("migrate", verbosity=0)
    demonstration = prepare_demonstration(password=values[PASSWORD], now=datetime.now(UTC))
    hold_test_session(conference=demonstration.conference, technician=demonstration.technician)
    past = prepare_past(demonstration=demonstration, now=datetime.now(UTC))
    from diemcau.config.demo_run import run

    asyncio.run(run(demonstration, past, values[PASSWORD]))


def _settings(home: Path) -> dict[str, str]:
    """The same ports and password as last time; a port that is taken gives way to a free one."""
    known = envfile.read(home / "diemcau.env")
    taken: set[int] = set()
    values = {"DIEMCAU_DEMO": "1", PASSWORD: known.get(PASSWORD) or _password()}
    values["DIEMCAU_RECORDING_PROFILE"] = "low"  # this machine is all the sites as well
    for name, usual in PORTS.items():
        port = _free_port(usual, udp=name.endswith("UDP"), but=taken)
        taken.add(port)
        values[name] = f"{LOOPBACK}:{port}" if name == "DIEMCAU_LISTEN" else str(port)
    return values


def _password() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(3))


def _free_port(usual: int, *, udp: bool, but: set[int]) -> int:
    wished = [usual, *(_any_port(udp) for _ in range(20))]
    return next(port for port in wished if port not in but and _is_free(port, udp))


def _is_free(port: int, udp: bool) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM) as probe:
        if not udp:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _any_port(udp: bool) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
