"""A conference, the sites it invites, the versions of its script, its sessions."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from diemcau.records.models.account import Account
from diemcau.records.models.network import Person, Site, Unit


class Conference(models.Model):
    class Kind(models.TextChoices):
        EVENT = "event", _("Sự kiện")
        MEETING = "meeting", _("Cuộc họp")
        CONFERENCE = "conference", _("Hội nghị")
        BRIEFING = "briefing", _("Giao ban")
        TRAINING = "training", _("Tập huấn")

    class Secrecy(models.TextChoices):
        """Nothing marked state secret may be held on this network: there is no such choice."""

        ORDINARY = "ordinary", _("Bình thường")
        INTERNAL = "internal", _("Nội bộ")

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        SCHEDULED = "scheduled", _("Đã lên lịch")
        HELD = "held", _("Đã họp")
        CANCELLED = "cancelled", _("Đã hủy")
        POSTPONED = "postponed", _("Hoãn")

    title = models.CharField("tên hội nghị", max_length=300)
    kind = models.CharField("loại", max_length=12, choices=Kind, default=Kind.CONFERENCE)
    secrecy = models.CharField("độ mật", max_length=10, choices=Secrecy, default=Secrecy.ORDINARY)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.DRAFT)
    convener = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="convened", verbose_name="cơ quan triệu tập"
    )
    host_unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted",
        verbose_name="đơn vị chủ trì",
    )
    chair_site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="chaired", verbose_name="điểm cầu chủ tọa"
    )
    chair_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="chủ tọa"
    )
    secretary = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="thư ký"
    )
    starts_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc dự kiến")
    out_of_scope_reason = models.CharField("lý do ngoài phạm vi Điều 1", max_length=300, blank=True)
    not_recorded_reason = models.CharField("lý do không ghi hình", max_length=300, blank=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                name="conference_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="conference_secrecy_allowed", condition=models.Q(secrecy__in=["ordinary", "internal"])
            ),
        ]

    def __str__(self) -> str:
        return self.title


class InvitedSite(models.Model):
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="invited")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="invited_to")

    class Meta:
        ordering = ["site__number"]
        constraints = [models.UniqueConstraint(fields=["conference", "site"], name="invited_once")]

    def __str__(self) -> str:
        return str(self.site)


class ScriptVersion(models.Model):
    """One version of the script; never changed afterwards. `items`: as `Script.items` in JSON."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="scripts")
    number = models.PositiveIntegerField("phiên bản")
    items = models.JSONField(default=list)
    changed = models.JSONField(default=list)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="script_version_once")]

    def __str__(self) -> str:
        return f"v{self.number}"


class Session(models.Model):
    """One sitting, test or official. The truth is its event stream; `phase` and `seq` mirror it for lists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(
        "loại phiên", max_length=10, choices=[("test", _("Phiên thử")), ("official", _("Phiên chính thức"))]
    )
    planned_start = models.DateTimeField("giờ dự kiến")
    phase = models.CharField(max_length=10, default="planned", db_index=True)
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["planned_start"]

    def __str__(self) -> str:
        return f"{self.conference} ({self.get_kind_display()})"
