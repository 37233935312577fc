"""Another process that works in a test's database. One command on each line of its input, one answer on each
line of its output: `note <session> <order id>`, `hammer <session> <count> <name>` or `round` (of a clerk)."""

import asyncio
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import django

django.setup()

from diemcau.conference.commands import Order, Refused, SendNote  # noqa: E402
from diemcau.engine.memory import MemoryEngine  # noqa: E402
from diemcau.records.actions.session import act  # noqa: E402
from diemcau.records.bus import MemoryBus  # noqa: E402
from diemcau.records.clerk import Clerk  # noqa: E402
from diemcau.records.store import NotFound, StoreAway  # noqa: E402
from tests.records.builders import CENTRE  # noqa: E402


def note(session: str, id: str) -> str:
    try:
        answer = act(UUID(session), Order(SendNote(text=f"Lời nhắn {id}"), CENTRE, id), datetime.now(UTC))
    except StoreAway as away:
        return away.code
    except NotFound:
        return "not found"
    if isinstance(answer, Refused):
        return f"refused {answer.code}"
    return f"repeated {answer.after.seq}" if answer.repeated else f"done {answer.after.seq}"


def timed_note(session: str, id: str) -> str:
    start = time.monotonic()
    answer = note(session, id)
    return f"{answer} in {time.monotonic() - start:.3f}"


def hammer(session: str, count: str, name: str) -> str:
    """`count` orders, every fifth sent twice."""
    answers = [note(session, f"{name}-{number}") for number in range(int(count))]
    answers += [note(session, f"{name}-{number}") for number in range(0, int(count), 5)]
    return " ".join(answer.split()[0] for answer in answers)


class Office:
    """A clerk that goes on between two commands."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.clerk: Clerk | None = None

    def round(self) -> str:
        start = time.monotonic()
        answer = self.runner.run(self._round())
        return f"{answer} in {time.monotonic() - start:.3f}"

    async def _round(self) -> str:
        self.clerk = self.clerk or Clerk(MemoryEngine(), MemoryBus())
        try:
            await self.clerk.round()
        except StoreAway as away:
            return away.code
        return f"holds {len(self.clerk.charges)}"


COMMANDS: dict[str, Callable[..., str]] = {"note": timed_note, "hammer": hammer, "round": Office().round}

if __name__ == "__main__":
    print("ready", flush=True)
    for line in sys.stdin:
        name, *given = line.split()
        print(COMMANDS[name](*given), flush=True)
