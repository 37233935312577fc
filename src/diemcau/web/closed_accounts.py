"""Signing in with allauth, closed: nobody signs up by himself, no mail, some must have a second factor."""

import logging
import math
import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError, Provider
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from redis import RedisError

from diemcau.records.actions.account import note_password_chosen
from diemcau.records.models import Account
from diemcau.records.store import StoreAway, away
from diemcau.web.identities.tokens import Untrusted
from diemcau.web.views.entry import lacks_second_factor

log = logging.getLogger(__name__)

UNCOUNTED = _(
    "Máy chủ đếm số lần đăng nhập (Redis) đang không trả lời nên chưa đăng nhập được; "
    "phiên họp đang diễn ra không bị ảnh hưởng. Xin thử lại sau ít phút hoặc báo quản trị viên."
)
FREE = ("/tai-khoan/", "/ngon-ngu/", "/static/", "/vao/")


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator. A wrong name and a wrong password get the same answer."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "too_many_login_attempts": _(
            "Đã nhập sai quá nhiều lần nên việc đăng nhập tạm dừng. "
            "Xin thử lại sau 5 phút hoặc gọi quản trị viên."
        ),
        "enter_current_password": _("Mật khẩu đang dùng chưa đúng."),
        "rate_limited": _("Thao tác quá nhanh. Xin chờ ít phút rồi làm lại."),
        "incorrect_code": _("Mã hoặc khóa chưa đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The network is closed: there is no mail."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to the work, not to the same form again; who lacks a second factor is led to it from there."""
        return reverse("today")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: str) -> str:
        """Failures are counted by the name alone, whatever host was asked and however it is written."""
        return credentials.get("username", "").upper().casefold()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever came through the identity server just now may never have been told a password."""
        just_now = _by_identity(context.request, within=REAUTHENTICATION_TIMEOUT)
        return bool(super().is_reauthentication_required(app=app, **kwargs)) and not just_now

    def set_password(self, user: Account, password: str) -> None:
        super().set_password(user, password)
        note_password_chosen(account=user, now=timezone.now())


class OfficeIdentities(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The identity server says who somebody is; an administrator says whose account that is (ADR 8)."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if not sociallogin.is_existing:
            shown = {"identity": sociallogin.account.uid}
            raise ImmediateHttpResponse(render(request, "socialaccount/unknown.html", shown, status=403))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def on_authentication_error(
        self, request: HttpRequest, provider: Provider, exception: Exception | None = None, **more: Any
    ) -> None:
        """Answers of the identity server may hold secrets: of others' errors only the kind is logged."""
        told = exception if isinstance(exception, Untrusted) else type(exception).__name__
        log.warning("sign-in through %s failed: %s", provider.name, told)
        if more.get("error") != AuthError.CANCELLED:
            page = render(request, "socialaccount/authentication_error.html", status=403)
            raise ImmediateHttpResponse(page)


class Enrolment:
    """Leads to a password of one's own and, where required, to a second factor; nothing else until then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        bound = isinstance(request.user, Account) and not request.path.startswith(FREE)
        step = _next_step(request) if bound else ""
        return redirect(step) if step else self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Something it needs is away: nothing was done, and that is said on a page that needs nothing."""
        says = _what_is_away(exception)
        return render(None, "503.html", {"says": says}, status=503) if says else None


def _what_is_away(exception: Exception) -> str:
    if isinstance(exception, RedisError):
        return str(UNCOUNTED)  # without the count nobody may try passwords
    if isinstance(exception, OperationalError | InterfaceError):
        exception = away(exception)
    return gettext(exception.says) if isinstance(exception, StoreAway) else ""


def _next_step(request: HttpRequest) -> str:
    if isinstance(request.user, Account) and request.user.password_is_temporary and not _by_identity(request):
        return reverse("account_change_password")
    return reverse("mfa_index") if lacks_second_factor(request) else ""


def _by_identity(request: HttpRequest, *, within: float = math.inf) -> bool:
    """Whoever comes through the identity server needs no password here; a temporary one stays temporary."""
    steps = get_authentication_records(request, request.user)
    return any(one["method"] == "socialaccount" and time.time() - one["at"] < within for one in steps)
