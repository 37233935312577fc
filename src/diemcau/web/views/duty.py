"""Technical duty: the coming sessions, a session's roster, one's own turns on a phone, trainings."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from diemcau.conference.actors import Actor
from diemcau.conference.commands import Refused
from diemcau.records.actions.duty import (
    assign_turn,
    check_in,
    check_out,
    fill_roster,
    record_training,
    swap_turn,
)
from diemcau.records.models import DutyTurn, Session, Site, Unit
from diemcau.records.models.base import on
from diemcau.records.queries.account import actor_of
from diemcau.records.queries.conference import sites_of
from diemcau.records.queries.duty import (
    access_roster,
    access_turn,
    coming_sessions,
    may_manage,
    number_of,
    own_turns,
    roster_of,
    trainings,
)
from diemcau.regulation.powers import Power
from diemcau.web.forms.duty import AssignForm, SwapForm, TrainingForm
from diemcau.web.forms.fields import KEY
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.words import refusal, shortcoming

MANAGE = Power.MANAGE_DUTY


@require_safe
@office(MANAGE)
def listing(request: OfficeRequest) -> HttpResponse:
    now = timezone.now()
    shown = {
        "turns": own_turns(request.user, now),
        "sessions": coming_sessions(request.held, now)[:30],
        "now": now,
    }
    return render(request, "duty/list.html", shown)


def _session_or_404(request: OfficeRequest, session: UUID) -> Session:
    found = access_roster(request.held, session)
    if found is None:
        raise Http404
    return found


@require_safe
@office(MANAGE)
def roster(request: OfficeRequest, session: UUID) -> HttpResponse:
    """`doi`: the turn that is being swapped; its form stands in its row."""
    asked = request.GET.get("doi", "")
    swapping = int(asked) if KEY.fullmatch(asked) else None
    return _show(request, _session_or_404(request, session), swapping=swapping)


def _show(
    request: OfficeRequest,
    session: Session,
    *,
    forms: Mapping[str, Form] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    found = roster_of(session, timezone.now())
    managed = _managed(request, session)
    shown = {
        "session": session,
        "roster": found,
        "lacks": [shortcoming(*one) for one in found.lacks],
        "managed": {site.pk for site in managed},
        "may_fill": may_manage(request.held, None),
        "over": session.phase == "ended",
        "forms": {"assign": AssignForm(sites=_choices(managed)), "swap": SwapForm()} | dict(forms or {}),
    }
    return render(request, "duty/roster.html", shown | more, status=status)


def _managed(request: OfficeRequest, session: Session) -> list[Site]:
    sites = sites_of(session.conference, timezone.localdate(session.planned_start))
    return [site for site in sites if may_manage(request.held, site)]


def _choices(sites: list[Site]) -> Any:
    return Site.objects.filter(pk__in=[site.pk for site in sites]).order_by("number")


@require_POST
@office(MANAGE)
def fill(request: OfficeRequest, session: UUID) -> HttpResponse:
    row = _session_or_404(request, session)
    if not may_manage(request.held, None):
        raise Http404
    count = fill_roster(session=row, actor=request.user, now=timezone.now())
    messages.success(request, _("Đã lấy %(count)d người theo phân công thường trực.") % {"count": count})
    return redirect("roster", session=session)


@require_POST
@office(MANAGE)
def assign(request: OfficeRequest, session: UUID) -> HttpResponse:
    row = _session_or_404(request, session)
    form = AssignForm(request.POST, sites=_choices(_managed(request, row)))
    if not form.is_valid():
        return _show(request, row, forms={"assign": form}, status=422)
    site = form.cleaned_data["site"]
    if not may_manage(request.held, site):
        raise Http404
    answer = assign_turn(
        session=row,
        site=site,
        duty=form.cleaned_data["duty"],
        who=form.who(number_of(form.cleaned_data["person"], timezone.localdate())),
        word=form.word(),
        actor=request.user,
        by=_acting(request),
        now=timezone.now(),
    )
    if isinstance(answer, Refused):
        return _show(request, row, forms={"assign": form}, status=409, refused=refusal(answer))
    messages.success(request, _("Đã phân công %(name)s.") % {"name": answer.name})
    return redirect("roster", session=session)


def _acting(request: OfficeRequest) -> Actor:
    actor = actor_of(request.user, request.held, MANAGE)
    if actor is None:
        raise Http404
    return actor


@require_POST
@office(MANAGE)
def swap(request: OfficeRequest, session: UUID, turn: int) -> HttpResponse:
    row = _session_or_404(request, session)
    turns = DutyTurn.objects.filter(session=row, pk=turn)
    old = turns.select_related("site", "session__conference").first()
    if old is None or not may_manage(request.held, old.site):
        raise Http404
    form = SwapForm(request.POST)
    if not form.is_valid():
        return _show(request, row, forms={"swap": form}, status=422, swapping=old.pk)
    answer = swap_turn(
        turn=old,
        who=form.who(number_of(form.cleaned_data["person"], timezone.localdate())),
        reason=form.cleaned_data["reason"],
        word=form.word(),
        actor=request.user,
        by=_acting(request),
        now=timezone.now(),
    )
    if isinstance(answer, Refused):
        return _show(request, row, forms={"swap": form}, status=409, swapping=old.pk, refused=refusal(answer))
    messages.success(request, _("Đã đổi người trực: %(name)s.") % {"name": answer.name})
    return redirect("roster", session=session)


# --- presence, from a phone
@require_POST
@office()
def come(request: OfficeRequest, turn: int) -> HttpResponse:
    row = _turn_or_404(request, turn)
    return _noted(request, row, check_in(turn=row, actor=request.user, now=timezone.now()))


@require_POST
@office()
def go(request: OfficeRequest, turn: int) -> HttpResponse:
    row = _turn_or_404(request, turn)
    return _noted(request, row, check_out(turn=row, actor=request.user, now=timezone.now()))


def _turn_or_404(request: OfficeRequest, key: int) -> DutyTurn:
    turn = access_turn(request.user, request.held, key)
    if turn is None:
        raise Http404
    return turn


def _noted(request: OfficeRequest, turn: DutyTurn, refused: Refused | None) -> HttpResponse:
    if refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("Đã ghi giờ trực của %(name)s.") % {"name": turn.name})
    back = request.POST.get("back")
    return redirect("roster", session=turn.session_id) if back == "roster" else redirect("duties")


# --- trainings
@require_http_methods(["GET", "HEAD", "POST"])
@office(MANAGE)
def training(request: OfficeRequest) -> HttpResponse:
    may = may_manage(request.held, None)
    if request.method == "POST" and not may:
        raise Http404
    units = Unit.objects.filter(on(timezone.localdate())).order_by("name")
    form = TrainingForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        answer = record_training(**form.cleaned_data, actor=request.user, now=timezone.now())
        if not isinstance(answer, Refused):
            messages.success(request, _("Đã ghi buổi tập huấn."))
            return redirect("trainings")
        form.add_error("held_on", refusal(answer))
    shown = {"form": form, "trainings": trainings(), "may_record": may}
    return render(request, "duty/training.html", shown, status=422 if form.errors else 200)
