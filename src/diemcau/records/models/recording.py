"""The recording of a session: the row beside the files. What happened stands in the session's events."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diemcau.records.models.conference import Session


class Recording(models.Model):
    """`folder`: its name in the folder of the recordings. `manifest_sha256`: of the manifest as it stood when
    the file was finished. `gaps`: what a fault kept out of it; pauses of the session do not count."""

    class State(models.TextChoices):
        RECORDING = "recording", _("Đang ghi")
        FINISHED = "finished", _("Đã hoàn tất")
        DISCARDED = "discarded", _("Đã hủy")
        EMPTY = "empty", _("Không có gì được ghi")
        DECLINED = "declined", _("Không ghi hình")

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="recording")
    state = models.CharField(
        "trạng thái", max_length=10, choices=State, default=State.RECORDING, db_index=True
    )
    profile = models.CharField(max_length=20, blank=True)
    folder = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField("bắt đầu", null=True)
    ended_at = models.DateTimeField("kết thúc", null=True)
    seconds = models.FloatField("thời lượng", default=0.0)
    size = models.BigIntegerField("dung lượng", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    segments = models.PositiveIntegerField(default=0)
    gaps = models.PositiveIntegerField(default=0)
    reason = models.CharField("lý do", max_length=500, blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                name="recording_finished_has_hash",
                condition=~models.Q(state="finished") | ~models.Q(sha256=""),
            ),
            models.CheckConstraint(
                name="recording_declined_has_reason",
                condition=~models.Q(state="declined") | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} ({self.get_state_display()})"
