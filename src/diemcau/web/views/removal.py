"""Something of a dossier is destroyed after its time: one person of the owner proposes, another confirms."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diemcau.conference.commands import Refused
from diemcau.records.actions.removal import confirm_removal, propose_removal, withdraw_removal
from diemcau.records.queries.removal import removable, removables
from diemcau.web.forms.archive import DestroyForm
from diemcau.web.views.archive import MANAGE, owned_or_404, show_archived
from diemcau.web.views.entry import OfficeRequest, office
from diemcau.web.words import refusal


@require_POST
@office(MANAGE)
def propose(request: OfficeRequest, key: int) -> HttpResponse:
    found = owned_or_404(request, key)
    things = [(f"{one.what}:{one.key}", one.name) for one in removables(found.conference)]
    form = DestroyForm(request.POST, things=things)
    if not form.is_valid():
        return show_archived(request, found, forms={"destroy": form}, status=422)
    what, _colon, which = form.cleaned_data["thing"].partition(":")
    thing = removable(found.conference, what, which)
    if thing is None:
        raise Http404
    made = propose_removal(
        conference=found.conference,
        thing=thing,
        reason=form.cleaned_data["reason"],
        actor=request.user,
        now=timezone.now(),
    )
    if isinstance(made, Refused):
        return show_archived(request, found, forms={"destroy": form}, refused=refusal(made), status=409)
    messages.success(request, _("Đã đề nghị hủy; cần một người khác của đơn vị xác nhận."))
    return _back(key)


@require_POST
@office(MANAGE)
def confirm(request: OfficeRequest, key: int, removal: int) -> HttpResponse:
    return _decide(request, key, removal, confirm_removal, _("Đã hủy tài liệu; mã băm và biên bản còn giữ."))


@require_POST
@office(MANAGE)
def withdraw(request: OfficeRequest, key: int, removal: int) -> HttpResponse:
    return _decide(request, key, removal, withdraw_removal, _("Đã rút đề nghị hủy."))


def _decide(
    request: OfficeRequest, key: int, removal: int, do: Callable[..., Refused | None], done: str
) -> HttpResponse:
    found = owned_or_404(request, key)
    row = found.conference.removals.filter(pk=removal).select_related("conference").first()
    if row is None:
        raise Http404
    refused = do(removal=row, actor=request.user, now=timezone.now())
    if refused:
        return show_archived(request, found, refused=refusal(refused), status=409)
    messages.success(request, done)
    return _back(key)


def _back(key: int) -> HttpResponse:
    return redirect(f"{reverse('archive_dossier', args=[key])}#huy-tai-lieu")
