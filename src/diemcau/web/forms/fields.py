"""Fields as Vietnamese offices write them: 24/11/2026, 08:30; sentences for what is wrong with them."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, TypeVar

from django import forms
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)
from django.utils.translation import gettext_lazy as _

from diemcau.records.models import Site
from diemcau.records.queries.alphabet import name_key

REQUIRED = _("Xin nhập ô này.")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
KEY = re.compile(r"[0-9]{1,18}")
PHONE = re.compile(r"\+?[0-9][0-9 .()-]{2,18}")


class WordsField(forms.CharField):
    """One line or several; composed (NFC), without control and direction signs."""

    default_error_messages = {
        "required": REQUIRED,
        "signs": _("Nội dung có ký tự điều khiển không nhìn thấy được. Xin gõ lại thay vì dán."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [
            one for one in self.validators if not isinstance(one, ProhibitNullCharactersValidator)
        ]
        for one in self.validators:
            if isinstance(one, MaxLengthValidator):
                one.message = _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d).")

    def clean(self, value: Any) -> Any:
        text = unicodedata.normalize("NFC", str(value or ""))
        if CONTROL.search(text) or _unpaired(text):
            raise forms.ValidationError(self.error_messages["signs"], code="signs")
        return super().clean(text)


def _unpaired(text: str) -> bool:
    return any(0xD800 <= ord(sign) <= 0xDFFF for sign in text)


class PhoneField(WordsField):
    default_error_messages = {
        "phone": _("Số điện thoại chỉ gồm chữ số, có thể thêm dấu +, cách, chấm, gạch nối.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20, **kwargs})
        self.widget.attrs["inputmode"] = "tel"

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if text and not PHONE.fullmatch(text):
            raise forms.ValidationError(self.error_messages["phone"], code="phone")
        return text


Day = TypeVar("Day", bound=date)
YEARS = range(1900, 2200)


def _of_our_time(day: Day | None, says: Any) -> Day | None:
    """At the ends of the calendar nothing can be reckoned, not even the hour in another zone."""
    if day is not None and day.year not in YEARS:
        raise forms.ValidationError(says, code="invalid")
    return day


class DayField(forms.DateField):
    default_error_messages = {
        "required": REQUIRED,
        "invalid": _("Ngày chưa đúng. Xin nhập theo mẫu ngày/tháng/năm, ví dụ 24/11/2026."),
    }

    def __init__(self, **kwargs: Any) -> None:
        shown = forms.DateInput(
            format="%d/%m/%Y",
            attrs={"placeholder": "dd/mm/yyyy", "data-picker": "date", "autocomplete": "off"},
        )
        super().__init__(**{"widget": shown, "input_formats": ["%d/%m/%Y", "%Y-%m-%d"], **kwargs})

    def to_python(self, value: Any) -> date | None:
        return _of_our_time(super().to_python(value), self.error_messages["invalid"])


class MomentField(forms.DateTimeField):
    default_error_messages = {
        "required": REQUIRED,
        "invalid": _(
            "Ngày giờ chưa đúng. Xin nhập theo mẫu ngày/tháng/năm giờ:phút, ví dụ 24/11/2026 08:30."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        shown = forms.DateTimeInput(
            format="%d/%m/%Y %H:%M",
            attrs={"placeholder": "dd/mm/yyyy hh:mm", "data-picker": "datetime-local", "autocomplete": "off"},
        )
        formats = ["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        super().__init__(**{"widget": shown, "input_formats": formats, **kwargs})

    def to_python(self, value: Any) -> datetime | None:
        return _of_our_time(super().to_python(value), self.error_messages["invalid"])


class Choices(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]
    """Sites by their number, as everywhere; whatever has only a name by the Vietnamese alphabet."""

    def __iter__(self) -> Iterator[Any]:
        found = list(super().__iter__())
        if self.queryset.model is not Site:
            found.sort(key=lambda choice: (choice[0] != "", name_key(str(choice[1]))))
        return iter(found)


class PickField(forms.ModelChoiceField):  # type: ignore[type-arg]
    default_error_messages = {
        "required": _("Xin chọn một mục."),
        "invalid_choice": _("Mục đã chọn không còn dùng được. Xin chọn lại."),
    }
    iterator = Choices

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"empty_label": _("Xin chọn"), **kwargs})


class PicksField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Keys that no row can have are as wrong as those that no row has."""

    def clean(self, value: Any) -> Any:
        if any(not KEY.fullmatch(str(one)) for one in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class KindField(forms.ChoiceField):
    default_error_messages = {
        "required": _("Xin chọn một mục."),
        "invalid_choice": _("Mục đã chọn không có trong danh sách. Xin chọn lại."),
    }


class NumberField(forms.IntegerField):
    default_error_messages = {"required": REQUIRED, "invalid": _("Xin nhập một số nguyên.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for one in self.validators:
            if isinstance(one, MaxValueValidator):
                one.message = _("Nhiều nhất là %(limit_value)s.")
            if isinstance(one, MinValueValidator):
                one.message = _("Ít nhất là %(limit_value)s.")
