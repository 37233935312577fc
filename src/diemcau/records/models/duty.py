"""Technical duty for one session, and who has been trained (Art. 5.4, 6.4, 7.4, 12)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diemcau.records.models.account import Account
from diemcau.records.models.conference import Session
from diemcau.records.models.network import Person, Site, Unit


class DutyTurn(models.Model):
    """One line of a roster. `site` empty: for the whole session (telecom, power). `name`, `phone`: as they
    were called then. A swap ends the turn and makes another; nothing is overwritten. `channel`, `told_by`,
    `read_back`: how the word came (a telephone call is read back)."""

    class Duty(models.TextChoices):
        """As `regulation.duty.Duty`."""

        RESPONSIBLE = "responsible", _("Chịu trách nhiệm")
        ASSISTANT = "assistant", _("Hỗ trợ")
        TELECOM = "telecom", _("Viễn thông trực")
        POWER = "power", _("Điện lực trực")

    class Channel(models.TextChoices):
        SYSTEM = "system", _("Hệ thống")
        PHONE = "phone", _("Điện thoại")
        PAPER = "paper", _("Văn bản")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="turns")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="turns")
    duty = models.CharField("nhiệm vụ", max_length=12, choices=Duty)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="turns")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("họ và tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    channel = models.CharField("nhận tin qua", max_length=10, choices=Channel, default=Channel.SYSTEM)
    told_by = models.CharField("người báo", max_length=120, blank=True)
    read_back = models.BooleanField("đã đọc lại", default=False)
    reason = models.CharField("lý do", max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    checked_in_at = models.DateTimeField("có mặt lúc", null=True, blank=True)
    checked_out_at = models.DateTimeField("hết trực lúc", null=True, blank=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["site__number", "duty", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "site"],
                condition=models.Q(duty="responsible", ended_at__isnull=True),
                name="one_is_responsible",
            ),
            models.CheckConstraint(
                name="duty_at_a_site",
                condition=models.Q(duty__in=["telecom", "power"]) | models.Q(site__isnull=False),
            ),
            models.CheckConstraint(
                name="duty_out_after_in",
                condition=models.Q(checked_out_at__isnull=True)
                | models.Q(checked_in_at__isnull=False, checked_out_at__gte=models.F("checked_in_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.duty})"


class Training(models.Model):
    """A training by the Party committee or the Department (Art. 6.4; 7.4: the Department)."""

    subject = models.CharField("nội dung", max_length=300)
    held_on = models.DateField("ngày")
    trainer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="trainings", verbose_name="đơn vị tập huấn"
    )
    people = models.ManyToManyField(Person, related_name="trainings", verbose_name="người dự", blank=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.subject
