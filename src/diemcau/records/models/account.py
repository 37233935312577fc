"""Personal accounts (Art. 5.1: no shared login) and the roles they hold."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from diemcau.records.models.base import Dated
from diemcau.records.models.network import Person, Site, Unit
from diemcau.regulation.powers import Role


class Account(AbstractUser):
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="account"
    )
    password_is_temporary = models.BooleanField(
        "mật khẩu tạm", default=False
    )  # the holder must choose his own


class Assignment(Dated):
    """A role an account holds in a period; a site technician's names its site."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField("vai trò", max_length=30, choices=[(r.value, r.value) for r in Role])
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="assignment_site_technician_has_site",
                condition=~models.Q(role=Role.SITE_TECHNICIAN.value) | models.Q(site__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.role}"


class SiteLink(models.Model):
    """A join link bound to one site and one conference (Art. 5.1). Only the token's hash is kept."""

    class Slot(models.TextChoices):
        ROOM = "room", _("Phòng họp")
        DISPLAY = "display", _("Màn hình phòng")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="links")
    conference = models.ForeignKey("records.Conference", on_delete=models.PROTECT, related_name="links")
    slot = models.CharField("dùng cho", max_length=10, choices=Slot, default=Slot.ROOM)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField("hết hạn")
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.site} ({self.slot})"

    def opens(self, conference: int, site: str, slot: "SiteLink.Slot") -> bool:
        return self.conference_id == conference and self.site.code == site and self.slot == slot
