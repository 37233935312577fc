"""State -> what the media engine should look like: who may publish what. The conductor applies the difference."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Source(StrEnum):
    CAMERA = "camera"
    MICROPHONE = "microphone"
    SCREEN = "screen"
    SCREEN_SOUND = "screen_sound"


class Slot(StrEnum):
    """Device slots. ROOM publishes; the others only look and listen."""

    ROOM = "room"
    DISPLAY = "display"
    OPERATOR = "operator"


class Rights(msgspec.Struct, frozen=True):
    publish: frozenset[Source] = frozenset()


class Identity(msgspec.Struct, frozen=True):
    """How a participant is called in the engine: `bim-son~room~3`, `bim-son~display~3`, `op~<account>~<device>`.

    Sites are bound to their admission epoch; operators (`owner` "op") to an account and a device.
    """

    slot: Slot
    owner: str  # site code, or account id for an operator
    epoch: int = 0
    device: str = ""

    def __str__(self) -> str:
        if self.slot is Slot.OPERATOR:
            return f"op~{self.owner}~{self.device}"
        return f"{self.owner}~{self.slot}~{self.epoch}"

    @classmethod
    def parse(cls, text: str) -> "Identity | None":
        match text.split("~"):
            case ["op", owner, device] if owner and device:
                return cls(Slot.OPERATOR, owner, device=device)
            case [owner, ("room" | "display") as slot, epoch] if owner and epoch.isdecimal():
                return cls(Slot(slot), owner, int(epoch))
        return None


class EnginePlan(msgspec.Struct, frozen=True):
    """`room` None: the room should not exist. `rights`: site code -> what its ROOM slot may publish."""

    room: str | None
    rights: Mapping[str, Rights]
    epochs: Mapping[str, int]

    def allows(self, identity: Identity) -> Rights | None:
        """What this participant may publish; None: it must not be in the room."""
        if self.room is None:
            return None
        if identity.slot is Slot.OPERATOR:
            return Rights()
        if self.epochs.get(identity.owner) != identity.epoch:
            return None
        return self.rights[identity.owner] if identity.slot is Slot.ROOM else Rights()
