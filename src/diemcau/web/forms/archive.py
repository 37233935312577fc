"""Steps of a dossier, shares, requests, papers, removals."""

from datetime import datetime, time
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diemcau.records.models import Account, DossierRecord, Paper, Unit
from diemcau.records.models.base import on
from diemcau.web.forms.fields import CONTROL, DayField, KindField, PickField, WordsField

ACCEPT = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg"


class PlainForm(forms.Form):
    """A step that asks nothing."""


class ReasonForm(forms.Form):
    reason = WordsField(label=_("Lý do"), max_length=400)


class RetentionForm(forms.Form):
    retention = KindField(
        label=_("Thời hạn bảo quản"),
        choices=DossierRecord.Retention.choices,
        help_text=_("Theo danh mục hồ sơ của cơ quan; tính từ năm sau năm họp."),
    )


class HandInForm(forms.Form):
    day = DayField(label=_("Ngày nộp"))
    note = WordsField(label=_("Số biên bản giao nhận"), max_length=200)


def last_instant(day: Any) -> datetime | None:
    """ "Until 24/11" includes that day."""
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class ShareForm(forms.Form):
    """To a unit, or to one account by its user name."""

    unit = PickField(label=_("Đơn vị"), queryset=Unit.objects.none(), required=False, empty_label="—")
    username = WordsField(label=_("Hoặc một người, theo tên đăng nhập"), max_length=150, required=False)
    until = DayField(label=_("Xem được đến hết ngày"), required=False)
    reason = WordsField(label=_("Lý do"), max_length=400)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="id_share_%s", **kwargs)
        units = Unit.objects.filter(on(timezone.localdate()))
        self.fields["unit"].queryset = units.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name = cleaned.get("username")
        if bool(cleaned.get("unit")) == bool(name):
            self.add_error("unit", _("Xin chọn một đơn vị hoặc ghi tên đăng nhập của một người."))
        elif name:
            cleaned["account"] = Account.objects.filter(Q(username=name), is_active=True).first()
            if cleaned["account"] is None:
                self.add_error("username", _("Không có tài khoản đang dùng với tên đăng nhập này."))
        return cleaned

    def to(self) -> Unit | Account:
        chosen: Unit | Account = self.cleaned_data["unit"] or self.cleaned_data["account"]
        return chosen


class AskForm(forms.Form):
    reason = WordsField(
        label=_("Lý do cần xem"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Đơn vị giữ hồ sơ đọc lý do này và trả lời."),
    )


class AnswerForm(forms.Form):
    approved = KindField(label=_("Trả lời"), choices=[("yes", _("Đồng ý")), ("no", _("Không đồng ý"))])
    until = DayField(label=_("Xem được đến hết ngày"), required=False)
    answer = WordsField(label=_("Lời trả lời"), max_length=500, required=False)


class PaperForm(forms.Form):
    """`title` empty: the file's own name without its ending. A title that is there already: a new version."""

    file = forms.FileField(
        label=_("Tệp tài liệu"),
        allow_empty_file=True,
        error_messages={
            "required": _("Xin chọn tệp cần tải lên."),
            "missing": _("Xin chọn tệp cần tải lên."),
        },
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    title = WordsField(
        label=_("Tên tài liệu"),
        max_length=200,
        required=False,
        help_text=_("Trùng tên tài liệu đã có: thành phiên bản mới của tài liệu ấy."),
    )
    kind = KindField(label=_("Loại"), choices=Paper.Kind.choices, initial=Paper.Kind.OTHER)
    note = WordsField(label=_("Ghi chú phiên bản"), max_length=300, required=False)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="id_paper_%s")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("title") and cleaned.get("file"):
            name = PurePosixPath(str(cleaned["file"].name)).stem
            cleaned["title"] = CONTROL.sub("", name).strip()[:200] or str(_("Tài liệu"))
        return cleaned


class DestroyForm(forms.Form):
    """`thing`: "paper:<id>" or "recording:<id>"."""

    thing = KindField(label=_("Tài liệu cần hủy"))
    reason = WordsField(label=_("Lý do hủy"), max_length=400)

    def __init__(self, data: Any = None, *, things: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="id_destroy_%s")
        self.fields["thing"].choices = [("", _("Xin chọn")), *things]  # type: ignore[attr-defined]
