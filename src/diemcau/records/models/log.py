"""What was done in the office: one line for every write, in its transaction. Refuses UPDATE and DELETE."""

from django.db import models

from diemcau.records.models.account import Account


class LogLine(models.Model):
    """`action`: a dotted, stable name. `subject`: what it was done to, as "kind:key".

    `changes`: field -> [before, after], as people read them. `by_name`: as the account was called then.
    """

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, db_index=True)
    changes = models.JSONField(default=dict)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
