"""Who did it: a person in a role, or the machine that saw it."""

import msgspec

from diemcau.regulation.powers import Power, Role, may


class Actor(msgspec.Struct, frozen=True, omit_defaults=True):
    """`site` binds a site technician (or a room's screen) to exactly one site; others act for any."""

    role: Role
    id: str
    name: str
    site: str | None = None

    def may(self, power: Power) -> bool:
        return may(self.role, power)

    def may_speak_for(self, site: str) -> bool:
        return self.site == site if self.role in (Role.SITE_TECHNICIAN, Role.ROOM_SCREEN) else True


MACHINE = Actor(Role.MACHINE, "machine", "Hệ thống")
