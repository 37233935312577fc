"""Who else may see a dossier: the owner shares it and answers requests; anybody inside may ask."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diemcau.conference.commands import Refused
from diemcau.records.actions.sharing import (
    answer_request,
    ask_access,
    share_dossier,
    withdraw_request,
    withdraw_share,
)
from diemcau.records.models import AccessRequest, Account, Assignment, Unit
from diemcau.records.queries.account import assignments_on
from diemcau.records.queries.archive import Dossier, viewer_of
from diemcau.regulation.archive import crosses
from diemcau.regulation.powers import Power, Role, may
from diemcau.web.forms.archive import AnswerForm, AskForm, ShareForm, last_instant
from diemcau.web.views.archive import MANAGE, READ, dossier_or_404, owned_or_404, show_archived
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.words import refusal


@require_POST
@office(MANAGE)
def share(request: OfficeRequest, key: int) -> HttpResponse:
    found = owned_or_404(request, key)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return show_archived(request, found, forms={"share": form}, status=422)
    made = share_dossier(
        conference=found.conference,
        to=form.to(),
        until=last_instant(form.cleaned_data["until"]),
        reason=form.cleaned_data["reason"],
        actor=request.user,
        now=timezone.now(),
    )
    if isinstance(made, Refused):
        return show_archived(request, found, forms={"share": form}, refused=refusal(made), status=409)
    messages.success(request, _("Đã chia sẻ hồ sơ."))
    return _back(key)


@require_POST
@office(MANAGE)
def withdraw(request: OfficeRequest, key: int, share: int) -> HttpResponse:
    found = owned_or_404(request, key)
    row = found.conference.shares.filter(pk=share).select_related("unit", "account__person").first()
    if row is None:
        raise Http404
    withdraw_share(share=row, actor=request.user, now=timezone.now())
    messages.success(request, _("Đã thu hồi quyền xem."))
    return _back(key)


@require_POST
@office(READ)
def ask(request: OfficeRequest, key: int) -> HttpResponse:
    found = dossier_or_404(request, key)
    if not found.may_ask:
        raise Http404
    form = AskForm(request.POST)
    if not form.is_valid():
        return show_archived(request, found, forms={"ask": form}, status=422)
    made = ask_access(
        conference=found.conference,
        unit=_unit_of(request.held),
        reason=form.cleaned_data["reason"],
        actor=request.user,
        now=timezone.now(),
    )
    if isinstance(made, Refused):
        return show_archived(request, found, forms={"ask": form}, refused=refusal(made), status=409)
    messages.success(request, _("Đã gửi đề nghị xem hồ sơ. Đơn vị giữ hồ sơ sẽ trả lời."))
    return redirect("archive_dossier", key=key)


def _unit_of(held: list[Assignment]) -> Unit | None:
    """For which he asks: the first unit he reads the archive for."""
    reading = (one for one in held if may(Role(one.role), Power.READ_ARCHIVE))
    units = (one.unit or (one.site.unit if one.site else None) for one in reading)
    return next((unit for unit in units if unit), None)


@require_POST
@office(READ)
def withdraw_asked(request: OfficeRequest, key: int, asked: int) -> HttpResponse:
    """Only one's own."""
    found = dossier_or_404(request, key)
    row = _request_or_404(found, asked)
    if row.account_id != request.user.pk:
        raise Http404
    refused = withdraw_request(request=row, actor=request.user, now=timezone.now())
    if refused:
        return show_archived(request, found, refused=refusal(refused), status=409)
    messages.success(request, _("Đã rút đề nghị."))
    return redirect("archive_dossier", key=key)


@require_POST
@office(MANAGE)
def answer(request: OfficeRequest, key: int, asked: int) -> HttpResponse:
    found = owned_or_404(request, key)
    row = _request_or_404(found, asked)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_archived(request, found, forms={"answer": form}, answering=asked, status=422)
    refused = answer_request(
        request=row,
        approved=form.cleaned_data["approved"] == "yes",
        until=last_instant(form.cleaned_data["until"]),
        answer=form.cleaned_data["answer"],
        crossing=_crosses(row.account, found),
        actor=request.user,
        now=timezone.now(),
    )
    if refused:
        kept = {"answer": form}
        said = refusal(refused)
        return show_archived(request, found, forms=kept, answering=asked, refused=said, status=409)
    messages.success(request, _("Đã trả lời đề nghị."))
    return _back(key)


def _crosses(account: Account, found: Dossier) -> bool:
    held = assignments_on(account, timezone.localdate())
    return crosses(viewer_of(account, held), found.facts)


def _request_or_404(found: Dossier, key: int) -> AccessRequest:
    row = found.conference.access_requests.filter(pk=key).select_related("account__person").first()
    if row is None:
        raise Http404
    return row


def _back(key: int) -> HttpResponse:
    return redirect(f"{reverse('archive_dossier', args=[key])}#quyen-xem")
