"""The directory's writes: add, correct, close. Nothing is deleted: a period is given its last day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from diemcau.records.actions.log import differences, write_line
from diemcau.records.models import Account
from diemcau.records.models.base import Dated


def add_entry(entry: Model, *, actor: Account, now: datetime, to: Model | None = None) -> None:
    """`to`: the entry whose history the line stands in (a phone's owner), when it is not the entry itself."""
    with transaction.atomic():
        entry.save(force_insert=True)
        write_line(f"{_kind(entry)}.added", to or entry, actor=actor, now=now, words=str(entry))


def correct_entry(
    entry: Model, values: Mapping[str, Any], *, seen: Mapping[str, Any], actor: Account, now: datetime
) -> bool:
    """Compare-and-set on what the editor saw. False: somebody else changed it meanwhile."""
    changes = differences(entry, values)
    if not changes:
        return True
    with transaction.atomic():
        rows = type(entry)._default_manager.filter(pk=entry.pk, **seen)
        if not rows.update(**values):
            return False
        write_line(f"{_kind(entry)}.corrected", entry, actor=actor, now=now, changes=changes)
    return True


def close_entry(
    entry: Dated, last_day: date, *, actor: Account, now: datetime, to: Model | None = None
) -> bool:
    """False: it had been closed before."""
    with transaction.atomic():
        done = type(entry)._default_manager.filter(pk=entry.pk, valid_to=None).update(valid_to=last_day)
        if done:
            changes = {"valid_to": ["", last_day.strftime("%d/%m/%Y")]}
            name = f"{_kind(entry)}.closed"
            write_line(name, to or entry, actor=actor, now=now, changes=changes, words=str(entry))
    return bool(done)


def _kind(entry: Model) -> str:
    return str(entry._meta.model_name)
