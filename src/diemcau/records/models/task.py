"""What a conference concluded: a conclusion for all, or a task that somebody has by a day."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diemcau.conference.approval import TaskState
from diemcau.records.models.minutes import Minutes
from diemcau.records.models.network import Person, Unit


class Task(models.Model):
    """`remind_on`: from this day on it stands on its unit's Today. A conclusion has nobody and no day.
    `given_at`: when the minutes that give it were issued; a correction of them does not take it back."""

    class Kind(models.TextChoices):
        CONCLUSION = "conclusion", _("Kết luận")
        TASK = "task", _("Nhiệm vụ")

    class State(models.TextChoices):
        OPEN = TaskState.OPEN.value, _("Chưa làm")
        DOING = TaskState.DOING.value, _("Đang làm")
        DONE = TaskState.DONE.value, _("Đã xong")
        CANCELLED = TaskState.CANCELLED.value, _("Thôi thực hiện")

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    place = models.PositiveIntegerField()
    words = models.TextField("nội dung")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks", verbose_name="đơn vị"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks", verbose_name="người"
    )
    due = models.DateField("hạn", null=True, blank=True)
    remind_on = models.DateField("nhắc từ ngày", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.OPEN)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    given_at = models.DateTimeField("giao lúc", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["minutes", "place", "pk"]
        constraints = [
            models.CheckConstraint(
                name="task_conclusion_is_for_all",
                condition=Q(kind="task")
                | Q(unit__isnull=True, person__isnull=True, due__isnull=True, state="open"),
            ),
            models.CheckConstraint(
                name="task_reminds_before_due",
                condition=Q(remind_on__isnull=True) | Q(due__isnull=True) | Q(remind_on__lte=models.F("due")),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def unfinished(self) -> bool:
        return self.state in (Task.State.OPEN, Task.State.DOING)

    def late_on(self, day: date) -> bool:
        return self.unfinished and self.due is not None and self.due < day
