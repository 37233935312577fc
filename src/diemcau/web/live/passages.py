"""Who may pass the gate, and who is passing it now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from diemcau.conference.plan import Identity, Rights, Slot, Source, engine_plan
from diemcau.conference.session import Lane
from diemcau.conference.session import Session as State
from diemcau.records.queries.access import Granted

CHECK_ROLES = ("a", "b")
CHECK_RIGHTS = {
    "a": Rights(frozenset({Source.CAMERA, Source.MICROPHONE})),
    "b": Rights(),
}
TALK_RIGHTS = Rights(frozenset({Source.MICROPHONE}))
OUT = (Lane.EXPECTED, Lane.WAITING, Lane.LEFT, Lane.ABSENT)  # a dropped site has nothing to check


@dataclass(frozen=True, slots=True)
class Room:
    """What a room's name says: "room", "check" or "talk"; its session; its site."""

    kind: str
    session: UUID
    site: str = ""

    @classmethod
    def parse(cls, name: str) -> "Room | None":
        kind, dash, rest = name.partition("-")
        own = kind in ("check", "talk") and dash
        text, site = (rest[:36], rest[37:]) if own else (name, "")
        try:
            session = UUID(text)
        except ValueError:
            return None
        whole = str(session) == text and (not own or (rest[36:37] == "-" and bool(site)))
        return cls(kind if own else "room", session, site) if whole else None

    def __str__(self) -> str:
        return str(self.session) if self.kind == "room" else f"{self.kind}-{self.session}-{self.site}"


def check_identity(site: str, role: str) -> str:
    return f"{site}~check~{role}"


def allowed(state: State, room: Room, identity: str) -> Rights | None:
    """What this identity may publish in this room now; None: it has no business there."""
    if not state.running:
        return None
    if room.kind == "check":
        return _in_check(state, room, identity)
    if room.kind == "talk":
        return _in_talk(state, room, identity)
    parsed = Identity.parse(identity)
    return engine_plan(state).allows(parsed) if parsed else None


def may_check(state: State, site: str) -> bool:
    seat = state.seat(site)
    return state.running and seat is not None and seat.lane in OUT


def _in_check(state: State, room: Room, identity: str) -> Rights | None:
    owner, _, role = identity.partition("~check~")
    return CHECK_RIGHTS.get(role) if owner == room.site and may_check(state, room.site) else None


def _in_talk(state: State, room: Room, identity: str) -> Rights | None:
    parsed, seat = Identity.parse(identity), state.seat(room.site)
    if parsed is None or seat is None or state.talkback != room.site:
        return None
    own = Identity(Slot.ROOM, seat.site, seat.epoch)
    return TALK_RIGHTS if parsed.slot is Slot.OPERATOR or parsed == own else None


@dataclass(eq=False, slots=True)
class Passage:
    """One connection through the gate. `close(code)` ends it from our side."""

    room: Room
    identity: str
    device: str
    close: Callable[[int], None]


@dataclass(slots=True)
class Passages:
    """One live connection for each identity of a room; a newer one of the same identity takes its place.

    `devices`: who was last given a ticket for a slot here; `grants`: by what right. Which device holds a
    slot, and whose right was withdrawn, is in the database, for every web process.
    """

    here: dict[tuple[str, str], Passage] = field(default_factory=dict)
    devices: dict[tuple[str, str], str] = field(default_factory=dict)
    grants: dict[tuple[str, str], Granted] = field(default_factory=dict)

    def enter(self, passage: Passage) -> Passage | None:
        """Returns the one it replaces."""
        key = (str(passage.room), passage.identity)
        old = self.here.get(key)
        self.here[key] = passage
        return old

    def leave(self, passage: Passage) -> None:
        key = (str(passage.room), passage.identity)
        if self.here.get(key) is passage:
            del self.here[key]

    def give(self, room: str, identity: str, device: str, granted: Granted) -> None:
        self.devices[(room, identity)] = device
        self.grants[(room, identity)] = granted

    def of_sites(self, session: UUID, sites: Iterable[str]) -> list[Passage]:
        wanted = set(sites)
        return [
            p for p in self.of(session) if p.identity.partition("~")[0] in wanted or p.room.kind != "room"
        ]

    def of(self, session: UUID) -> list[Passage]:
        return [passage for passage in self.here.values() if passage.room.session == session]

    def forget(self, session: UUID) -> None:
        name = str(session)
        self.devices = {key: device for key, device in self.devices.items() if name not in key[0]}
        self.grants = {key: one for key, one in self.grants.items() if name not in key[0]}
