"""One holder at a time; another takes over when the lease has run out."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from diemcau.records.actions import lease
from diemcau.records.processes import own_name
from tests.records.builders import NOW

pytestmark = pytest.mark.django_db

BEFORE_ITS_END = NOW + lease.LEASE - timedelta(milliseconds=1)
AT_ITS_END = NOW + lease.LEASE
OWN = "this process"


def taken(holder: str, now=NOW) -> bool:  # type: ignore[no-untyped-def]
    return lease.take("s", holder=holder, now=now)


def test_one_holder_at_a_time() -> None:
    assert [taken("a"), taken("b"), taken("a")] == [True, False, True]


def test_another_takes_over_when_it_has_run_out() -> None:
    assert taken("a")
    assert not taken("b", BEFORE_ITS_END)
    assert taken("b", AT_ITS_END)
    assert not taken("a", AT_ITS_END)


def test_renewed_in_time_it_stays() -> None:
    assert taken("a")
    assert lease.renew("s", holder="a", now=BEFORE_ITS_END)
    assert not taken("b", AT_ITS_END)


def test_what_was_taken_over_cannot_be_renewed() -> None:
    assert taken("a")
    assert taken("b", AT_ITS_END)
    assert not lease.renew("s", holder="a", now=AT_ITS_END)


def test_given_back_it_is_free_at_once() -> None:
    assert taken("a")
    lease.release("s", holder="b", now=NOW)
    assert not taken("b")
    lease.release("s", holder="a", now=NOW)
    assert taken("b")


def test_from_a_dead_process_of_this_machine_it_is_taken_over_at_once() -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    name = own_name().replace(f"-{os.getpid()}-", f"-{dead.pid}-")
    assert taken(name)
    assert not taken("b")
    assert lease.take_over("s", holder="b", now=NOW)
    assert not taken(name)


@pytest.mark.parametrize("alive", [OWN, "other-machine-1-4194304-abc", "a", "", "x-y-z"])
def test_who_may_be_alive_keeps_it(alive: str) -> None:
    alive = own_name() if alive == OWN else alive
    assert taken(alive)
    assert not lease.take_over("s", holder="b", now=NOW)


def test_nothing_is_taken_over_that_nobody_had() -> None:
    assert not lease.take_over("s", holder="b", now=NOW)
