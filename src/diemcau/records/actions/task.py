"""Conclusions and tasks: written while the minutes are a draft; afterwards only a task's state moves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from diemcau.conference.approval import TaskState, task_moved
from diemcau.conference.commands import Refused
from diemcau.records.actions.log import differences, write_line
from diemcau.records.actions.minutes import OVERTAKEN
from diemcau.records.models import Account, Minutes, Task


def _(words: str) -> str:
    return words


GIVEN = Refused(
    "task.given", _("Nhiệm vụ đã giao thì không xóa được; xin chuyển sang “Thôi thực hiện” và ghi lý do.")
)


def add_task(
    *, minutes: Minutes, kind: Task.Kind, values: Mapping[str, Any], actor: Account, now: datetime
) -> Task | Refused:
    with transaction.atomic():
        if not _touched(minutes):
            return OVERTAKEN
        last = minutes.tasks.aggregate(last=Max("place"))["last"] or 0
        task = Task.objects.create(minutes=minutes, kind=kind, place=last + 1, **_fitting(kind, values))
        write_line("task.added", minutes, actor=actor, now=now, words=task.words)
    return task


def change_task(
    *, task: Task, kind: Task.Kind, values: Mapping[str, Any], version: int, actor: Account, now: datetime
) -> Refused | None:
    fitting = _fitting(kind, values) | {"kind": kind}
    changes = differences(task, fitting)
    with transaction.atomic():
        if not _touched(task.minutes) or not _advance(task, version, **fitting):
            return OVERTAKEN
        write_line("task.changed", task.minutes, actor=actor, now=now, changes=changes, words=task.words)
    return None


def remove_task(*, task: Task, version: int, actor: Account, now: datetime) -> Refused | None:
    """What was given to somebody stays; it may be called off, with a reason."""
    if task.given_at is not None:
        return GIVEN
    with transaction.atomic():
        if not _touched(task.minutes) or not Task.objects.filter(pk=task.pk, version=version).delete()[0]:
            return OVERTAKEN
        write_line("task.removed", task.minutes, actor=actor, now=now, words=task.words)
    return None


def move_task(
    *, task: Task, to: TaskState, note: str, version: int, actor: Account, now: datetime
) -> Refused | None:
    """Says how far a task is."""
    answer = task_moved(TaskState(task.state), to, note)
    if isinstance(answer, Refused):
        return answer
    values = {"state": answer.value, "note": note.strip()}
    changes = differences(task, values)
    with transaction.atomic():
        if not _advance(task, version, **values):
            return OVERTAKEN
        write_line("task.moved", task, actor=actor, now=now, changes=changes, words=task.words)
    return None


def _fitting(kind: Task.Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """A conclusion is for all: nobody has it by a day."""
    nobody: dict[str, Any] = {"unit": None, "person": None, "due": None, "remind_on": None}
    return {**values, **nobody} if kind is Task.Kind.CONCLUSION else dict(values)


def _touched(minutes: Minutes) -> bool:
    """Whoever submits has seen what stands now."""
    rows = Minutes.objects.filter(pk=minutes.pk, state=Minutes.State.DRAFT)
    return bool(rows.update(version=F("version") + 1))


def _advance(task: Task, version: int, **values: Any) -> bool:
    return bool(Task.objects.filter(pk=task.pk, version=version).update(**values, version=F("version") + 1))
