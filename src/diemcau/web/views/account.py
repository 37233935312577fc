"""Signing in (allauth, closed: nobody signs up by himself), the second factor, the accounts and their roles."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedAccounts(DefaultAccountAdapter):
    """Accounts are made by an administrator. A wrong name and a wrong password get the same answer."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "too_many_login_attempts": _(
            "Đã nhập sai quá nhiều lần nên việc đăng nhập tạm dừng. Xin thử lại sau 5 phút hoặc gọi quản trị viên."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The network is closed: there is no mail."""
