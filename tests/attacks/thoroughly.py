"""How long the fuzzing goes on: a few examples in every run, ten thousand with DIEMCAU_FUZZ=thorough."""

import os
import time
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("DIEMCAU_FUZZ") == "thorough"
LONGEST = 2.0  # seconds of work for any answer
STANDSTILL = 60.0  # seconds of the clock: nothing hangs, however busy the machine is
Answer = TypeVar("Answer")


def in_time(ask: Callable[[], Answer]) -> Answer:
    """The work of this process is measured, which on a busy machine is not the clock's time. What was slow is
    asked once more: another thread may have worked beside it."""
    for _ in range(2):
        worked, begun = time.process_time(), time.monotonic()
        answer = ask()
        assert time.monotonic() - begun < STANDSTILL
        if time.process_time() - worked < LONGEST:
            return answer
    raise AssertionError(f"twice more than {LONGEST} s of work")


def fuzzed(few: int, many: int = 10_000) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return settings(
        max_examples=many if THOROUGH else few,
        deadline=None,
        database=None,
        derandomize=not THOROUGH,
        suppress_health_check=list(HealthCheck),
    )
