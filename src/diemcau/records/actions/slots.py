"""Device slots: given with a ticket, shut when the right to it is withdrawn, forgotten with the session."""

from uuid import UUID

from diemcau.records.models import DeviceSlot
from diemcau.records.store import translated


def give_slot(room: str, identity: str, device: str) -> None:
    with translated():
        DeviceSlot.objects.update_or_create(
            room=room, identity=identity, defaults={"device": device, "shut": False}
        )


def shut_slot(room: str, identity: str) -> None:
    with translated():
        DeviceSlot.objects.update_or_create(room=room, identity=identity, defaults={"shut": True})


def forget_slots(session: UUID) -> None:
    with translated():
        DeviceSlot.objects.filter(room__contains=str(session)).delete()
