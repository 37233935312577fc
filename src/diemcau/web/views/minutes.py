"""The minutes' pages: the secretary writes, the chair reads and approves, the office issues."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from diemcau.conference.approval import Step
from diemcau.conference.commands import Refused
from diemcau.documents.content import Kind
from diemcau.records.actions.minutes import (
    begin_minutes,
    restore_version,
    save_minutes,
    step_minutes,
)
from diemcau.records.models import Minutes, MinutesVersion, Task
from diemcau.records.papers.document import said_beside
from diemcau.records.papers.minutes import SECTIONS
from diemcau.records.queries.account import name_of
from diemcau.records.queries.document import issued_of, standing
from diemcau.records.queries.minutes import (
    Desk,
    access_minutes,
    facts,
    latest,
    tasks_of,
    text_of,
)
from diemcau.regulation.powers import Power
from diemcau.web.forms.minutes import LABELS, ROWS, StepForm, TextForm, lacking, rows_of
from diemcau.web.forms.task import TaskForm
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.words import refusal

WRITE, APPROVE, ISSUE = Power.WRITE_MINUTES, Power.APPROVE_MINUTES, Power.ISSUE_DOCUMENTS
NEEDS = {
    Step.SUBMIT: (WRITE,),
    Step.RETURN: (APPROVE, ISSUE),
    Step.APPROVE: (APPROVE,),
    Step.CORRECT: (ISSUE,),
}
DONE = {
    Step.SUBMIT: gettext_lazy("Đã trình chủ tọa duyệt biên bản."),
    Step.RETURN: gettext_lazy("Đã trả lại biên bản cho thư ký."),
    Step.APPROVE: gettext_lazy("Đã duyệt biên bản."),
    Step.CORRECT: gettext_lazy("Đã mở lại biên bản để đính chính; văn bản đã ban hành vẫn giữ nguyên."),
}


Broken = tuple[Task | None, TaskForm | None]


def desk_or_404(request: OfficeRequest, key: int, *needed: Power) -> Desk:
    desk = access_minutes(request.user, request.held, key, *needed)
    if desk is None:
        raise Http404
    return desk


def begun_or_404(desk: Desk) -> Minutes:
    if desk.minutes is None:
        raise Http404
    return desk.minutes


@require_safe
@office(WRITE, APPROVE, ISSUE)
def page(request: OfficeRequest, key: int) -> HttpResponse:
    desk = desk_or_404(request, key)
    return show_editor(request, desk) if desk.editable else _read(request, desk)


@require_POST
@office(WRITE)
def begin(request: OfficeRequest, key: int) -> HttpResponse:
    desk = desk_or_404(request, key, WRITE)
    begin_minutes(conference=desk.conference, actor=request.user, now=timezone.now())
    messages.success(request, _("Đã lập biên bản từ ghi nhận của hệ thống. Xin xem lại và bổ sung."))
    return redirect("minutes", key=key)


def show_editor(
    request: OfficeRequest,
    desk: Desk,
    *,
    typed: TextForm | None = None,
    overtaken: MinutesVersion | None = None,
    task: TaskForm | None = None,
    broken: Broken = (None, None),
    status: int = 200,
) -> HttpResponse:
    """`typed`: what was refused; it stays in the page. `overtaken`: the version that somebody else saved."""
    minutes = begun_or_404(desk)
    version = latest(minutes)
    shown = {
        "desk": desk,
        "conference": desk.conference,
        "minutes": minutes,
        "version": version,
        "sections": _sections(desk, version, typed, overtaken),
        "overtaken": overtaken,
        "versions": minutes.versions.select_related("made_by__person")[:30],
        **tasks_shown(minutes, task, broken=broken),
    }
    return render(request, "minutes/editor.html", shown, status=status)


def tasks_shown(
    minutes: Minutes, task: TaskForm | None = None, *, broken: Broken = (None, None)
) -> dict[str, Any]:
    """`task`: the form of a new one that was refused; `broken`: a row and its form that was."""
    row, form = broken
    written = text_of(latest(minutes))["conclusions"]
    tasks = [
        {
            "task": one,
            "form": form if form and one == row else TaskForm(instance=one),
            "beside": bool(written) and said_beside(one, written),
        }
        for one in tasks_of(minutes)
    ]
    return {"minutes": minutes, "tasks": tasks, "new_task": task or TaskForm()}


def _sections(
    desk: Desk, version: MinutesVersion, typed: TextForm | None, overtaken: MinutesVersion | None
) -> list[dict[str, Any]]:
    stated, kept = facts(desk.conference, begun_or_404(desk).made_by), text_of(version)
    errors = typed.errors if typed else {}
    sent = typed.data if typed else kept
    return [
        {
            "name": name,
            "label": LABELS[name],
            "long": name in ROWS,
            "rows": rows_of(name, sent.get(name, kept[name])),
            "text": sent.get(name, kept[name]),
            "facts": stated[name],
            "others": kept[name] if overtaken and sent.get(name, kept[name]) != kept[name] else None,
            "errors": errors.get(name, ()),
        }
        for name in SECTIONS
    ]


@require_POST
@office(WRITE)
def save(request: OfficeRequest, key: int) -> HttpResponse:
    """By the page's script every few seconds, or by its button; `facts` names a section to be taken anew."""
    desk = desk_or_404(request, key, WRITE)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _unclean(request, desk, form)
    sections = form.sections()
    anew = request.POST.get("facts", "")
    if anew in SECTIONS:
        sections[anew] = facts(desk.conference, begun_or_404(desk).made_by)[anew]
    saved = save_minutes(
        minutes=begun_or_404(desk),
        sections=sections,
        base=form.cleaned_data["base"],
        deliberate="deliberate" in request.POST,
        actor=request.user,
        now=timezone.now(),
    )
    return _answered(request, desk, form, saved)


def _by_script(request: OfficeRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _unclean(request: OfficeRequest, desk: Desk, form: TextForm) -> HttpResponse:
    if _by_script(request):
        errors = {name: " ".join(map(str, said)) for name, said in form.errors.items()}
        return JsonResponse({"errors": errors}, status=422)
    return show_editor(request, desk, typed=form, status=422)


def _answered(
    request: OfficeRequest, desk: Desk, form: TextForm, saved: MinutesVersion | Refused | None
) -> HttpResponse:
    minutes = begun_or_404(desk)
    if isinstance(saved, Refused):
        if _by_script(request):
            return JsonResponse({"refused": refusal(saved)}, status=409)
        messages.error(request, refusal(saved))
        return _read(request, desk_or_404(request, desk.conference.pk), status=409, kept=form)
    newest = saved or latest(minutes)
    if _by_script(request):
        return JsonResponse(_told(newest), status=200 if saved else 409)
    if saved is None:
        return show_editor(request, desk, typed=form, overtaken=newest, status=409)
    messages.success(request, _("Đã lưu biên bản, phiên bản %(number)d.") % {"number": saved.number})
    return redirect("minutes", key=desk.conference.pk)


def _told(version: MinutesVersion) -> dict[str, Any]:
    """For the page's script. `version` is that of the minutes, which a step has to name."""
    minutes = Minutes.objects.get(pk=version.minutes_id)
    return {
        "number": version.number,
        "version": minutes.version,
        "at": timezone.localtime(version.made_at).strftime("%H:%M:%S"),
        "by": name_of(version.made_by) if version.made_by else "",
        "sections": text_of(version),
    }


# --- versions
@require_safe
@office(WRITE, APPROVE, ISSUE)
def version(request: OfficeRequest, key: int, number: int) -> HttpResponse:
    desk = desk_or_404(request, key)
    row = begun_or_404(desk).versions.select_related("made_by__person").filter(number=number).first()
    if row is None:
        raise Http404
    return render(
        request,
        "minutes/version.html",
        {
            "desk": desk,
            "conference": desk.conference,
            "minutes": desk.minutes,
            "version": row,
            "sections": _read_sections(row),
            "newest": latest(begun_or_404(desk)).number,
        },
    )


@require_POST
@office(WRITE)
def restore(request: OfficeRequest, key: int, number: int) -> HttpResponse:
    desk = desk_or_404(request, key, WRITE)
    minutes = begun_or_404(desk)
    base = latest(minutes).number
    saved = restore_version(minutes=minutes, number=number, base=base, actor=request.user, now=timezone.now())
    if isinstance(saved, Refused):
        messages.error(request, refusal(saved))
    elif saved is None:
        messages.error(request, _("Chưa lấy lại được: biên bản vừa được người khác lưu. Xin thử lại."))
    else:
        messages.success(request, _("Đã lấy lại phiên bản %(number)d.") % {"number": number})
    return redirect("minutes", key=key)


def _read_sections(version: MinutesVersion) -> list[dict[str, Any]]:
    text = text_of(version)
    return [
        {"label": LABELS[name], "text": text[name], "changed": name in version.changed} for name in SECTIONS
    ]


# --- to the chair and back
def _read(
    request: OfficeRequest, desk: Desk, *, status: int = 200, kept: TextForm | None = None, **more: Any
) -> HttpResponse:
    """`kept`: text that came too late, because the minutes are no draft any more; it is shown, not lost."""
    shown: dict[str, Any] = {"desk": desk, "conference": desk.conference, "minutes": desk.minutes}
    if desk.minutes:
        newest = latest(desk.minutes)
        shown |= {
            "version": newest,
            "sections": _read_sections(newest),
            "tasks": tasks_of(desk.minutes),
            "lacking": lacking(text_of(newest)),
            "notice": standing(desk.conference, Kind.NOTICE),
        }
    shown["kept"] = [(LABELS[name], text) for name, text in kept.sections().items()] if kept else []
    shown["issued"] = issued_of(desk.conference)
    return render(request, "minutes/read.html", shown | more, status=status)


@require_POST
@office(WRITE, APPROVE, ISSUE)
def step(request: OfficeRequest, key: int) -> HttpResponse:
    form = StepForm(request.POST)
    wanted = Step(form["step"].value()) if form.is_valid() else None
    desk = desk_or_404(request, key, *(NEEDS[wanted] if wanted else ()))
    if wanted is None:
        return _read(request, desk, status=422, reason=form)
    refused = step_minutes(
        minutes=begun_or_404(desk),
        step=wanted,
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"],
        actor=request.user,
        now=timezone.now(),
    )
    if refused is not None:
        desk = desk_or_404(request, key)
        return _read(request, desk, status=409, refused=refusal(refused), reason=form)
    messages.success(request, str(DONE[wanted]))
    return redirect("minutes", key=key)
