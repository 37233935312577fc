"""Device slots, as every web process knows them."""

from typing import NamedTuple

from diemcau.records.models import DeviceSlot
from diemcau.records.store import reading


class Holding(NamedTuple):
    device: str
    shut: bool


def holding(room: str, identity: str) -> Holding | None:
    """None: no ticket was given for it yet."""
    rows = DeviceSlot.objects.filter(room=room, identity=identity).values_list("device", "shut")
    row = reading(rows.first)
    return Holding(*row) if row else None
