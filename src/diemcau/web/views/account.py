"""Accounts and their roles: one's own page, and the administrator's."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from diemcau.records.actions.account import (
    assign_role,
    deactivate_account,
    end_assignment,
    make_account,
    reactivate_account,
)
from diemcau.records.actions.account import (
    reset_password as new_password,
)
from diemcau.records.actions.identity import link_identity as link
from diemcau.records.actions.identity import unlink_identity as unlink
from diemcau.records.models import Account
from diemcau.records.queries.account import find_accounts, has_second_factor, in_order
from diemcau.records.queries.conference import history_of
from diemcau.records.queries.identity import identities_of
from diemcau.regulation.powers import POWERS, Power, Role
from diemcau.web import words
from diemcau.web.forms.account import NOBODY_HOLDS, AccountForm, AssignmentForm, IdentityForm
from diemcau.web.forms.fields import KEY
from diemcau.web.paging import page_of
from diemcau.web.views.entry import OfficeRequest, lacks_second_factor, office

PER_PAGE = 50
MANAGE = Power.MANAGE_ACCOUNTS


@require_safe
@office()
def mine(request: OfficeRequest) -> HttpResponse:
    shown = {"second_factor": has_second_factor(request.user), "required": lacks_second_factor(request)}
    return render(request, "account/mine.html", shown)


@require_safe
def ask_administrator(request: HttpRequest) -> HttpResponse:
    """There is no mail on this network: an administrator gives a new password."""
    return render(request, "account/ask_administrator.html")


def not_here(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
@office(MANAGE)
def listing(request: OfficeRequest) -> HttpResponse:
    asked = request.GET.get("words", "")[:100].replace("\x00", "")
    found = find_accounts(asked)
    page = page_of(in_order(found), found, request.GET.get("page"), PER_PAGE)
    return render(
        request, "administration/accounts.html", {"page": page, "words": asked, "day": timezone.localdate()}
    )


@sensitive_variables("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@office(MANAGE)
def create(request: OfficeRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account, password = make_account(**form.cleaned_data, actor=request.user, now=timezone.now())
        return _show(request, account, password=password)
    return render(
        request, "administration/account_form.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
@office(MANAGE)
def entry(request: OfficeRequest, key: int) -> HttpResponse:
    return _show(request, _account(key))


def _account(key: int) -> Account:
    row = Account.objects.select_related("person").filter(pk=key).first()
    if row is None:
        raise Http404
    return row


@sensitive_variables("password")
def _show(
    request: OfficeRequest,
    account: Account,
    *,
    password: str = "",
    forms: Mapping[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`password`: shown in this one answer and never again."""
    shown: dict[str, Any] = {
        "account": account,
        "assignments": account.assignments.select_related("site", "unit").order_by("-valid_from"),
        "form": (forms or {}).get("role") or AssignmentForm(),
        "second_factor": has_second_factor(account),
        "one_sign_in": bool(settings.OIDC_ISSUER),
        "identities": identities_of(account),
        "identity_form": (forms or {}).get("identity") or IdentityForm(),
        "history": history_of("account", account.pk),
        "password": password,
        "own": account.pk == request.user.pk,
        "day": timezone.localdate(),
    }
    return render(request, "administration/account.html", shown, status=status)


@require_POST
@office(MANAGE)
def assign(request: OfficeRequest, key: int) -> HttpResponse:
    """Not to oneself: whoever manages accounts gets other powers from somebody else only."""
    account = _account(key)
    if account.pk == request.user.pk:
        messages.error(request, _("Không tự giao vai trò cho mình được. Xin nhờ quản trị viên khác."))
        return _show(request, account, status=409)
    form = AssignmentForm(request.POST)
    if not form.is_valid():
        return _show(request, account, forms={"role": form}, status=422)
    values = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
    assign_role(account=account, **values, actor=request.user, now=timezone.now())
    messages.success(request, _("Đã giao vai trò."))
    return redirect("account", key=key)


@require_POST
@office(MANAGE)
def end_role(request: OfficeRequest, key: int, row: int) -> HttpResponse:
    one = _account(key).assignments.filter(pk=row).select_related("account__person", "site", "unit").first()
    if one is None:
        raise Http404
    if end_assignment(assignment=one, last_day=timezone.localdate(), actor=request.user, now=timezone.now()):
        messages.success(request, _("Vai trò kết thúc từ hết ngày hôm nay."))
    else:
        messages.info(request, _("Vai trò này đã có ngày kết thúc từ trước."))
    return redirect("account", key=key)


@require_POST
@office(MANAGE)
def deactivate(request: OfficeRequest, key: int) -> HttpResponse:
    """Not oneself: somebody must be left to open the account again."""
    account = _account(key)
    if account.pk == request.user.pk:
        messages.error(request, _("Không tự khóa được tài khoản của mình. Xin nhờ quản trị viên khác."))
        return _show(request, account, status=409)
    deactivate_account(account=account, actor=request.user, now=timezone.now())
    messages.success(request, _("Đã khóa tài khoản và đăng xuất khỏi mọi máy."))
    return redirect("account", key=key)


@require_POST
@office(MANAGE)
def reactivate(request: OfficeRequest, key: int) -> HttpResponse:
    reactivate_account(account=_account(key), actor=request.user, now=timezone.now())
    messages.success(request, _("Đã mở lại tài khoản."))
    return redirect("account", key=key)


@require_POST
@office(MANAGE)
def link_identity(request: OfficeRequest, key: int) -> HttpResponse:
    """Not to one's own account: it would be a second way in that nobody else has seen."""
    account = _account(key)
    if account.pk == request.user.pk:
        messages.error(request, _("Không tự gắn danh tính cho mình được. Xin nhờ quản trị viên khác."))
        return _show(request, account, status=409)
    form = IdentityForm(request.POST)
    if form.is_valid():
        if link(account=account, **form.cleaned_data, actor=request.user, now=timezone.now()):
            messages.success(request, _("Đã gắn danh tính. Người này đăng nhập một cửa được từ bây giờ."))
            return redirect("account", key=key)
        form.add_error("identity", _("Danh tính này đã gắn với một tài khoản. Xin gỡ ở tài khoản đó trước."))
    return _show(request, account, forms={"identity": form}, status=422)


@require_POST
@office(MANAGE)
def unlink_identity(request: OfficeRequest, key: int) -> HttpResponse:
    account, named = _account(key), request.POST.get("identity", "")
    row = int(named) if KEY.fullmatch(named) else 0
    if unlink(account=account, identity=row, actor=request.user, now=timezone.now()):
        messages.success(request, _("Đã gỡ danh tính và đăng xuất tài khoản khỏi mọi máy."))
    else:
        messages.info(request, _("Danh tính này không còn gắn với tài khoản."))
    return redirect("account", key=key)


@sensitive_variables("password")
@never_cache
@require_POST
@office(MANAGE)
def reset_password(request: OfficeRequest, key: int) -> HttpResponse:
    account = _account(key)
    if account.pk == request.user.pk:
        messages.error(request, _("Mật khẩu của mình thì đổi ở trang Tài khoản của tôi."))
        return _show(request, account, status=409)
    password = new_password(account=account, actor=request.user, now=timezone.now())
    return _show(request, account, password=password)


@require_safe
@office(Power.READ_CONFERENCE)
def roles(request: OfficeRequest) -> HttpResponse:
    columns = [role for role in Role if role not in NOBODY_HOLDS]
    rows = [(words.POWERS[power], [power in POWERS[role] for role in columns]) for power in words.POWERS]
    shown = [(name, held) for name, held in rows if any(held)]
    return render(
        request,
        "administration/roles.html",
        {"columns": [words.ROLES[one] for one in columns], "rows": shown},
    )
