"""Roles and powers: the table, written out once more."""

import pytest

from diemcau.regulation.powers import POWERS, Power, Role, may

READ, PREPARE = {"conference.read"}, {"conference.prepare"}
RUN = READ | {
    "session.watch",
    "session.preside",
    "sites.admit",
    "picture.direct",
    "floor.give",
    "floor.enter_for_others",
    "message.instruct",
    "recording.direct",
    "archive.read",
}
BOOK = {"logbook.read", "logbook.write", "faults.read", "faults.handle", "duty.manage"}
ANSWER = {"site.answer", "recording.show_notice"}

EXPECTED = {
    "administrator": READ | PREPARE | {"network.manage", "accounts.manage"},
    "central_technician": RUN | PREPARE | ANSWER | {"session.open", "network.manage", "media.play"} | BOOK,
    "chair": RUN | {"minutes.approve"},
    "chair_technician": RUN | ANSWER | BOOK,
    "site_technician": READ | ANSWER | BOOK | {"archive.read"},
    "room_screen": {"recording.show_notice"},
    "host_officer": READ
    | PREPARE
    | {"archive.read", "archive.manage", "documents.issue", "logbook.read", "faults.read", "duty.manage"},
    "archivist": {"archive.read", "archive.manage"},
    "secretary": READ | {"minutes.write", "archive.read"},
    "viewer": {"archive.read", "live.watch"},
    "machine": {"machine.observe"},
}


@pytest.mark.parametrize("power", Power)
@pytest.mark.parametrize("role", Role)
def test_a_role_has_a_power_or_not(role: Role, power: Power) -> None:
    assert may(role, power) is (power.value in EXPECTED[role.value])


def test_every_role_has_a_row() -> None:
    assert set(POWERS) == set(Role)
