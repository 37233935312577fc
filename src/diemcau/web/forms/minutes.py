"""Forms of the minutes: their text, section by section, and a step with its reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diemcau.conference.approval import Step
from diemcau.records.papers.minutes import SECTIONS, missing
from diemcau.web.forms.fields import KindField, NumberField, WordsField

LONGEST = 30_000
LABELS = {
    "start": _("Thời gian bắt đầu"),
    "place": _("Địa điểm"),
    "present": _("Thành phần tham dự"),
    "chair": _("Chủ trì (chủ tọa)"),
    "secretary": _("Thư ký (người ghi biên bản)"),
    "course": _("Nội dung (theo diễn biến)"),
    "line": _("Đường truyền, tạm dừng đáng lưu ý"),
    "conclusions": _("Kết luận"),
    "end": _("Thời gian kết thúc"),
}
ROWS = {"present": 4, "course": 6, "line": 2, "conclusions": 4}
"""At least so many lines; the others have one."""
MOST_ROWS = 24
NEEDED = {
    "start": _("Chưa có thời gian bắt đầu."),
    "place": _("Chưa có địa điểm."),
    "present": _("Chưa có thành phần tham dự."),
    "chair": _("Chưa có tên chủ tọa."),
    "secretary": _("Chưa có tên thư ký."),
    "course": _("Chưa có nội dung diễn biến."),
    "end": _("Chưa có thời gian kết thúc."),
}


class LongField(WordsField):
    """Lines end as the database keeps them, whatever the browser sent."""

    def clean(self, value: Any) -> Any:
        return super().clean(str(value or "").replace("\r\n", "\n").replace("\r", "\n"))


class TextForm(forms.Form):
    """A section that was not sent stays as it is."""

    base = NumberField(min_value=1, max_value=999_999_999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SECTIONS:
            self.fields[name] = LongField(label=LABELS[name], max_length=LONGEST, required=False, strip=False)

    def sections(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in SECTIONS if name in self.data}


class StepForm(forms.Form):
    step = KindField(choices=[(one.value, one.value) for one in Step if one is not Step.ISSUE])
    version = NumberField(min_value=1, max_value=999_999_999)
    reason = WordsField(label=_("Lý do"), max_length=500, required=False)


def lacking(text: dict[str, str]) -> list[str]:
    """What the form asks for and the text has not, in words."""
    return [str(NEEDED[name]) for name in missing(text)]


def rows_of(name: str, text: str) -> int:
    """As high as the text, in a browser that does not do it by itself."""
    lines = sum(1 + len(line) // 70 for line in text.splitlines())
    return min(max(lines, ROWS.get(name, 1)), MOST_ROWS)
