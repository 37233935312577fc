"""What the database holds, asked beside the product."""

import json
import subprocess
import sys

from tests.product import Product
from tests.product.running import ROOT

COUNT = """
from collections import Counter
from diemcau.records.models import SessionEvent
import json
print(json.dumps(Counter(SessionEvent.objects.filter(kind="note.sent").values_list("order_id", flat=True))))
"""


def notes_of(product: Product) -> dict[str, int]:
    """Order -> how often its note was written. From SQLite and PostgreSQL alike."""
    return dict(
        json.loads(_diemcau(product, "shell", "--verbosity", "0", "-c", COUNT).stdout.splitlines()[-1])
    )


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
