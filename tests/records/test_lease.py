"""One holder at a time; another takes over when the lease has run out."""

from datetime import timedelta

import pytest

from diemcau.records.actions import lease
from tests.records.builders import NOW

pytestmark = pytest.mark.django_db

BEFORE_ITS_END = NOW + lease.LEASE - timedelta(milliseconds=1)
AT_ITS_END = NOW + lease.LEASE


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
