"""Another process that works in a test's database. One command on each line of its input, one answer on each
line of its output: `note <session> <order id>` or `hammer <session> <count> <name>`."""

import sys
import time
from datetime import UTC, datetime
from uuid import UUID

import django

django.setup()

from diemcau.conference.commands import Order, Refused, SendNote  # noqa: E402
from diemcau.records.actions.session import act  # noqa: E402
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


COMMANDS = {"note": timed_note, "hammer": hammer}

if __name__ == "__main__":
    print("ready", flush=True)
    for line in sys.stdin:
        name, *given = line.split()
        print(COMMANDS[name](*given), flush=True)
