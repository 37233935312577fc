"""Forms of conclusions and tasks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diemcau.conference.approval import TASK_MOVES, TaskState
from diemcau.records.models import Person, Task, Unit
from diemcau.web.forms.fields import DayField, KindField, NumberField, PickField, WordsField
from diemcau.web.forms.minutes import LongField
from diemcau.web.forms.network import units_of_today

LONGEST = 2_000


class TaskForm(forms.Form):
    """`unit` or `person` is needed for a task; a conclusion is for all."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=999_999_999)
    kind = KindField(label=_("Loại"), choices=Task.Kind.choices)
    words = LongField(
        label=_("Nội dung"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, "data-words": ""})
    )
    unit = PickField(
        label=_("Đơn vị thực hiện"), queryset=Unit.objects.none(), required=False, empty_label=_("Chưa giao")
    )
    person = PickField(
        label=_("Người thực hiện"), queryset=Person.objects.none(), required=False, empty_label=_("Không ghi")
    )
    due = DayField(label=_("Thời hạn"), required=False)
    remind_on = DayField(
        label=_("Nhắc từ ngày"), required=False, help_text=_("Để trống: nhắc trước hạn hai ngày.")
    )

    def __init__(self, data: Any = None, *, instance: Task | None = None) -> None:
        names = ("version", "kind", "words", "unit", "person", "due", "remind_on")
        shown = {name: getattr(instance, name) for name in names} if instance else {"kind": Task.Kind.TASK}
        prefix = f"id_muc_{instance.pk}_%s" if instance else "id_muc_%s"
        super().__init__(data, initial=shown, auto_id=prefix)
        self.fields["unit"].queryset = units_of_today(instance and instance.unit_id)  # type: ignore[attr-defined]
        self.fields["person"].queryset = Person.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") != Task.Kind.TASK.value:
            return cleaned
        if not cleaned.get("unit") and not cleaned.get("person") and not self.errors:
            self.add_error("unit", _("Nhiệm vụ phải giao cho một đơn vị hoặc một người."))
        due, remind = cleaned.get("due"), cleaned.get("remind_on")
        if remind and not due:
            self.add_error("due", _("Có ngày nhắc thì phải có thời hạn."))
        if remind and due and remind > due:
            self.add_error("remind_on", _("Ngày nhắc không được sau thời hạn."))
        return cleaned

    def values(self) -> dict[str, Any]:
        names = ("words", "unit", "person", "due", "remind_on")
        return {name: self.cleaned_data.get(name) for name in names}


class MoveForm(forms.Form):
    to = KindField(choices=Task.State.choices)
    version = NumberField(min_value=1, max_value=999_999_999)
    note = WordsField(label=_("Ghi chú"), max_length=500, required=False)


def next_states(task: Task) -> list[tuple[str, str]]:
    return [(to.value, str(Task.State(to.value).label)) for to in TASK_MOVES[TaskState(task.state)]]
