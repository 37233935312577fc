"""Conclusions and tasks: written beside the minutes; afterwards followed on a page of their own."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from diemcau.conference.approval import TaskState
from diemcau.conference.commands import Refused
from diemcau.records.actions.task import add_task, change_task, move_task, remove_task
from diemcau.records.models import Minutes, Task
from diemcau.records.papers.document import owner
from diemcau.records.queries.conference import histories_of
from diemcau.records.queries.minutes import Desk
from diemcau.records.queries.task import access_task, late, may_move, movable, own, tasks_for
from diemcau.regulation.powers import Power
from diemcau.web.forms.task import MoveForm, TaskForm, next_states
from diemcau.web.sheets import Column, Table, workbook
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.views.minutes import begun_or_404, desk_or_404, show_editor, tasks_shown
from diemcau.web.words import refusal

PER_PAGE = 50


# --- beside the minutes
@require_POST
@office(Power.WRITE_MINUTES)
def add(request: OfficeRequest, key: int) -> HttpResponse:
    desk = desk_or_404(request, key, Power.WRITE_MINUTES)
    form = TaskForm(request.POST)
    if not form.is_valid():
        return _shown(request, desk, form, 422)
    answer = add_task(
        minutes=begun_or_404(desk),
        kind=Task.Kind(form.cleaned_data["kind"]),
        values=form.values(),
        actor=request.user,
        now=timezone.now(),
    )
    return _answered(request, desk, answer if isinstance(answer, Refused) else None)


@require_POST
@office(Power.WRITE_MINUTES)
def change(request: OfficeRequest, key: int, task: int) -> HttpResponse:
    desk = desk_or_404(request, key, Power.WRITE_MINUTES)
    row = _task_or_404(desk, task)
    form = TaskForm(request.POST, instance=row)
    if not form.is_valid():
        return _shown(request, desk, form, 422, row)
    refused = change_task(
        task=row,
        kind=Task.Kind(form.cleaned_data["kind"]),
        values=form.values(),
        version=form.cleaned_data["version"] or 0,
        actor=request.user,
        now=timezone.now(),
    )
    return _answered(request, desk, refused)


@require_POST
@office(Power.WRITE_MINUTES)
def remove(request: OfficeRequest, key: int, task: int) -> HttpResponse:
    desk = desk_or_404(request, key, Power.WRITE_MINUTES)
    row = _task_or_404(desk, task)
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    refused = remove_task(task=row, version=version, actor=request.user, now=timezone.now())
    return _answered(request, desk, refused)


def _task_or_404(desk: Desk, key: int) -> Task:
    row = (
        begun_or_404(desk)
        .tasks.select_related("unit", "person", "minutes__conference")
        .filter(pk=key)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _answered(request: OfficeRequest, desk: Desk, refused: Refused | None) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return _fragment(request, desk, None, 409 if refused else 200, refused)
    if refused:
        messages.error(request, refusal(refused))
    return redirect(f"{reverse('minutes', args=[desk.conference.pk])}#ket-luan")


def _shown(
    request: OfficeRequest, desk: Desk, form: TaskForm, status: int, row: Task | None = None
) -> HttpResponse:
    """What was typed stays, in its own row or under the table."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return _fragment(request, desk, form, status, None, row)
    if not desk.editable:
        raise Http404
    return show_editor(request, desk, task=form if row is None else None, broken=(row, form), status=status)


def _fragment(
    request: OfficeRequest,
    desk: Desk,
    form: TaskForm | None,
    status: int,
    refused: Refused | None,
    row: Task | None = None,
) -> HttpResponse:
    minutes = Minutes.objects.get(conference=desk.conference)
    shown = tasks_shown(minutes, None if row else form, broken=(row, form))
    shown |= {"conference": desk.conference, "task_refused": refusal(refused) if refused else ""}
    return render(request, "minutes/tasks.html", shown, status=status)


# --- followed
@require_safe
@office(Power.READ_CONFERENCE)
def listing(request: OfficeRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "")[:20] for name in ("cua-ai", "tinh-trang")}
    day = timezone.localdate()
    page = Paginator(_found(request, asked, day), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "rows": _rows(request, list(page.object_list), day),
        "day": day,
        "mine": asked["cua-ai"] == "toi",
        "state": asked["tinh-trang"],
        "states": Task.State.choices,
    }
    return render(request, "task/list.html", shown)


def _found(request: OfficeRequest, asked: dict[str, str], day: date) -> QuerySet[Task]:
    tasks = tasks_for(request.user, request.held)
    if asked["cua-ai"] == "toi":
        tasks = tasks.filter(own(request.user, request.held))
    if asked["tinh-trang"] == "qua-han":
        return late(tasks, day)
    return tasks.filter(state=asked["tinh-trang"]) if asked["tinh-trang"] in Task.State.values else tasks


def _rows(request: OfficeRequest, tasks: Sequence[Task], day: date) -> list[dict[str, object]]:
    may = movable(request.user, request.held, tasks)
    histories = histories_of("task", [task.pk for task in tasks])
    return [
        {
            "task": task,
            "late": task.late_on(day),
            "nexts": next_states(task) if task.pk in may else [],
            "history": histories[task.pk],
        }
        for task in tasks
    ]


@require_POST
@office(Power.READ_CONFERENCE)
def move(request: OfficeRequest, key: int) -> HttpResponse:
    task = access_task(request.user, request.held, key)
    if task is None or not may_move(request.user, request.held, task):
        raise Http404
    form = MoveForm(request.POST)
    if not form.is_valid():
        said = " ".join(str(words) for errors in form.errors.values() for words in errors)
        messages.error(request, said)
        return redirect("tasks")
    refused = move_task(
        task=task,
        to=TaskState(form.cleaned_data["to"]),
        note=form.cleaned_data["note"],
        version=form.cleaned_data["version"],
        actor=request.user,
        now=timezone.now(),
    )
    if refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("Đã cập nhật nhiệm vụ."))
    return redirect(f"{reverse('tasks')}#nhiem-vu-{task.pk}")


@require_safe
@office(Power.READ_CONFERENCE)
def export(request: OfficeRequest) -> HttpResponse:
    """The table as it is filtered now."""
    asked = {name: request.GET.get(name, "")[:20] for name in ("cua-ai", "tinh-trang")}
    day = timezone.localdate()
    columns = (
        Column(_("Nội dung"), 60),
        Column(_("Thực hiện"), 34),
        Column(_("Thời hạn"), 12),
        Column(_("Trạng thái"), 14),
        Column(_("Ghi chú"), 34),
        Column(_("Hội nghị"), 44),
    )
    rows = [_cells(task, day) for task in _found(request, asked, day)]
    return workbook("nhiem-vu", [Table(_("Nhiệm vụ"), columns, rows)])


def _cells(task: Task, day: date) -> tuple[str, ...]:
    state = _("Quá hạn") if task.late_on(day) else task.get_state_display()
    due = f"{task.due:%d/%m/%Y}" if task.due else ""
    return (task.words, owner(task), due, state, task.note, task.minutes.conference.title)
