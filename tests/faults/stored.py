"""What the database holds, asked beside the product."""

import json
import subprocess
import sys
from typing import Any

from tests.product import Product
from tests.product.running import ROOT

COUNT = """
from collections import Counter
from diemcau.records.models import SessionEvent
import json
print(json.dumps(Counter(SessionEvent.objects.filter(kind="note.sent").values_list("order_id", flat=True))))
"""

RECORDING = """
from diemcau.records.models import Recording, SessionEvent
import json
events = SessionEvent.objects.filter(session="{session}", kind__startswith="recording.")
row = Recording.objects.values("state", "sha256", "gaps", "segments", "reason").get(session="{session}")
print(json.dumps([list(events.values_list("data", flat=True)), row]))
"""


def notes_of(product: Product) -> dict[str, int]:
    """Order -> how often its note was written. From SQLite and PostgreSQL alike."""
    return dict(_asked(product, COUNT))


def recording_of(product: Product) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The events of the session's recording, and its row."""
    events, row = _asked(product, RECORDING.format(session=product.session))
    return events, row


def _asked(product: Product, program: str) -> Any:
    done = _diemcau(product, "shell", "--verbosity", "0", "-c", program)
    return json.loads(done.stdout.splitlines()[-1])


def chain_is_valid(product: Product) -> bool:
    done = _diemcau(product, "verify")
    if done.returncode:
        print(done.stdout, done.stderr)
    return done.returncode == 0


def _diemcau(product: Product, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "diemcau", *arguments],
        cwd=ROOT,
        env=product.environment,
        capture_output=True,
        text=True,
        check=False,
    )
