"""Opening a fault, telling of it, handling it, closing it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diemcau.records.models import Fault, FaultReport, Site
from diemcau.web.forms.fields import DayField, KindField, MomentField, NumberField, PickField, WordsField


class FaultForm(forms.Form):
    site = PickField(label=_("Điểm cầu"), queryset=Site.objects.none())
    kind = KindField(label=_("Loại sự cố"), choices=Fault.Kind.choices)
    severity = KindField(label=_("Mức độ"), choices=Fault.Severity.choices, initial=Fault.Severity.MAJOR)
    words = WordsField(label=_("Biểu hiện"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    happened_at = MomentField(label=_("Xảy ra lúc"))
    source = KindField(
        label=_("Nguồn tin"),
        choices=[
            (Fault.Source.SITE.value, _("Điểm cầu tự ghi")),
            (Fault.Source.PHONE.value, _("Nghe báo qua điện thoại")),
        ],
    )

    def __init__(self, data: Any = None, *, sites: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """One of the two reports of Articles 6.2 and 7.2."""

    to = KindField(label=_("Đã báo cho"), choices=FaultReport.To.choices)
    channel = KindField(
        label=_("Bằng"), choices=[(one.value, one.label) for one in FaultReport.Channel if one != "system"]
    )
    to_name = WordsField(label=_("Người nhận tin"), max_length=120)
    told_at = MomentField(label=_("Báo lúc"))


class StepForm(forms.Form):
    words = WordsField(label=_("Đã làm gì"), max_length=500)


class CloseForm(forms.Form):
    severity = KindField(label=_("Mức độ"), choices=Fault.Severity.choices)
    cause = WordsField(label=_("Nguyên nhân"), max_length=500, required=False)
    repair = WordsField(label=_("Cách xử lý"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    reason = WordsField(
        label=_("Lý do chưa báo đủ hai nơi"),
        max_length=300,
        required=False,
        help_text=_("Chỉ ghi khi chưa báo được cho chủ trì tại điểm cầu hoặc cho trung tâm."),
    )
    version = NumberField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class FaultFilterForm(forms.Form):
    words = WordsField(max_length=100, required=False)
    kind = KindField(choices=[("", _("Mọi loại")), *Fault.Kind.choices], required=False)
    state = KindField(
        choices=[("", _("Mọi trạng thái")), ("open", _("Đang xử lý")), ("closed", _("Đã kết thúc"))],
        required=False,
    )
    since = DayField(required=False)
