"""A conference's dossier in the archive: publication and retention, shares and requests, who looked, what was
removed. A conference without a row here is a dossier that nobody has touched yet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diemcau.records.models.account import Account
from diemcau.records.models.conference import Conference
from diemcau.records.models.network import Unit
from diemcau.regulation import retention


class DossierRecord(models.Model):
    """`keep_until` is empty while it is not closed, and for ever with a permanent one."""

    class Retention(models.TextChoices):
        FIVE_YEARS = retention.Retention.FIVE_YEARS.value, _("5 năm")
        TEN_YEARS = retention.Retention.TEN_YEARS.value, _("10 năm")
        TWENTY_YEARS = retention.Retention.TWENTY_YEARS.value, _("20 năm")
        PERMANENT = retention.Retention.PERMANENT.value, _("Vĩnh viễn")

    conference = models.OneToOneField(
        Conference, primary_key=True, on_delete=models.PROTECT, related_name="record"
    )
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="dossiers", verbose_name="đơn vị giữ hồ sơ"
    )
    published_at = models.DateTimeField("công bố lúc", null=True)
    published_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("đóng hồ sơ lúc", null=True)
    closed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    retention = models.CharField(
        "thời hạn bảo quản", max_length=10, choices=Retention, default=retention.DEFAULT.value
    )
    keep_until = models.DateField("giữ đến hết ngày", null=True)
    handed_in_at = models.DateField("nộp lưu trữ ngày", null=True)
    handed_in_note = models.CharField("biên bản giao nhận", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dossier_closed_has_retention",
                condition=Q(closed_at__isnull=True) | Q(keep_until__isnull=False) | Q(retention="permanent"),
            )
        ]

    def __str__(self) -> str:
        return str(self.conference)


class AccessRequest(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("Chờ duyệt")
        APPROVED = "approved", _("Đã đồng ý")
        REFUSED = "refused", _("Không đồng ý")
        WITHDRAWN = "withdrawn", _("Đã rút")

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="access_requests")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="access_requests")
    by_name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=500)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField("trả lời", max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "account"],
                condition=Q(state="pending"),
                name="access_request_pending_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.conference}"


class Share(models.Model):
    """To a unit or to an account. `until`: seen before this instant (empty: without end)."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="shares")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="shares")
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="shares"
    )
    until = models.DateTimeField("xem được đến", null=True, blank=True)
    reason = models.CharField("lý do", max_length=500)
    request = models.OneToOneField(AccessRequest, null=True, on_delete=models.PROTECT, related_name="share")
    given_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.CheckConstraint(
                name="share_to_unit_or_account",
                condition=Q(unit__isnull=False, account__isnull=True)
                | Q(unit__isnull=True, account__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.account}: {self.conference}"


class Viewing(models.Model):
    """Who looked at what and when; refuses UPDATE and DELETE. `what`: the kind of thing, `key`: which one.

    `period`: the five minutes of the clock it falls in; one row for each account, thing and period.
    """

    class What(models.TextChoices):
        PAGE = "page", _("Trang hồ sơ")
        RECORDING = "recording", _("Bản ghi hình")
        LIVE = "live", _("Xem trực tiếp")
        REPLAY = "replay", _("Xem lại phiên")
        PAPER = "paper", _("Tài liệu")
        MINUTES = "minutes", _("Biên bản")
        EXPORT = "export", _("Xuất hồ sơ")

    at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="viewings")
    by_name = models.CharField(max_length=200)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="viewings")
    what = models.CharField(max_length=10, choices=What)
    key = models.CharField(max_length=80, blank=True)
    name = models.CharField("tên gọi", max_length=200, blank=True)
    period = models.BigIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "conference", "what", "key", "period"], name="viewing_once_in_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.what} {self.key}"


class Removal(models.Model):
    """A recording's files or a paper's, deleted after their time by two persons. This row, the row of the
    thing and its hash stay."""

    class What(models.TextChoices):
        RECORDING = "recording", _("Bản ghi hình")
        PAPER = "paper", _("Tài liệu")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ người thứ hai xác nhận")
        CONFIRMED = "confirmed", _("Đã hủy tài liệu")
        WITHDRAWN = "withdrawn", _("Đã rút đề nghị")

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="removals")
    what = models.CharField(max_length=10, choices=What)
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    reason = models.CharField("lý do", max_length=500)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["what", "key"], condition=~Q(state="withdrawn"), name="removal_once"
            ),
            models.CheckConstraint(
                name="removal_by_two_persons",
                condition=~Q(state="confirmed")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("proposed_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.key}"
