"""Art. 3 and 5: who may see what of a conference's dossier. Plain facts in, a level out; nobody else decides.

Why it is so, and what was rejected: ADR 10.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from diemcau.regulation.powers import Power, Role, may


class Level(IntEnum):
    """Each includes the ones before it.

    FACTS: rooms, times, quality; neither title nor names. DUTY: also the event record and the recording, for
    whoever made it and must be able to check it. CONTENT: also papers, script, minutes, conclusions.
    """

    NOTHING = 0
    FACTS = 1
    DUTY = 2
    CONTENT = 3


class Side(StrEnum):
    STATE = "state"
    PARTY = "party"
    OTHER = "other"


class Secrecy(StrEnum):
    ORDINARY = "ordinary"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Membership:
    """One role as it is held today; `unit`: code of the unit it is held for, itself or by its site ("": of
    none)."""

    role: Role
    unit: str = ""
    side: Side | None = None

    def may(self, power: Power) -> bool:
        return may(self.role, power)


@dataclass(frozen=True, slots=True)
class Viewer:
    account: str
    memberships: tuple[Membership, ...] = ()

    def units(self, power: Power) -> frozenset[str]:
        """For which he holds a role with this power."""
        return frozenset(one.unit for one in self.memberships if one.unit and one.may(power))

    def sides(self) -> frozenset[Side]:
        return frozenset(one.side for one in self.memberships if one.side and one.may(Power.READ_ARCHIVE))

    def may(self, power: Power) -> bool:
        return any(one.may(power) for one in self.memberships)


@dataclass(frozen=True, slots=True)
class Grant:
    """A share: to a unit or to an account, up to `until` (none: without end)."""

    unit: str = ""
    account: str = ""
    until: datetime | None = None

    def reaches(self, viewer: Viewer, now: datetime) -> bool:
        if self.until is not None and now >= self.until:
            return False
        by_unit = bool(self.unit) and self.unit in viewer.units(Power.READ_ARCHIVE)
        return by_unit or (bool(self.account) and self.account == viewer.account)


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """`owner`: the host unit, else the convener. `invited`: units of the invited sites and of the chair's,
    the convener, the host. `prepared_by`: accounts that prepared it or write its minutes, and its chair's."""

    owner: str
    side: Side
    secrecy: Secrecy = Secrecy.ORDINARY
    invited: frozenset[str] = frozenset()
    prepared_by: frozenset[str] = frozenset()
    published: bool = False
    closed: bool = False
    grants: tuple[Grant, ...] = ()


def level_of(viewer: Viewer, dossier: DossierFacts, now: datetime) -> Level:
    """The highest that any reason gives. An administrator keeps accounts: his role is no reason."""
    if not viewer.may(Power.READ_ARCHIVE):
        return Level.NOTHING
    if _sees_content(viewer, dossier, now):
        return Level.CONTENT
    if viewer.may(Power.OPEN_SESSION) and not dossier.closed:
        return Level.DUTY
    return Level.FACTS if is_inside(viewer) else Level.NOTHING


def watches(viewer: Viewer, dossier: DossierFacts, now: datetime) -> bool:
    """Art. 3: units that are not sites may watch the program while it runs: the invited ones, and those that
    its owner shares it with. Only the program: no floor, no board."""
    if not viewer.may(Power.WATCH_LIVE):
        return False
    by_unit = bool(dossier.invited & viewer.units(Power.WATCH_LIVE))
    return by_unit or any(grant.reaches(viewer, now) for grant in dossier.grants)


def owns(viewer: Viewer, dossier: DossierFacts) -> bool:
    """Publishes, shares, decides requests, closes: the owner unit's officers and archivists."""
    return dossier.owner in viewer.units(Power.MANAGE_ARCHIVE)


def crosses(viewer: Viewer, dossier: DossierFacts) -> bool:
    """Between the Party's and the State's side: nothing of the viewer is on the dossier's side."""
    return dossier.side not in viewer.sides()


def may_ask(viewer: Viewer, dossier: DossierFacts, now: datetime) -> bool:
    """For the content, of its owner. What is internal is not asked for across the sides: its owner shares it
    or does not."""
    if level_of(viewer, dossier, now) not in (Level.FACTS, Level.DUTY):
        return False
    return dossier.secrecy is Secrecy.ORDINARY or not crosses(viewer, dossier)


def is_inside(viewer: Viewer) -> bool:
    """Of a unit of the State's or the Party's side, or of the centre. Outside units see what is shared."""
    return viewer.may(Power.OPEN_SESSION) or bool(viewer.sides() - {Side.OTHER})


def _sees_content(viewer: Viewer, dossier: DossierFacts, now: datetime) -> bool:
    if owns(viewer, dossier) or viewer.account in dossier.prepared_by:
        return True
    if dossier.published and dossier.invited & viewer.units(Power.READ_ARCHIVE):
        return True
    return any(grant.reaches(viewer, now) for grant in dossier.grants)
