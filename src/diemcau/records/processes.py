"""The name of a process, as it stands in a lease; and whether that process is dead."""

import os
import socket
from contextlib import suppress
from pathlib import Path
from uuid import uuid4


def own_name() -> str:
    """Machine (and the process numbers that count there), process, and a word that no other process has."""
    return f"{_machine()}-{os.getpid()}-{uuid4().hex[:6]}"


def is_dead(holder: str) -> bool:
    """Only what can be known: a name of another machine is never called dead."""
    machine, _, process = holder.rpartition("-")[0].rpartition("-")
    if machine != _machine() or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _machine() -> str:
    space = ""
    with suppress(OSError):
        space = str(Path("/proc/self/ns/pid").stat().st_ino)
    return f"{socket.gethostname()[:40]}-{space}"
