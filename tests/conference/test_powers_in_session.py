"""Who may send what: the powers table as the session applies it."""

import pytest

from diemcau.conference import commands as c
from diemcau.conference.actors import MACHINE, Actor
from diemcau.conference.commands import Refused
from diemcau.regulation.powers import Power, Role
from tests import world
from tests.conference.commands import EVERY
from tests.conference.test_phases import tag

SITES_OWN = {
    "site.knock",
    "site.leave",
    "site.submit_check",
    "fault.report",
    "roll.answer",
    "floor.request",
    "floor.cancel",
    "floor.yield",
    "script.acknowledge",
    "note.from_site",
    "note.acknowledge",
    "recording.confirm_notice",
}
MACHINES = {tag(command) for command in EVERY if tag(command).startswith("machine.")}
PREPARING = {"script.change", "site.add"}
ROSTER = {"site.assign"}
OPENING = {"session.open", "test.judge"}
PLAYING = {"clip.play", "clip.pause", "clip.stop"}
IN_CHAIR = {"floor.request", "floor.cancel", "floor.yield"}
ALL = {tag(command) for command in EVERY}

MAY: dict[Actor, set[str]] = {
    world.CENTRAL: ALL - MACHINES,
    world.CHAIR_TECHNICIAN: ALL - MACHINES - PREPARING - OPENING - PLAYING,
    world.CHAIR: ALL - MACHINES - ROSTER - PREPARING - OPENING - PLAYING - SITES_OWN
    | {"floor.request", "floor.cancel", "floor.yield"},
    world.BIM_SON: SITES_OWN | ROSTER,
    world.BIM_SON_SCREEN: {"recording.confirm_notice"},
    world.HOST_OFFICER: PREPARING | ROSTER,
    world.ADMINISTRATOR: PREPARING,
    world.ARCHIVIST: set(),
    world.SECRETARY: set(),
    world.READER: set(),
    MACHINE: MACHINES,
}


@pytest.mark.parametrize("actor", MAY, ids=lambda actor: actor.role.value)
@pytest.mark.parametrize("command", EVERY, ids=tag)
def test_only_who_holds_the_power(command: c.AnyCommand, actor: Actor) -> None:
    sitting = world.live()
    sitting.queues("bim-son", "dk-1")
    answer = sitting.tries(command, actor)
    refused = isinstance(answer, Refused) and answer.code == "power.missing"
    assert refused is (tag(command) not in MAY[actor])


def test_every_role_is_in_the_table() -> None:
    assert {actor.role for actor in MAY} == set(Role)


@pytest.mark.parametrize("command", [x for x in EVERY if type(x).for_site], ids=tag)
def test_a_site_technician_speaks_for_his_own_site_only(command: c.AnyCommand) -> None:
    refused = world.live().refuses(command, by=world.HA_TRUNG)
    assert (refused.code, refused.article) == ("power.other_site", "6.1, 7.1")


def test_a_site_technician_who_names_no_site_of_the_session_learns_nothing() -> None:
    unknown = world.live().refuses(c.Leave("khong-co"), by=world.BIM_SON)
    others = world.live().refuses(c.Leave("ha-trung"), by=world.BIM_SON)
    assert unknown == others


@pytest.mark.parametrize("make", [c.CancelRequest, c.YieldFloor])
def test_another_sites_request_is_as_if_it_did_not_exist(
    make: type[c.CancelRequest] | type[c.YieldFloor],
) -> None:
    sitting = world.live()
    sitting.queues("ha-trung", "dk-2")
    assert sitting.refuses(make("dk-2"), by=world.BIM_SON) == sitting.refuses(make("dk-9"), by=world.BIM_SON)


def test_the_chairs_powers_are_the_centres_but_opening_and_preparing() -> None:
    assert not world.CHAIR.may(Power.OPEN_SESSION)
    assert not world.CHAIR.may(Power.PREPARE_CONFERENCE)
