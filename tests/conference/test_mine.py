"""A site's own view: before admission it is all the site gets, and it names nobody else."""

import msgspec
import pytest

from diemcau.conference import commands as c
from diemcau.conference.mine import Mine, mine
from diemcau.conference.plan import Source
from diemcau.conference.session import Lane
from tests import world
from tests.world import BIM_SON, CHAIR_SITE, SITES, Sitting


def of(sitting: Sitting, site: str = "bim-son") -> Mine:
    return mine(sitting.state, site, sitting.now)


def test_a_waiting_site_sees_its_own_lobby_and_nobody_else() -> None:
    sitting = world.live(here=(CHAIR_SITE, "ha-trung")).queues("ha-trung", "dk-1")
    sitting.does(c.GiveFloor("dk-1"), c.Take())
    view = of(sitting.waits("bim-son"))
    assert (view.lane, view.script, view.script_version, view.may_publish) == (Lane.WAITING, (), 0, ())
    text = msgspec.json.encode(view).decode()
    for site in set(world.SMALL) - {"bim-son", world.CENTRAL_SITE}:
        assert site not in text
        assert SITES[site][0] not in text


def test_who_to_call_is_always_there() -> None:
    view = of(world.planned())
    assert (view.central_name, view.central_phone) == ("Lê Quốc Hưng", "0190 000 100")
    alone = of(world.planned(("bim-son",)))
    assert (alone.central_name, alone.central_phone) == ("", "")


def test_an_admitted_site_sees_the_script_and_its_part_in_it() -> None:
    sitting = world.live()
    sitting.does(c.StartItem(), c.StartItem())
    view = of(sitting)
    assert [item.id for item in view.script if item.mine] == ["bim-son"]
    assert [item.id for item in view.script if item.done] == ["khai-mac"]
    assert [item.id for item in view.script if item.running] == ["bim-son"]


def test_its_place_in_the_queue_is_the_best_one() -> None:
    sitting = world.live().queues("ha-trung", "dk-1").queues("bim-son", "dk-2").queues("bim-son", "dk-3")
    assert of(sitting).place == 2
    assert of(sitting, "nga-son").place is None
    assert [request.id for request in of(sitting).requests] == ["dk-2", "dk-3"]


def test_what_it_may_publish_follows_the_floor() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    assert of(sitting).may_publish == (Source.CAMERA,)
    sitting.does(c.GiveFloor("dk-1"))
    assert of(sitting).may_publish == (Source.CAMERA, Source.MICROPHONE)
    assert of(sitting).everybody_sees_me
    assert (of(sitting).in_preview, of(sitting).on_program) == (True, False)
    sitting.does(c.Take())
    assert of(sitting).on_program
    sitting.does(c.End())
    assert of(sitting).may_publish == ()


def test_it_knows_who_chairs() -> None:
    assert of(world.live()).chair == CHAIR_SITE
    assert of(world.live(["trung-tam", "bim-son"], here=["bim-son"])).chair == ""


def test_it_knows_what_the_centre_does_with_it() -> None:
    sitting = world.opened()
    sitting.does(
        c.StartRollCall(), c.StartVoiceCheck("bim-son"), c.StartTalkback("bim-son"), c.AllowSharing("bim-son")
    )
    sitting.does(c.AnswerRoll("bim-son", True, head_count=20), by=BIM_SON)
    view = of(sitting)
    assert view.voice_check
    assert view.talkback
    assert view.sharing_allowed
    assert view.roll_call_at == sitting.now
    assert view.readiness is not None
    assert not of(sitting, "ha-trung").voice_check


def test_a_site_that_is_not_of_the_session_has_no_view() -> None:
    with pytest.raises(KeyError):
        of(world.live(), "khong-co")
