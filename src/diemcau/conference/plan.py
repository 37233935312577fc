"""State -> what the media engine should look like: who may publish what. The conductor applies the
difference."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from diemcau.conference.session import Phase, Seat, Session


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
    RECORDER = "recorder"


_PREFIXES = {Slot.OPERATOR: "op", Slot.RECORDER: "rec"}


class Rights(msgspec.Struct, frozen=True):
    publish: frozenset[Source] = frozenset()


class Identity(msgspec.Struct, frozen=True):
    """How a participant is called in the engine: `bim-son~room~3`, `bim-son~display~3`,
    `op~<account>~<device>`, `rec~<session>~<name>`.

    Sites are bound to their admission epoch; operators to an account and a device; a recorder to its session.
    """

    slot: Slot
    owner: str  # site code, account id for an operator, session for a recorder
    epoch: int = 0
    device: str = ""

    def __str__(self) -> str:
        if self.slot in _PREFIXES:
            return f"{_PREFIXES[self.slot]}~{self.owner}~{self.device}"
        return f"{self.owner}~{self.slot}~{self.epoch}"

    @classmethod
    def parse(cls, text: str) -> "Identity | None":
        match text.split("~"):
            case [("op" | "rec") as prefix, owner, device] if owner and device:
                return cls(Slot.OPERATOR if prefix == "op" else Slot.RECORDER, owner, device=device)
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
        if identity.slot is Slot.RECORDER:
            return Rights() if identity.owner == self.room else None
        if self.epochs.get(identity.owner) != identity.epoch:
            return None
        return self.rights[identity.owner] if identity.slot is Slot.ROOM else Rights()


class PlanChange(msgspec.Struct, frozen=True):
    """From one plan to the next. `rights`: sites whose room slot's rights are new or changed. `remove`:
    admissions (site, epoch) that are over: every slot of them must be out of the room."""

    open: str | None
    close: str | None
    rights: Mapping[str, Rights]
    remove: tuple[tuple[str, int], ...]

    def __bool__(self) -> bool:
        return bool(self.open or self.close or self.rights or self.remove)


NO_ROOM = EnginePlan(None, {}, {})

_RIGHTS = {
    (speaks, shares): Rights(
        frozenset(
            {Source.CAMERA}
            | ({Source.MICROPHONE} if speaks else set())
            | ({Source.SCREEN, Source.SCREEN_SOUND} if shares else set())
        )
    )
    for speaks in (False, True)
    for shares in (False, True)
}


def microphones(state: Session) -> tuple[str, ...]:
    """Sites that may be heard: the chair's always; floor holders and the one under voice check, unless
    the session is paused or every microphone is closed. A lost site keeps its right, so that it comes back
    by itself."""
    if not state.running:
        return ()
    chair = state.chair_seat()
    heard = [chair.site] if chair else []
    if state.phase is not Phase.PAUSED and not state.all_closed:
        heard += [request.site for request in state.floor.speaking()]
        heard += [state.voice_at] if state.voice_at else []
    return tuple(site for site in dict.fromkeys(heard) if state.seats[site].admitted)


def rights_of(seat: Seat, heard: tuple[str, ...]) -> Rights:
    return _RIGHTS[seat.site in heard, seat.sharing_allowed]


def engine_plan(state: Session) -> EnginePlan:
    if not state.running:
        return NO_ROOM
    heard = microphones(state)
    admitted = [seat for seat in state.seats.values() if seat.admitted]
    return EnginePlan(
        state.id,
        {seat.site: rights_of(seat, heard) for seat in admitted},
        {seat.site: seat.epoch for seat in admitted},
    )


def difference(before: EnginePlan, after: EnginePlan) -> PlanChange:
    same_room = before.room == after.room
    old = before if same_room else NO_ROOM
    return PlanChange(
        open=None if same_room else after.room,
        close=None if same_room else before.room,
        rights={
            site: rights
            for site, rights in after.rights.items()
            if old.rights.get(site) != rights or old.epochs[site] != after.epochs[site]
        },
        remove=tuple((site, epoch) for site, epoch in old.epochs.items() if after.epochs.get(site) != epoch),
    )
