"""The running order: each saving is a new version, what changed is marked, live sessions are told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from django.db import IntegrityError, transaction

from diemcau.conference.actors import Actor
from diemcau.conference.commands import ChangeScript, Order, Refused
from diemcau.conference.script import Item, Script
from diemcau.records.actions.log import write_line
from diemcau.records.actions.search import index_conference
from diemcau.records.actions.session import act
from diemcau.records.models import Account, Conference, MediaFile, ScriptVersion, Session
from diemcau.records.queries.seats import latest_script

ENDED = "ended"


def save_script(
    *, conference: Conference, items: Sequence[Item], base: int, note: str, actor: Account, now: datetime
) -> ScriptVersion | None:
    """The next version after `base`. None: somebody else saved one meanwhile, nothing was written."""
    before = latest_script(conference)
    if before.version != base:
        return None
    changed = changed_items(before.items, items)
    try:
        with transaction.atomic():
            Conference.objects.select_for_update().get(pk=conference.pk)  # a file that is being removed waits
            if not _files_are_there(conference, items):
                return None
            version = ScriptVersion.objects.create(
                conference=conference,
                number=base + 1,
                items=msgspec.to_builtins(tuple(items)),
                changed=list(changed),
                note=note,
                made_by=actor,
                made_at=now,
            )
            words = f"v{version.number}" + (f": {note}" if note else "")
            write_line("script.saved", conference, actor=actor, now=now, words=words)
            index_conference(conference)
    except IntegrityError:  # the same number by somebody else in the same moment
        return None
    return version


def _files_are_there(conference: Conference, items: Sequence[Item]) -> bool:
    wanted = {UUID(item.cue.file) for item in items if item.cue and item.cue.file}
    return MediaFile.objects.filter(conference=conference, pk__in=wanted, removed_at=None).count() == len(
        wanted
    )


def changed_items(before: Sequence[Item], after: Sequence[Item]) -> tuple[str, ...]:
    """New, altered and moved items. Moved: it now follows another item than before."""
    old = {item.id: item for item in before}
    kept = [item.id for item in after if item.id in old]
    old_order = [item.id for item in before if item.id in set(kept)]
    moved = _moved(old_order, kept)
    return tuple(item.id for item in after if old.get(item.id) != item or item.id in moved)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest items that had to move: those outside the longest run that kept its order."""
    place = {id: at for at, id in enumerate(before)}
    longest: list[list[str]] = []
    for id in after:
        runs = [run for run in longest if place[run[-1]] < place[id]]
        best: list[str] = max(runs, key=len, default=[])
        longest.append([*best, id])
    kept: list[str] = max(longest, key=len, default=[])
    return set(after) - set(kept)


def announce_script(*, conference: Conference, by: Actor, now: datetime) -> list[Refused]:
    """Every session that has not ended gets the new running order. Returns the refusals."""
    script = latest_script(conference)
    sessions = Session.objects.filter(conference=conference).exclude(phase=ENDED)
    answers = [act(session.pk, _order(script, by), now) for session in sessions]
    return [answer for answer in answers if isinstance(answer, Refused)]


def _order(script: Script, by: Actor) -> Order:
    return Order(ChangeScript(script), by, str(uuid4()))
