"""Who works on a thing now: taken, renewed and given back by compare-and-set."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from diemcau.records.models import Lease
from diemcau.records.processes import is_dead
from diemcau.records.store import translated

LEASE = timedelta(seconds=10)


def take(name: str, *, holder: str, now: datetime, lasts: timedelta = LEASE) -> bool:
    """Mine from now on: it was free, run out, or mine before (then it is renewed)."""
    free = Q(holder=holder) | Q(until__lte=now)
    with translated():
        if Lease.objects.filter(free, name=name).update(holder=holder, until=now + lasts):
            return True
        try:
            with transaction.atomic():
                Lease.objects.create(name=name, holder=holder, until=now + lasts)
        except IntegrityError:
            return False
    return True


def take_over(name: str, *, holder: str, now: datetime, lasts: timedelta = LEASE) -> bool:
    """From a process of this machine that is dead: nobody need wait until its lease has run out."""
    with translated():
        had = Lease.objects.filter(name=name).values_list("holder", flat=True).first()
        if had is None or not is_dead(had):
            return False
        return bool(Lease.objects.filter(name=name, holder=had).update(holder=holder, until=now + lasts))


def obtain(name: str, *, holder: str, now: datetime) -> bool:
    """It was free, run out, mine before, or a dead process of this machine had it."""
    return take(name, holder=holder, now=now) or take_over(name, holder=holder, now=now)


def renew(name: str, *, holder: str, now: datetime, lasts: timedelta = LEASE) -> bool:
    """False: somebody else has taken it over."""
    with translated():
        return bool(Lease.objects.filter(name=name, holder=holder).update(until=now + lasts))


def release(name: str, *, holder: str, now: datetime) -> None:
    """Free from now on; the row stays, so that a later look shows who had it last."""
    with translated():
        Lease.objects.filter(name=name, holder=holder).update(until=now)
