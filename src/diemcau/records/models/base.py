"""What many tables share: codes, and a period in which a row holds ("names have dates")."""

from datetime import date

from django.db import models
from django.db.models import Q


class Dated(models.Model):
    """Valid from `valid_from` up to and including `valid_to` (empty: open end)."""

    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_period",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
            )
        ]


def on(day: date) -> Q:
    """Rows that hold on this day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
