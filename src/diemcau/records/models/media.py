"""Uploaded files that a conference plays: clips, the anthem. The bytes lie in the media folder."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from diemcau.records.models.account import Account
from diemcau.records.models.conference import Conference


class MediaFile(models.Model):
    """`stored`: its name on disk, never the user's. A removed one keeps its row, without its file."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("Phim")
        AUDIO = "audio", _("Âm thanh")

    class Form(models.TextChoices):
        """What browsers can play, told from the content."""

        MP4 = "mp4", "MP4"
        WEBM = "webm", "WebM"
        MP3 = "mp3", "MP3"
        WAV = "wav", "WAV"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="media")
    title = models.CharField("tên gọi", max_length=120)
    stored = models.CharField(max_length=80, unique=True)
    kind = models.CharField("loại", max_length=5, choices=Kind)
    form = models.CharField("định dạng", max_length=4, choices=Form)
    size = models.PositiveBigIntegerField("dung lượng")
    seconds = models.FloatField("thời lượng")
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "title"],
                condition=models.Q(removed_at__isnull=True),
                name="media_title_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
