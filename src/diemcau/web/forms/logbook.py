"""What is written into a log book: remarks, corrections, hand-overs; and what a printed page says."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diemcau.records.models import Account, LogKind
from diemcau.web.forms.fields import DayField, KindField, MomentField, NumberField, PickField, WordsField
from diemcau.web.proof import ProofForm

LONGEST = 4000
SHORT_HASH = re.compile(r"[0-9a-f]{8,64}")


def statement_field(**more: Any) -> WordsField:
    given = {"label": _("Nội dung"), "max_length": LONGEST, "widget": forms.Textarea(attrs={"rows": 3})}
    return WordsField(**given | more)


class RemarkForm(ProofForm):
    statement = statement_field(label=_("Nội dung ghi vào sổ"))
    happened_from = MomentField(label=_("Xảy ra lúc"))
    happened_to = MomentField(label=_("Đến lúc"), required=False)
    field_order = ("statement", "happened_from", "happened_to", "proof")

    def __init__(self, data: Any = None, *, account: Account, **kwargs: Any) -> None:
        super().__init__(data, account=account, auto_id="id_remark_%s", **kwargs)


class HandoverForm(ProofForm):
    to = PickField(label=_("Người nhận bàn giao"), queryset=Account.objects.none())
    at = MomentField(label=_("Bàn giao lúc"))
    statement = statement_field(label=_("Tình trạng bàn giao"))
    field_order = ("to", "at", "statement", "proof")

    def __init__(self, data: Any = None, *, account: Account, others: Any, **kwargs: Any) -> None:
        super().__init__(data, account=account, auto_id="id_handover_%s", **kwargs)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = _name  # type: ignore[attr-defined]


def _name(account: Account) -> str:
    return account.person.name if account.person else account.username


class CorrectionForm(ProofForm):
    statement = statement_field(label=_("Nội dung đính chính"))
    field_order = ("statement", "proof")


class StatementForm(forms.Form):
    """What is being written beside a proposal."""

    statement = statement_field(required=False)
    version = NumberField(min_value=1, max_value=2**31 - 1)


class AsideForm(forms.Form):
    reason = WordsField(label=_("Lý do không ghi vào sổ"), max_length=300)
    version = NumberField(min_value=1, max_value=2**31 - 1)


class FilterForm(forms.Form):
    kind = KindField(choices=[("", _("Mọi loại")), *LogKind.choices], required=False)
    since = DayField(required=False)
    until = DayField(required=False)


class PeriodForm(forms.Form):
    """A volume to print."""

    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến ngày"))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="id_period_%s", **kwargs)  # the page filters by days too

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("Ngày cuối phải sau ngày đầu."))
        return cleaned


class CompareForm(forms.Form):
    """As a printed page says it: which book, which entry, the beginning of its hash."""

    so = forms.SlugField(label=_("Mã sổ"), max_length=80)
    muc = NumberField(label=_("Mục số"), min_value=1, max_value=2**31 - 1)
    ma = WordsField(label=_("Mã trên giấy"), max_length=80)

    def clean_ma(self) -> str:
        typed = "".join(str(self.cleaned_data["ma"]).split()).lower()
        if not SHORT_HASH.fullmatch(typed):
            raise forms.ValidationError(_("Mã gồm ít nhất 8 chữ số và chữ cái từ a đến f, in dưới trang sổ."))
        return typed
