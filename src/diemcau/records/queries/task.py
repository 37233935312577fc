"""Tasks: whose they are, which are late, which are to be called to mind."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from diemcau.records.models import Account, Assignment, Minutes, Task
from diemcau.records.queries.minutes import desk_powers
from diemcau.regulation.powers import Power

REMIND_BEFORE = timedelta(days=2)
"""Where no day of the reminder is stated (our own rule, 2026)."""
UNFINISHED = (Task.State.OPEN, Task.State.DOING)


def tasks_for(account: Account, held: Sequence[Assignment]) -> QuerySet[Task]:
    """Of minutes that were issued (and may be under correction now): those of one's units and one's own, and
    all of the conferences whose minutes one writes, approves or issues."""
    given = Task.objects.filter(kind=Task.Kind.TASK, given_at__isnull=False)
    rows = given.filter(own(account, held) | Q(minutes__in=_worked_on(account, held)))
    units = (f"minutes__conference__{one}" for one in ("convener", "host_unit", "chair_site__unit"))
    return rows.select_related("unit", "person", *units).order_by(F("due").asc(nulls_last=True), "pk")


def own(account: Account, held: Sequence[Assignment]) -> Q:
    codes = {unit.code for one in held for unit in (one.unit, one.site and one.site.unit) if unit}
    mine = Q(unit__code__in=codes)
    return mine | Q(person=account.person_id) if account.person_id else mine


def _worked_on(account: Account, held: Sequence[Assignment]) -> list[int]:
    rows = Minutes.objects.filter(tasks__given_at__isnull=False).select_related(
        "conference__convener", "conference__host_unit", "conference__chair_site__unit"
    )
    return [row.pk for row in rows.distinct() if desk_powers(account, held, row.conference)]


def access_task(account: Account, held: Sequence[Assignment], key: int) -> Task | None:
    return tasks_for(account, held).filter(pk=key).first()


def may_move(account: Account, held: Sequence[Assignment], task: Task) -> bool:
    return task.pk in movable(account, held, [task])


def movable(account: Account, held: Sequence[Assignment], tasks: Sequence[Task]) -> set[int]:
    """Of tasks as `tasks_for` fetches them: for whoever has the task, and the office that watches over it."""
    mine = Task.objects.filter(own(account, held), pk__in=[task.pk for task in tasks])
    others = [task for task in tasks if _watches_over(account, held, task)]
    return {*mine.values_list("pk", flat=True), *(task.pk for task in others)}


def _watches_over(account: Account, held: Sequence[Assignment], task: Task) -> bool:
    return Power.ISSUE_DOCUMENTS in desk_powers(account, held, task.minutes.conference)


def late(tasks: QuerySet[Task], day: date) -> QuerySet[Task]:
    return tasks.filter(state__in=UNFINISHED, due__lt=day)


def to_remind(account: Account, held: Sequence[Assignment], day: date) -> QuerySet[Task]:
    """One's own, from the day of the reminder on until they are done."""
    reached = Q(remind_on__lte=day) | Q(remind_on=None, due__lte=day + REMIND_BEFORE)
    return tasks_for(account, held).filter(own(account, held), reached, state__in=UNFINISHED)
