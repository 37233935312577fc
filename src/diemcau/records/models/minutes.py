"""The minutes of a conference: one for all its official sittings, its text in versions that never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diemcau.conference.approval import MinutesState
from diemcau.records.models.account import Account
from diemcau.records.models.conference import Conference


class Minutes(models.Model):
    """`version` counts every change, of the text and of the state. `remark`: why the chair sent it back, or
    why what was issued is corrected."""

    class State(models.TextChoices):
        DRAFT = MinutesState.DRAFT.value, _("Dự thảo")
        SUBMITTED = MinutesState.SUBMITTED.value, _("Đã trình chủ tọa")
        APPROVED = MinutesState.APPROVED.value, _("Chủ tọa đã duyệt")
        ISSUED = MinutesState.ISSUED.value, _("Đã ban hành")

    conference = models.OneToOneField(Conference, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    remark = models.CharField("lý do", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="minutes_approved_by_another",
                condition=models.Q(approved_by__isnull=True)
                | models.Q(submitted_by__isnull=True)
                | ~models.Q(approved_by=models.F("submitted_by")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.conference} ({self.get_state_display()})"


class MinutesVersion(models.Model):
    """`sections`: name -> text; refuses UPDATE and DELETE. `restored`: the number of the version it brings
    back."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("phiên bản")
    sections = models.JSONField()
    changed = models.JSONField(default=list)
    deliberate = models.BooleanField(default=False)
    restored = models.PositiveIntegerField(null=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_once")]

    def __str__(self) -> str:
        return f"{self.minutes} v{self.number}"
