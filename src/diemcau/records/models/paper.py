"""Papers of a conference, each in versions. The bytes lie in the papers folder, never under a name of the
user's."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from diemcau.records.models.account import Account
from diemcau.records.models.conference import Conference


class Paper(models.Model):
    class Kind(models.TextChoices):
        INVITATION = "invitation", _("Giấy mời, giấy triệu tập")
        NOTICE = "notice", _("Thông báo")
        PROGRAMME = "programme", _("Chương trình")
        REPORT = "report", _("Báo cáo")
        SPEECH = "speech", _("Tham luận")
        CONCLUSION = "conclusion", _("Kết luận")
        OTHER = "other", _("Tài liệu khác")

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField("tên tài liệu", max_length=200)
    kind = models.CharField("loại", max_length=12, choices=Kind, default=Kind.OTHER)

    class Meta:
        ordering = ["kind", "title"]
        constraints = [models.UniqueConstraint(fields=["conference", "title"], name="paper_title_once")]

    def __str__(self) -> str:
        return self.title


class PaperVersion(models.Model):
    """Never changed. A removed one keeps its row and its hash, without its file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("phiên bản")
    form = models.CharField("định dạng", max_length=5)
    stored = models.CharField(max_length=80, unique=True)
    size = models.PositiveBigIntegerField("dung lượng")
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    uploaded_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="paper_version_once")]

    def __str__(self) -> str:
        return f"{self.paper} v{self.number}"
