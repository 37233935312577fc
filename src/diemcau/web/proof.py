"""Who signs shows once more who he is: his second factor's code, or where he has none his password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.utils.translation import gettext_lazy as _

from diemcau.records.models import Account

TOTP, PASSWORD = "totp", "password"


def way_of(account: Account) -> str:
    """A passkey alone cannot be typed into a form: then the password."""
    has_code = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).exists()
    return TOTP if has_code else PASSWORD


class ProofField(forms.CharField):
    default_error_messages = {"required": _("Xin nhập để ký.")}


class ProofForm(forms.Form):
    """`way`, once it is valid: what is written beside the signature. Tries are counted and limited."""

    proof = ProofField(max_length=200, strip=True)

    def __init__(self, data: Any = None, *, account: Account, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._account, self.way = account, way_of(account)
        field = self.fields["proof"]
        code = self.way == TOTP
        field.label = _("Mã xác thực hai lớp") if code else _("Mật khẩu của ông/bà")
        complete = "one-time-code" if code else "current-password"
        kind = forms.TextInput if code else forms.PasswordInput
        field.widget = kind(attrs={"autocomplete": complete, "inputmode": "numeric" if code else "text"})

    def clean_proof(self) -> str:
        given = self.cleaned_data["proof"]
        right = self._code(given) if self.way == TOTP else self._password(given)
        if not right:
            raise forms.ValidationError(
                _("Mã chưa đúng hoặc đã dùng. Xin chờ mã mới rồi nhập lại.")
                if self.way == TOTP
                else _("Mật khẩu chưa đúng. Xin nhập lại.")
            )
        return ""  # a secret: it goes no further

    def _code(self, given: str) -> bool:
        return bool(ReauthenticateForm({"code": given}, user=self._account).is_valid())

    def _password(self, given: str) -> bool:
        return bool(get_adapter().reauthenticate(self._account, password=given))
