"""The event stream of a session, leases of clerks, windows of line quality.

Events refuse UPDATE and DELETE (triggers).
"""

from django.db import models

from diemcau.records.models.conference import Session


class SessionEvent(models.Model):
    """`data`: the event as JSON with its `kind`. `order_id`: the client's id of the act; one act may give
    several events (`part` 0..n), but the same act never counts twice."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    by = models.JSONField()
    data = models.JSONField()
    on_word = models.BooleanField(default=False)
    order_id = models.CharField(max_length=64)
    part = models.PositiveSmallIntegerField(default=0)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["session", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["session", "seq"], name="event_seq_once"),
            models.UniqueConstraint(fields=["session", "order_id", "part"], name="event_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Lease(models.Model):
    """Who works on a thing now (one clerk per session). Taken over when `until` has passed."""

    name = models.CharField(max_length=100, primary_key=True)
    holder = models.CharField(max_length=100)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"


class QualityWindow(models.Model):
    """Twenty seconds of one site's line, one direction, in numbers; written in bulk."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="windows")
    site_code = models.SlugField(max_length=80)
    direction = models.CharField(max_length=4, choices=[("up", "Gửi đi"), ("down", "Nhận về")])
    started_at = models.DateTimeField()
    samples = models.PositiveSmallIntegerField()
    loss_percent = models.FloatField(null=True)
    jitter_ms = models.FloatField(null=True)
    round_trip_ms = models.FloatField(null=True)
    kbps = models.FloatField(null=True)
    grade = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "site_code", "direction", "started_at"], name="window_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site_code} {self.direction} {self.started_at}"


class DeviceSlot(models.Model):
    """Who was last given a ticket for one identity of one room, for every web process. `shut`: its right was
    withdrawn; no ticket of it opens anything until a new one is given."""

    room = models.CharField(max_length=150)
    identity = models.CharField(max_length=150)
    device = models.CharField(max_length=64)
    shut = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "identity"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.room} {self.identity}"
