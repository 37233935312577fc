"""Faults: the list, one fault with its two clocks and call cards, its acts, what they add up to."""

from collections.abc import Mapping
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
from diemcau.records.actions.fault import add_step, close_fault, open_fault, report_fault
from diemcau.records.models import Fault
from diemcau.records.queries.conference import history_of
from diemcau.records.queries.fault import (
    access_fault,
    call_cards,
    clocks,
    find_faults,
    running_session,
    sites_to_report,
    sums,
    visible_faults,
)
from diemcau.regulation.powers import Power
from diemcau.web.forms.fault import CloseForm, FaultFilterForm, FaultForm, ReportForm, StepForm
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.words import refusal

PER_PAGE = 30
READ, HANDLE = Power.READ_FAULTS, Power.HANDLE_FAULTS


@require_safe
@office(READ)
def listing(request: OfficeRequest) -> HttpResponse:
    asked = FaultFilterForm(request.GET)
    cleaned = asked.cleaned_data if asked.is_valid() else {}
    chosen = {name: value for name, value in cleaned.items() if value}
    found = find_faults(visible_faults(request.held, READ), **chosen)
    now = timezone.now()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, clocks(one, now)) for one in page]
    shown = {"page": page, "rows": rows, "asked": asked, "filtered": bool(chosen)}
    return render(request, "fault/list.html", shown | {"may_handle": HANDLE in request.powers})


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
    }
    return render(request, "fault/entry.html", shown | more, status=status)


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
    since = asked.cleaned_data.get("since") if asked.is_valid() else None
    faults = visible_faults(request.held, READ)
    faults = faults.filter(happened_at__date__gte=since) if since else faults
    kinds = dict(Fault.Kind.choices)
    shown = {
        "asked": asked,
        "by_kind": [(kinds.get(one.name, one.name), one) for one in sums(faults, "kind")],
        "by_site": [(one.name, one) for one in sums(faults, "site__name")],
    }
    return render(request, "fault/statistics.html", shown)
