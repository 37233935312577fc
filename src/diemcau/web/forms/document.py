"""What an office states when it issues: in whose name, under which symbol, to whom, who signs."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diemcau.documents.content import Kind, SigningPower
from diemcau.documents.symbols import PARTY_POWERS, STATE_POWERS
from diemcau.records.models import Unit
from diemcau.records.papers.document import Particulars, suggested_symbol
from diemcau.records.queries.document import last_head, last_number
from diemcau.web.forms.fields import DayField, KindField, NumberField, PickField, WordsField
from diemcau.web.forms.minutes import LongField

SYMBOL = re.compile(r"[A-ZĐ][A-ZĐa-zđ0-9&.-]{0,29}")
POWERS = [
    (one.value, " / ".join(dict.fromkeys(filter(None, (STATE_POWERS.get(one), PARTY_POWERS.get(one))))))
    for one in SigningPower
]


class IssueForm(forms.Form):
    version = NumberField(min_value=1, max_value=999_999_999, widget=forms.HiddenInput)
    body = PickField(label=_("Cơ quan ban hành"), queryset=Unit.objects.none())
    symbol = WordsField(
        label=_("Ký hiệu cơ quan"), max_length=30, help_text=_("Phần sau số và loại văn bản, ví dụ UBND.")
    )
    place = WordsField(
        label=_("Địa danh"), max_length=80, help_text=_("Ghi trước ngày tháng, ví dụ Bỉm Sơn.")
    )
    dated = DayField(label=_("Ngày văn bản"))
    first_number = NumberField(
        label=_("Bắt đầu từ số"),
        min_value=1,
        max_value=99_999,
        required=False,
        help_text=_("Chỉ dùng cho văn bản đầu tiên của loại này trong năm, khi sổ giấy đã có số."),
    )
    recipients = LongField(
        label=_("Nơi nhận"),
        max_length=3_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Mỗi dòng một nơi; dòng cuối là Lưu: VT, đơn vị soạn thảo."),
    )

    def __init__(self, data: Any = None, *, bodies: Sequence[Unit], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=_suggested(bodies[0]) | initial)
        rows = Unit.objects.filter(pk__in=[body.pk for body in bodies]).select_related("parent")
        self.fields["body"].queryset = rows  # type: ignore[attr-defined]

    def clean_symbol(self) -> str:
        symbol: str = self.cleaned_data["symbol"].strip()
        if not SYMBOL.fullmatch(symbol):
            raise forms.ValidationError(_("Ký hiệu chỉ gồm chữ hoa không dấu, số, gạch nối; ví dụ UBND."))
        return symbol

    def particulars(self) -> Particulars:
        given = self.cleaned_data
        return Particulars(
            body=given["body"],
            symbol=given["symbol"],
            place=given["place"],
            dated=given["dated"],
            recipients=_lines(given["recipients"]),
            signatory=given.get("signatory", ""),
            office=_lines(given.get("office", "")),
            power=SigningPower(given["power"]) if given.get("power") else None,
        )


class NoticeForm(IssueForm):
    power = KindField(
        label=_("Ký thay, thừa lệnh"), choices=[("", _("Ký trực tiếp")), *POWERS], required=False
    )
    office = LongField(
        label=_("Chức vụ của người ký"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ví dụ CHỦ TỊCH; ký thay thì hai dòng: CHỦ TỊCH, rồi PHÓ CHỦ TỊCH."),
    )
    signatory = WordsField(label=_("Họ và tên người ký"), max_length=120)


FORMS: dict[Kind, type[IssueForm]] = {Kind.MINUTES: IssueForm, Kind.NOTICE: NoticeForm}


def _suggested(body: Unit) -> dict[str, Any]:
    head = last_head(body)
    return {
        "body": body,
        "symbol": head.symbol if head else suggested_symbol(body),
        "place": head.place if head else "",
        "dated": timezone.localdate(),
    }


def _lines(text: str) -> list[str]:
    return [line.strip().lstrip("- ") for line in text.splitlines() if line.strip()]


def opens_a_row(body: Unit, kind: Kind) -> bool:
    return not last_number(body, kind, timezone.localdate())
