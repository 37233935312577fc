"""How long the fuzzing goes on: a few examples in every run, ten thousand with DIEMCAU_FUZZ=thorough."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("DIEMCAU_FUZZ") == "thorough"
LONGEST = 2.0  # seconds for any answer


def fuzzed(few: int, many: int = 10_000) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return settings(
        max_examples=many if THOROUGH else few,
        deadline=None,
        database=None,
        derandomize=not THOROUGH,
        suppress_health_check=list(HealthCheck),
    )
