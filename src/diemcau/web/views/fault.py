"""Faults: the list, one fault with its two clocks and call cards, its acts, what they add up to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from diemcau.conference.commands import Refused
from diemcau.conference.faults import Receiver
from diemcau.conference.logbook import measured
from diemcau.records.actions.fault import add_step, close_fault, open_fault, report_fault
from diemcau.records.models import Fault
from diemcau.records.queries.conference import history_of
from diemcau.records.queries.fault import (
    Sum,
    access_fault,
    by_provider,
    call_cards,
    clocks,
    find_faults,
    running_session,
    sites_to_report,
    sums,
    told,
    visible_faults,
)
from diemcau.records.queries.quality import line_since
from diemcau.regulation.powers import Power
from diemcau.web.forms.fault import CloseForm, FaultFilterForm, FaultForm, ReportForm, StepForm
from diemcau.web.sheets import Column, Table, workbook
from diemcau.web.templatetags.office import clock
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.words import refusal

PER_PAGE = 30
READ, HANDLE = Power.READ_FAULTS, Power.HANDLE_FAULTS


@require_safe
@office(READ)
def listing(request: OfficeRequest) -> HttpResponse:
    asked = FaultFilterForm(request.GET)
    chosen = _chosen(asked)
    found = find_faults(visible_faults(request.held, READ), **chosen)
    now = timezone.now()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, clocks(one, now)) for one in page]
    shown = {"page": page, "rows": rows, "asked": asked, "filtered": bool(chosen)}
    return render(request, "fault/list.html", shown | {"may_handle": HANDLE in request.powers})


def _chosen(asked: FaultFilterForm) -> dict[str, Any]:
    cleaned = asked.cleaned_data if asked.is_valid() else {}
    return {name: value for name, value in cleaned.items() if value}


@require_safe
@office(READ)
def export(request: OfficeRequest) -> HttpResponse:
    """The list as it is filtered now."""
    found = find_faults(visible_faults(request.held, READ), **_chosen(FaultFilterForm(request.GET)))
    columns = (
        Column(_("Xảy ra lúc"), 18),
        Column(_("Điểm cầu"), 34),
        Column(_("Loại sự cố"), 20),
        Column(_("Mức độ"), 16),
        Column(_("Biểu hiện"), 50),
        Column(_("Báo chủ trì tại điểm cầu"), 18),
        Column(_("Báo trung tâm"), 18),
        Column(_("Khôi phục lúc"), 18),
        Column(_("Kết thúc lúc"), 18),
        Column(_("Nguyên nhân"), 40),
        Column(_("Cách xử lý"), 50),
        Column(_("Hội nghị"), 44),
    )
    return workbook("su-co", [Table(_("Sự cố"), columns, [_row(one) for one in found])])


def _row(fault: Fault) -> tuple[str, ...]:
    reports = told(fault)
    return (
        _at(fault.happened_at),
        fault.site.name,
        fault.get_kind_display(),
        fault.get_severity_display(),
        fault.words,
        _at(reports.get(Receiver.LOCAL_CHAIR)),
        _at(reports.get(Receiver.CENTRE)),
        _at(fault.restored_at),
        _at(fault.closed_at),
        fault.cause,
        fault.repair,
        fault.session.conference.title if fault.session else "",
    )


def _at(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%H:%M:%S %d/%m/%Y}" if moment else ""


@require_http_methods(["GET", "HEAD", "POST"])
@office(HANDLE)
def create(request: OfficeRequest) -> HttpResponse:
    sites = sites_to_report(request.held, timezone.localdate())
    form = FaultForm(request.POST or None, sites=sites, initial=_suggested(sites))
    if request.method != "POST" or not form.is_valid():
        return render(request, "fault/form.html", {"form": form}, status=422 if form.errors else 200)
    site = form.cleaned_data["site"]
    answer = open_fault(
        **form.cleaned_data, session=running_session(site), actor=request.user, now=timezone.now()
    )
    if isinstance(answer, Refused):
        form.add_error("happened_at", refusal(answer))
        return render(request, "fault/form.html", {"form": form}, status=422)
    messages.success(request, _("Đã ghi sự cố. Tiếp theo: báo chủ trì tại điểm cầu và báo trung tâm."))
    return redirect("fault", key=answer.pk)


def _suggested(sites: Any) -> dict[str, Any]:
    now = timezone.localtime().replace(second=0, microsecond=0)
    first = list(sites[:2])
    own = len(first) == 1
    return {
        "happened_at": now,
        "site": first[0] if own else None,
        "source": (Fault.Source.SITE if own else Fault.Source.PHONE).value,
    }


@require_safe
@office(READ)
def entry(request: OfficeRequest, key: int) -> HttpResponse:
    return _show(request, _fault_or_404(request, key, READ))


def _fault_or_404(request: OfficeRequest, key: int, power: Power) -> Fault:
    fault = access_fault(request.held, key, power)
    if fault is None:
        raise Http404
    return fault


def _show(
    request: OfficeRequest,
    fault: Fault,
    *,
    forms: Mapping[str, Form] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    now = timezone.now()
    handles = HANDLE in request.powers and access_fault(request.held, fault.pk, HANDLE) is not None
    shown = {
        "fault": fault,
        "clocks": clocks(fault, now),
        "cards": call_cards(fault, timezone.localdate()) if fault.closed_at is None else [],
        "handles": handles,
        "forms": _blank(fault) | dict(forms or {}),
        "history": history_of("fault", fault.pk),
        "afterwards": _afterwards(fault),
    }
    return render(request, "fault/entry.html", shown | more, status=status)


def _afterwards(fault: Fault) -> list[str]:
    """How the line was measured once it was whole again; empty: outside a session, or not yet."""
    since = fault.restored_at or fault.closed_at
    if fault.session_id is None or since is None:
        return []
    return list(measured(line_since(fault.session_id, fault.site.code, since)))


def _blank(fault: Fault) -> dict[str, Form]:
    now = timezone.localtime().replace(second=0, microsecond=0)
    return {
        "report": ReportForm(initial={"told_at": now}, auto_id="id_report_%s"),
        "step": StepForm(auto_id="id_step_%s"),
        "close": CloseForm(
            initial={"version": fault.version, "severity": fault.severity}, auto_id="id_close_%s"
        ),
    }


@require_POST
@office(HANDLE)
def report(request: OfficeRequest, key: int) -> HttpResponse:
    fault = _fault_or_404(request, key, HANDLE)
    form = ReportForm(request.POST, auto_id="id_report_%s")
    if not form.is_valid():
        return _show(request, fault, forms={"report": form}, status=422)
    answer = report_fault(fault=fault, **form.cleaned_data, actor=request.user, now=timezone.now())
    if isinstance(answer, Refused):
        form.add_error("told_at", refusal(answer))
        return _show(request, fault, forms={"report": form}, status=409)
    messages.success(request, _("Đã ghi lần báo."))
    return redirect("fault", key=key)


@require_POST
@office(HANDLE)
def step(request: OfficeRequest, key: int) -> HttpResponse:
    fault = _fault_or_404(request, key, HANDLE)
    form = StepForm(request.POST, auto_id="id_step_%s")
    if not form.is_valid():
        return _show(request, fault, forms={"step": form}, status=422)
    answer = add_step(fault=fault, words=form.cleaned_data["words"], actor=request.user, now=timezone.now())
    if isinstance(answer, Refused):
        return _show(request, fault, forms={"step": form}, status=409, refused=refusal(answer))
    return redirect("fault", key=key)


@require_POST
@office(HANDLE)
def close(request: OfficeRequest, key: int) -> HttpResponse:
    fault = _fault_or_404(request, key, HANDLE)
    form = CloseForm(request.POST, auto_id="id_close_%s")
    if not form.is_valid():
        return _show(request, fault, forms={"close": form}, status=422)
    refused = close_fault(fault=fault, **form.cleaned_data, actor=request.user, now=timezone.now())
    if refused:
        return _show(request, fault, forms={"close": form}, status=409, refused=refusal(refused))
    messages.success(request, _("Sự cố đã kết thúc."))
    return redirect("fault", key=key)


@require_safe
@office(READ)
def statistics(request: OfficeRequest) -> HttpResponse:
    asked = FaultFilterForm(request.GET)
    return render(request, "fault/statistics.html", {"asked": asked, "parts": _parts(request, asked)})


@require_safe
@office(READ)
def export_statistics(request: OfficeRequest) -> HttpResponse:
    parts = _parts(request, FaultFilterForm(request.GET))
    return workbook("thong-ke-su-co", [_table(title, rows) for title, rows in parts])


Part = tuple[str, list[tuple[str, Sum]]]


def _parts(request: OfficeRequest, asked: FaultFilterForm) -> list[Part]:
    """What it is counted by, and the counts."""
    since = asked.cleaned_data.get("since") if asked.is_valid() else None
    faults = visible_faults(request.held, READ)
    faults = faults.filter(happened_at__date__gte=since) if since else faults
    kinds, unknown = dict(Fault.Kind.choices), _("Chưa có trong danh bạ")
    return [
        (_("Loại sự cố"), [(str(kinds.get(one.name, one.name)), one) for one in sums(faults, "kind")]),
        (_("Điểm cầu"), [(one.name, one) for one in sums(faults, "site__name")]),
        (_("Đơn vị cung cấp"), [(one.name or unknown, one) for one in by_provider(faults)]),
    ]


def _table(title: str, rows: list[tuple[str, Sum]]) -> Table:
    columns = (
        Column(title, 44),
        Column(_("Số sự cố"), 12),
        Column(_("Đang xử lý"), 12),
        Column(_("Trung bình đến khi khôi phục"), 30),
    )
    means = [clock(one.mean.total_seconds()) if one.mean else "" for _name, one in rows]
    counts = [(name, one.count, one.open, mean) for (name, one), mean in zip(rows, means, strict=True)]
    return Table(title, columns, counts)
