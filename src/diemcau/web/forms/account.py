"""Forms for accounts and the roles they hold."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diemcau.records.models import Account, Person, Site, Unit
from diemcau.records.models.base import on
from diemcau.regulation.powers import Role
from diemcau.web.forms.fields import DayField, KindField, PickField, WordsField
from diemcau.web.identities.tokens import LONGEST_IDENTITY
from diemcau.web.words import ROLES

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
NOBODY_HOLDS = (Role.MACHINE, Role.ROOM_SCREEN)  # nobody becomes the machine or a screen by assignment


class AccountForm(forms.Form):
    username = WordsField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ thường không dấu, số, chấm, gạch; ít nhất 3 ký tự."),
    )
    person = PickField(
        label=_("Người"),
        queryset=Person.objects.none(),
        help_text=_(
            "Tài khoản là của một người (khoản 1 Điều 5). Chưa có trong danh bạ thì thêm người trước."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(account=None)  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].strip()
        if not USERNAME.fullmatch(username):
            raise forms.ValidationError(
                _("Tên đăng nhập chỉ gồm chữ thường không dấu, số, chấm, gạch; 3 đến 60 ký tự.")
            )
        if Account.objects.filter(username=username).exists():
            raise forms.ValidationError(_("Tên đăng nhập này đã có người dùng. Xin chọn tên khác."))
        return username


class AssignmentForm(forms.Form):
    role = KindField(
        label=_("Vai trò"), choices=[(one.value, ROLES[one]) for one in Role if one not in NOBODY_HOLDS]
    )
    site = PickField(
        label=_("Điểm cầu"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=_("Không gắn điểm cầu"),
        help_text=_("Bắt buộc với kỹ thuật điểm cầu và kỹ thuật điểm cầu chủ tọa."),
    )
    unit = PickField(
        label=_("Đơn vị"), queryset=Unit.objects.none(), required=False, empty_label=_("Không gắn đơn vị")
    )
    valid_from = DayField(label=_("Từ ngày"), initial=timezone.localdate)
    valid_to = DayField(label=_("Đến ngày"), required=False, help_text=_("Để trống: đến khi có thay đổi."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = on(timezone.localdate())
        self.fields["site"].queryset = Site.objects.filter(today)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        bound = (Role.SITE_TECHNICIAN, Role.CHAIR_TECHNICIAN)
        if cleaned.get("role") in bound and not cleaned.get("site"):
            self.add_error("site", _("Vai trò này phải gắn với một điểm cầu."))
        if cleaned.get("role") in (Role.ARCHIVIST, Role.VIEWER) and not cleaned.get("unit"):
            self.add_error("unit", _("Vai trò này phải gắn với một đơn vị."))
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("Ngày cuối không được trước ngày bắt đầu."))
        return cleaned


class IdentityForm(forms.Form):
    identity = WordsField(
        label=_("Mã danh tính"),
        max_length=LONGEST_IDENTITY,
        help_text=_(
            "Đúng như trang báo chưa gắn tài khoản đã hiện cho người đó. "
            "Gọi lại theo số trong danh bạ để biết chắc là người ấy."
        ),
    )
