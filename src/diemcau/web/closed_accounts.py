"""Signing in with allauth, closed: nobody signs up by himself, no mail, some must have a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
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
from diemcau.web.views.entry import lacks_second_factor

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

    def set_password(self, user: Account, password: str) -> None:
        super().set_password(user, password)
        note_password_chosen(account=user, now=timezone.now())


class OfficeIdentities(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """OIDC: whoever the office's own identity server calls by an account's user name is that account."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        claims = sociallogin.account.extra_data
        username = claims.get("preferred_username") or claims.get("userinfo", {}).get("preferred_username")
        account = Account.objects.filter(username=username, is_active=True).first() if username else None
        if account:
            sociallogin.connect(request, account)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False


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
    if isinstance(request.user, Account) and request.user.password_is_temporary:
        return reverse("account_change_password")
    return reverse("mfa_index") if lacks_second_factor(request) else ""
