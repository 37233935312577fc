"""The roster: assigning, swapping with a reason, by telephone with read-back; trainings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diemcau.records.actions.duty import OnDuty, Word
from diemcau.records.models import DutyTurn, Person, Site, Unit
from diemcau.web.forms.fields import DayField, KindField, PhoneField, PickField, PicksField, WordsField

AT_A_SITE = (DutyTurn.Duty.RESPONSIBLE, DutyTurn.Duty.ASSISTANT)


class WhoForm(forms.Form):
    """`person` of the directory, else a name; how the office heard of it."""

    person = PickField(label=_("Người trong danh bạ"), queryset=Person.objects.none(), required=False)
    name = WordsField(
        label=_("Hoặc họ và tên"),
        max_length=120,
        required=False,
        help_text=_("Dùng khi người trực không có trong danh bạ."),
    )
    phone = PhoneField(label=_("Điện thoại"), required=False)
    channel = KindField(label=_("Nhận tin qua"), choices=DutyTurn.Channel.choices)
    told_by = WordsField(label=_("Người báo"), max_length=120, required=False)
    read_back = forms.BooleanField(label=_("Đã đọc lại cho người báo nghe"), required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **{"initial": {"channel": DutyTurn.Channel.SYSTEM}, **kwargs})
        self.fields["person"].queryset = Person.objects.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("person") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Xin chọn người trong danh bạ hoặc ghi họ tên."))
        return cleaned

    def who(self, number: str) -> OnDuty:
        """`number`: of the person in the directory, where none was typed."""
        person: Person | None = self.cleaned_data["person"]
        name = person.name if person else self.cleaned_data["name"]
        return OnDuty(name, self.cleaned_data["phone"] or number, person)

    def word(self) -> Word:
        given = self.cleaned_data
        return Word(given["channel"], given["told_by"], given["read_back"])


class AssignForm(WhoForm):
    duty = KindField(label=_("Nhiệm vụ"), choices=DutyTurn.Duty.choices)
    site = PickField(label=_("Điểm cầu"), queryset=Site.objects.none(), required=False)
    field_order = ("duty", "site", "person", "name", "phone", "channel", "told_by", "read_back")

    def __init__(self, data: Any = None, *, sites: Any, **kwargs: Any) -> None:
        super().__init__(data, auto_id="id_assign_%s", **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        at_a_site = cleaned.get("duty") in AT_A_SITE
        if at_a_site and not cleaned.get("site") and "site" not in self.errors:
            self.add_error("site", _("Xin chọn điểm cầu."))
        if not at_a_site:
            cleaned["site"] = None
        return cleaned


class SwapForm(WhoForm):
    reason = WordsField(label=_("Lý do đổi"), max_length=300)
    field_order = ("person", "name", "phone", "reason", "channel", "told_by", "read_back")


class TrainingForm(forms.Form):
    subject = WordsField(label=_("Nội dung"), max_length=300)
    held_on = DayField(label=_("Ngày"))
    trainer = PickField(label=_("Đơn vị tập huấn"), queryset=Unit.objects.none())
    people = PicksField(
        label=_("Người dự"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, units: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["trainer"].queryset = units  # type: ignore[attr-defined]
        self.fields["people"].queryset = Person.objects.order_by("name")  # type: ignore[attr-defined]
