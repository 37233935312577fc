"""How long the fuzzing goes on: a few examples in every run, ten thousand with DIEMCAU_FUZZ=thorough."""

import os
import time
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("DIEMCAU_FUZZ") == "thorough"
LONGEST = 2.0  # seconds for any answer
Answer = TypeVar("Answer")


def in_time(ask: Callable[[], Answer]) -> Answer:
    """What is slow is asked once more: a machine that stood still is no fault of the product."""
    for _ in range(2):
        begun = time.monotonic()
        answer = ask()
        if time.monotonic() - begun < LONGEST:
            return answer
    raise AssertionError(f"twice longer than {LONGEST} s")


def fuzzed(few: int, many: int = 10_000) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return settings(
        max_examples=many if THOROUGH else few,
        deadline=None,
        database=None,
        derandomize=not THOROUGH,
        suppress_health_check=list(HealthCheck),
    )
