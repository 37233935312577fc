"""The register of outgoing documents (sổ văn bản đi): what was issued, with its number. Refuses UPDATE and
DELETE."""

import uuid

from django.db import models

from diemcau.records.models.account import Account
from diemcau.records.models.conference import Conference
from diemcau.records.models.network import Unit


class IssuedDocument(models.Model):
    """`scheme`: kinds that share one row of numbers ("BB", "TB", ...). `designation`: the number as printed.
    `content`: the document as it was rendered (`documents.content.Document`). Its files lie in the documents
    folder as `<id>.pdf` and `<id>.docx`. `corrects`: the document that this one replaces."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="issued", verbose_name="cơ quan ban hành"
    )
    kind = models.CharField("loại văn bản", max_length=20)
    scheme = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    designation = models.CharField("số, ký hiệu", max_length=80)
    dated = models.DateField("ngày văn bản")
    subject = models.CharField("trích yếu", max_length=500)
    signatory = models.CharField("người ký", max_length=200)
    recipients = models.TextField("nơi nhận", blank=True)
    keeper = models.CharField("đơn vị lưu", max_length=200, blank=True)
    conference = models.ForeignKey(
        Conference, null=True, on_delete=models.PROTECT, related_name="issued_documents"
    )
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    content = models.JSONField()
    pdf_sha256 = models.CharField(max_length=64)
    docx_sha256 = models.CharField(max_length=64)
    issued_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["-issued_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "scheme", "year", "number"], name="document_number_once"),
            models.CheckConstraint(name="document_number_from_one", condition=models.Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return self.designation
