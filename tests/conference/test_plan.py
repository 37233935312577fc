"""What the engine must look like: floor = permission. Articles 6.1, 7.1."""

from diemcau.conference import commands as c
from diemcau.conference.plan import (
    EnginePlan,
    Identity,
    PlanChange,
    Rights,
    Slot,
    Source,
    difference,
    engine_plan,
)
from tests import world
from tests.world import CENTRAL_SITE, CHAIR_SITE, Sitting

CAMERA = Rights(frozenset({Source.CAMERA}))
SPEAKING = Rights(frozenset({Source.CAMERA, Source.MICROPHONE}))
SHARING = Rights(frozenset({Source.CAMERA, Source.SCREEN, Source.SCREEN_SOUND}))


def plan(sitting: Sitting) -> EnginePlan:
    return engine_plan(sitting.state)


def heard(sitting: Sitting) -> set[str]:
    return {site for site, rights in plan(sitting).rights.items() if Source.MICROPHONE in rights.publish}


def test_no_room_before_and_after() -> None:
    assert plan(world.planned()) == plan(world.ended()) == EnginePlan(None, {}, {})


def test_only_the_admitted_are_in_the_plan() -> None:
    sitting = world.opened(here=("bim-son",)).waits("ha-trung")
    assert plan(sitting) == EnginePlan("phien-1", {"bim-son": CAMERA}, {"bim-son": 1})


def test_the_chair_is_heard_always_a_speaker_while_he_has_the_floor() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    assert heard(sitting) == {CHAIR_SITE}
    sitting.does(c.GiveFloor("dk-1"))
    assert heard(sitting) == {CHAIR_SITE, "bim-son"}
    assert heard(sitting.cut("bim-son")) == {CHAIR_SITE, "bim-son"}
    sitting.does(c.Pause())
    assert heard(sitting) == {CHAIR_SITE}
    sitting.does(c.Resume())
    assert heard(sitting) == {CHAIR_SITE, "bim-son"}
    sitting.does(c.CloseAllMicrophones())
    assert heard(sitting) == {CHAIR_SITE}


def test_the_site_under_voice_check_is_heard() -> None:
    sitting = world.opened()
    sitting.does(c.StartVoiceCheck("bim-son"))
    assert heard(sitting) == {CHAIR_SITE, "bim-son"}


def test_nobody_is_heard_where_the_chair_is_not() -> None:
    assert heard(world.live(here=("bim-son",))) == set()
    assert heard(world.live((CENTRAL_SITE, "bim-son"))) == set()


def test_sharing_is_a_right_of_its_own() -> None:
    sitting = world.live()
    sitting.does(c.AllowSharing("bim-son"))
    assert plan(sitting).rights["bim-son"] == SHARING


def test_the_difference_is_what_changed() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    before = plan(sitting)
    assert not difference(before, before)
    sitting.does(c.GiveFloor("dk-1"))
    assert difference(before, plan(sitting)) == PlanChange(None, None, {"bim-son": SPEAKING}, ())
    before = plan(sitting)
    sitting.does(c.Drop("bim-son"))
    assert difference(before, plan(sitting)) == PlanChange(None, None, {}, (("bim-son", 1),))


def test_a_new_admission_removes_the_old_one() -> None:
    sitting = world.opened(here=("bim-son",))
    before = plan(sitting)
    sitting.does(c.TakeOverDevice("bim-son", "may-khac"))
    assert difference(before, plan(sitting)) == PlanChange(None, None, {"bim-son": CAMERA}, (("bim-son", 1),))


def test_the_room_opens_and_closes() -> None:
    sitting = world.planned()
    before = plan(sitting)
    sitting.does(c.OpenSession())
    assert difference(before, plan(sitting)) == PlanChange("phien-1", None, {}, ())
    sitting.comes("bim-son")
    before = plan(sitting)
    sitting.does(c.End())
    assert difference(before, plan(sitting)) == PlanChange(None, "phien-1", {}, ())


# --- identities
def test_identities_are_read_as_they_are_written() -> None:
    for text in ("bim-son~room~3", "bim-son~display~1", "op~huong~may-1", "rec~phien-1~may-chu"):
        identity = Identity.parse(text)
        assert identity is not None
        assert str(identity) == text


def test_what_is_no_identity() -> None:
    for text in (
        "",
        "bim-son",
        "bim-son~room",
        "bim-son~room~x",
        "~room~1",
        "bim-son~operator~1",
        "op~huong~",
        "op~~1",
        "rec~phien-1~",
    ):
        assert Identity.parse(text) is None


def test_who_may_be_in_the_room() -> None:
    sitting = world.live()
    allowed = plan(sitting)
    assert allowed.allows(Identity(Slot.ROOM, CHAIR_SITE, 1)) == SPEAKING
    assert allowed.allows(Identity(Slot.DISPLAY, "bim-son", 1)) == Rights()
    assert allowed.allows(Identity(Slot.OPERATOR, "huong", device="may-1")) == Rights()
    assert allowed.allows(Identity(Slot.RECORDER, "phien-1", device="may-chu")) == Rights()
    assert allowed.allows(Identity(Slot.RECORDER, "phien-2", device="may-chu")) is None
    assert allowed.allows(Identity(Slot.ROOM, "bim-son", 2)) is None
    assert allowed.allows(Identity(Slot.ROOM, "khong-co", 0)) is None
    assert plan(world.ended()).allows(Identity(Slot.OPERATOR, "huong", device="may-1")) is None
