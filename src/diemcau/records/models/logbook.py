"""A site's log book (Art. 4.1): what is proposed, what was signed, where its chain stood at a session's end.

A book belongs to a site's code: it goes on when the site's name changes. Entries and checkpoints refuse
UPDATE and DELETE (triggers).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diemcau.records.models.account import Account
from diemcau.records.models.conference import Session


class LogKind(models.TextChoices):
    """As `conference.logbook.EntryKind`."""

    DUTY = "duty", _("Trực kỹ thuật")
    TEST_QUALITY = "test_quality", _("Chất lượng phiên thử")
    OFFICIAL_QUALITY = "official_quality", _("Chất lượng phiên chính thức")
    FAULT = "fault", _("Sự cố và xử lý")
    REMARK = "remark", _("Ghi chú")
    HANDOVER = "handover", _("Bàn giao trực")
    CORRECTION = "correction", _("Đính chính")


class LogDraft(models.Model):
    """What stands in the book only when a person has signed it. `facts`: the machine's sentences;
    `statement`: the person's. `first_signer`: of a hand-over, who hands over; the other one signs last."""

    class State(models.TextChoices):
        OPEN = "open", _("Chờ ký")
        SIGNED = "signed", _("Đã ký")
        SET_ASIDE = "set_aside", _("Không ghi vào sổ")

    site_code = models.SlugField(max_length=80)
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="log_drafts"
    )
    kind = models.CharField("loại", max_length=20, choices=LogKind)
    key = models.CharField(max_length=60)
    happened_from = models.DateTimeField("từ lúc")
    happened_to = models.DateTimeField("đến lúc", null=True, blank=True)
    facts = models.JSONField(default=list)
    statement = models.TextField("phần người trực ghi", max_length=4000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField("lý do không ghi", max_length=300, blank=True)
    first_signer = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    first_signed_at = models.DateTimeField(null=True)
    second_signer = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["happened_from", "pk"]
        constraints = [models.UniqueConstraint(fields=["site_code", "session", "key"], name="log_draft_once")]

    def __str__(self) -> str:
        return f"{self.site_code} {self.kind} {self.key}"


class LogEntry(models.Model):
    """`happened_*`: when it was; `entered_at`: when its author wrote it; `written_at`: the server's clock.
    `late`: more than a day lies between. `author_role`: as held then. `proof`: how the author showed who he
    is. `hash`: of the previous entry's hash and this entry (conference/chain.py)."""

    site_code = models.SlugField(max_length=80)
    number = models.PositiveIntegerField("số thứ tự")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="log_entries"
    )
    kind = models.CharField("loại", max_length=20, choices=LogKind)
    happened_from = models.DateTimeField("từ lúc")
    happened_to = models.DateTimeField("đến lúc", null=True, blank=True)
    entered_at = models.DateTimeField("ghi lúc")
    written_at = models.DateTimeField("vào sổ lúc")
    late = models.BooleanField("ghi muộn", default=False)
    facts = models.JSONField(default=list)
    statement = models.TextField(blank=True)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="log_entries")
    author_name = models.CharField(max_length=200)
    author_role = models.CharField(max_length=30)
    proof = models.CharField(max_length=20)
    co_signer = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    co_signer_name = models.CharField(max_length=200, blank=True)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["site_code", "number"]
        constraints = [models.UniqueConstraint(fields=["site_code", "number"], name="log_entry_once")]

    def __str__(self) -> str:
        return f"{self.site_code} {self.number}"


class LogCheckpoint(models.Model):
    """Where a book's chain stood when a session ended: entry `number` (0: empty) with `hash`, signed by the
    server's key. Handed to the site and printed, so that the chain cannot be replaced whole."""

    site_code = models.SlugField(max_length=80)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="checkpoints")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    signature = models.CharField(max_length=100)
    key = models.CharField(max_length=64)

    class Meta:
        ordering = ["-at", "site_code"]
        constraints = [models.UniqueConstraint(fields=["session", "site_code"], name="checkpoint_once")]

    def __str__(self) -> str:
        return f"{self.site_code} {self.number} {self.hash[:8]}"
