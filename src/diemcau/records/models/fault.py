"""A fault at a site, whom it was told, what was done (Art. 6.2, 7.2). Reports and steps are append-only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diemcau.records.models.account import Account
from diemcau.records.models.conference import Session
from diemcau.records.models.network import Site


class Fault(models.Model):
    """`key`: of one that the system opened, its name within the session. `restored_at`: the machine saw the
    line whole again; `closed_at`: a person says that it is over."""

    class Kind(models.TextChoices):
        """As `conference.faults.FaultKind`."""

        LINE = "line", _("Đường truyền")
        POWER = "power", _("Nguồn điện")
        DEVICE = "device", _("Thiết bị")
        PICTURE = "picture", _("Hình ảnh")
        SOUND = "sound", _("Âm thanh")
        LIGHT = "light", _("Ánh sáng")
        PHYSICAL = "physical", _("Va chạm, tác động cơ học")
        OTHER = "other", _("Sự cố khác")

    class Severity(models.TextChoices):
        MINOR = "minor", _("Vẫn họp được")
        MAJOR = "major", _("Không họp được")

    class Source(models.TextChoices):
        MACHINE = "machine", _("Hệ thống phát hiện")
        SITE = "site", _("Điểm cầu báo")
        PHONE = "phone", _("Báo qua điện thoại")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="faults")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="faults"
    )
    key = models.CharField(max_length=120, blank=True)
    kind = models.CharField("loại sự cố", max_length=10, choices=Kind)
    severity = models.CharField("mức độ", max_length=10, choices=Severity, default=Severity.MAJOR)
    source = models.CharField("phát hiện", max_length=10, choices=Source)
    words = models.CharField("biểu hiện", max_length=500, blank=True)
    happened_at = models.DateTimeField("xảy ra lúc")
    opened_at = models.DateTimeField("ghi nhận lúc")
    opened_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    opened_by_name = models.CharField(max_length=200, blank=True)
    restored_at = models.DateTimeField("khôi phục lúc", null=True, blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    closed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField("nguyên nhân", max_length=500, blank=True)
    repair = models.CharField("cách xử lý", max_length=500, blank=True)
    not_reported_reason = models.CharField("lý do chưa báo đủ", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "key"], condition=~models.Q(key=""), name="fault_of_the_system_once"
            ),
            models.CheckConstraint(
                name="fault_closed_after_opened",
                condition=models.Q(closed_at__isnull=True) | models.Q(closed_at__gte=models.F("happened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.kind}"


class FaultReport(models.Model):
    """One of the two reports. `told_at`: when; `written_at`: the server's clock. `to_name`: who was told."""

    class To(models.TextChoices):
        LOCAL_CHAIR = "local_chair", _("Chủ trì tại điểm cầu")
        CENTRE = "centre", _("Điểm cầu trung tâm")

    class Channel(models.TextChoices):
        PHONE = "phone", _("Điện thoại")
        DIRECT = "direct", _("Trực tiếp")
        SYSTEM = "system", _("Hệ thống")

    fault = models.ForeignKey(Fault, on_delete=models.PROTECT, related_name="reports")
    to = models.CharField("báo cho", max_length=12, choices=To)
    channel = models.CharField("bằng", max_length=10, choices=Channel)
    to_name = models.CharField("người nhận tin", max_length=120, blank=True)
    told_at = models.DateTimeField("lúc")
    written_at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["told_at", "pk"]

    def __str__(self) -> str:
        return f"{self.fault}: {self.to}"


class FaultStep(models.Model):
    """What was done or seen, in order. `machine`: seen by the system."""

    fault = models.ForeignKey(Fault, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    words = models.CharField(max_length=500)
    machine = models.BooleanField(default=False)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.fault}: {self.words}"
