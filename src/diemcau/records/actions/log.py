"""One line for every write, in the transaction of the write."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Model
from django.utils import timezone, translation

from diemcau.records.models import Account, LogLine
from diemcau.records.queries.account import name_of

Changes = Mapping[str, Sequence[str]]


def subject_of(thing: Model) -> str:
    """ "conference:12": stable, whatever the thing is called later."""
    return f"{thing._meta.model_name}:{thing.pk}"


def write_line(
    action: str,
    subject: Model,
    *,
    actor: Account | None,
    now: datetime,
    changes: Changes | None = None,
    words: str = "",
) -> LogLine:
    return LogLine.objects.create(
        at=now,
        by=actor,
        by_name=name_of(actor) if actor else "",
        action=action,
        subject=subject_of(subject),
        changes={field: list(pair) for field, pair in (changes or {}).items()},
        words=words[:500],
    )


def differences(thing: Model, values: Mapping[str, object]) -> dict[str, list[str]]:
    """Field -> [before, after] of what `values` would change, as people read it; always in Vietnamese."""
    pairs = {name: (getattr(thing, name), after) for name, after in values.items()}
    with translation.override("vi"):
        return {
            name: [_shown(thing, name, a), _shown(thing, name, b)] for name, (a, b) in pairs.items() if a != b
        }


def _shown(thing: Model, name: str, value: object) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%H:%M %d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    choices = dict(getattr(thing._meta.get_field(name), "flatchoices", ()))
    return "" if value is None else str(choices.get(value, value))
