"""Article 5.4: everybody follows the script. Its versions, its items, what an item stages."""

from msgspec.structs import replace

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.picture import HOLDING_CARD, Layout, Picture
from diemcau.conference.script import Cue, Item, Script
from diemcau.conference.session import RequestState
from tests import world
from tests.conference.test_sites import kinds
from tests.world import BIM_SON, CHAIR, CHAIR_SITE, HOST_OFFICER, LEADER, SCRIPT


def changed(*items: Item, version: int = 2) -> c.ChangeScript:
    return c.ChangeScript(Script(version, items))


def test_a_changed_script_marks_what_changed_and_is_acknowledged() -> None:
    sitting = world.live()
    longer = replace(SCRIPT.items[2], minutes=45)
    sitting.does(changed(*SCRIPT.items[:2], longer, SCRIPT.items[3]), by=HOST_OFFICER)
    assert sitting.state.script.changed == ("thao-luan",)
    assert sitting.refuses(c.AcknowledgeScript("bim-son", 1), by=BIM_SON).code == "script.moved_on"
    sitting.does(c.AcknowledgeScript("bim-son", 2), by=BIM_SON)
    assert sitting.does(c.AcknowledgeScript("bim-son", 2), by=BIM_SON) == ()
    assert sitting.state.seats["bim-son"].script_seen == 2


def test_two_people_change_the_script_and_the_second_is_told() -> None:
    sitting = world.live()
    sitting.does(changed(*SCRIPT.items[:2]))
    assert sitting.refuses(changed(*SCRIPT.items[:3])).code == "script.moved_on"
    assert sitting.does(changed(*SCRIPT.items[:2])) == ()


def test_a_script_that_makes_no_sense_is_refused() -> None:
    sitting = world.live()
    sitting.does(c.StartItem())
    first = SCRIPT.items[0]
    assert sitting.refuses(changed(first, first)).code == "script.same_id"
    assert sitting.refuses(changed(replace(first, id=""))).code == "script.same_id"
    assert sitting.refuses(changed(SCRIPT.items[1])).code == "script.item_running"
    two = Picture(Layout.TWO, ("bim-son",))
    assert sitting.refuses(changed(replace(first, cue=Cue(two)))).code == "script.cue"
    for wrong in (
        replace(first, site="khong-co"),
        replace(first, cue=Cue(HOLDING_CARD, "khong-co")),
        replace(first, cue=Cue(Picture(Layout.ONE, ("khong-co",)))),
    ):
        assert sitting.refuses(changed(wrong)).code == "site.unknown"


def test_next_item_stages_its_cue() -> None:
    sitting = world.live()
    cue = SCRIPT.items[0].cue
    assert cue is not None
    assert sitting.does(c.StartItem(), by=CHAIR) == (e.ItemStarted("khai-mac"), e.PreviewSet(cue.picture))
    assert (sitting.state.item, sitting.state.item_since) == ("khai-mac", sitting.now)
    assert sitting.state.floor.holders == ()


def test_next_item_and_take_opens_its_microphone() -> None:
    sitting = world.live()
    events = sitting.does(c.StartItem("bim-son", take=True), id="lenh-muc")
    assert kinds(events) == [e.ItemStarted, e.PreviewSet, e.PictureTaken, e.FloorRequested, e.FloorGranted]
    request = sitting.state.floor.requests["lenh-muc"]
    assert (request.speaker, request.item, request.minutes) == (LEADER, "bim-son", 10)
    assert sitting.state.floor.holders == ("lenh-muc",)


def test_the_registered_speech_of_the_item_is_used() -> None:
    sitting = (
        world.live().queues("bim-son", "dk-1", item="thao-luan").queues("bim-son", "dk-2", item="bim-son")
    )
    sitting.does(c.StartItem("bim-son", take=True))
    assert sitting.state.floor.holders == ("dk-2",)
    assert sitting.state.floor.requests["dk-1"].state is RequestState.ACCEPTED


def test_who_speaks_already_speaks_on_and_the_others_end() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    sitting.does(c.GiveFloor("dk-1"), c.GiveFloor("dk-2", beside=True), c.StartItem("bim-son", take=True))
    assert sitting.state.floor.holders == ("dk-1",)


def test_an_item_for_nobody_leaves_the_chair_alone_with_the_floor() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.GiveFloor("dk-1"), c.StartItem("khai-mac", take=True))
    assert sitting.state.floor.holders == ()


def test_an_item_without_a_cue_changes_neither_picture_nor_floor() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.GiveFloor("dk-1"))
    assert sitting.does(c.StartItem("thao-luan", take=True)) == (e.ItemStarted("thao-luan"),)
    assert sitting.state.floor.holders == ("dk-1",)


def test_an_item_whose_speaker_is_away_is_staged_with_who_is_there_but_not_taken() -> None:
    sitting = world.live().cut("bim-son")
    assert sitting.refuses(c.StartItem("bim-son", take=True)).code == "site.not_connected"
    sitting.does(c.StartItem("bim-son"))
    assert (sitting.state.preview.layout, sitting.state.preview.sites) == (Layout.ONE, (CHAIR_SITE,))


def test_an_item_of_which_nobody_is_there_stages_nothing() -> None:
    sitting = world.live(here=("bim-son",))
    assert sitting.does(c.StartItem(take=True)) == (e.ItemStarted("khai-mac"),)


def test_items_follow_each_other_to_the_end() -> None:
    sitting = world.live()
    for item in SCRIPT.items:
        sitting.does(c.StartItem())
        assert sitting.state.item == item.id
    assert sitting.state.done == ("khai-mac", "bim-son", "thao-luan")
    assert sitting.refuses(c.StartItem()).code == "script.finished"
    assert sitting.refuses(c.StartItem("khong-co")).code == "script.unknown_item"


def test_an_item_may_be_taken_up_again() -> None:
    sitting = world.live()
    sitting.does(c.StartItem(), c.StartItem(), c.StartItem("khai-mac"))
    assert (sitting.state.item, sitting.state.done) == ("khai-mac", ("bim-son",))
    sitting.does(c.StartItem("bim-son"), c.StartItem("thao-luan"))
    assert sitting.state.done == ("khai-mac", "bim-son")


def test_two_operators_move_on_once() -> None:
    sitting = world.live()
    sitting.does(c.StartItem(), c.StartItem(after="khai-mac"))
    refused = sitting.refuses(c.StartItem(after="khai-mac"), by=CHAIR)
    assert (refused.code, refused.article) == ("script.moved_on", "5.4")
    assert sitting.does(c.StartItem("bim-son")) == ()


def test_an_item_that_went_missing_leaves_nothing_next() -> None:
    assert SCRIPT.after("khong-co") is None
    assert Script().after(None) is None


def test_a_session_without_a_script() -> None:
    sitting = world.Sitting(world.SMALL, script=Script())
    sitting.does(c.OpenSession(), c.GoLive())
    assert sitting.refuses(c.StartItem()).code == "script.finished"


def test_a_script_tells_every_site_that_it_names() -> None:
    shown = Cue(Picture(Layout.TWO, ("van-phong", "bim-son")), "ha-trung")
    script = Script(1, (Item("m1", "Khai mạc", 5), Item("m2", "Tham luận", 5, site="nga-son", cue=shown)))
    assert script.sites() == {"van-phong", "bim-son", "ha-trung", "nga-son"}
