"""What the minutes can state: taken from the official sittings as they were held."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.minutes import Absent, Draft, Floor, Loss, Passage, Pause, Present, Sitting, draft
from diemcau.conference.picture import HOLDING_CARD, Layout, Picture
from diemcau.conference.script import Item, Script
from diemcau.conference.session import SessionKind, SiteRole
from tests import world
from tests.world import CHAIR, LEADER, technician_of

BIM_SON, HA_TRUNG = "Thị xã Bỉm Sơn", "Huyện Hà Trung"


def held(sitting: world.Sitting) -> Sitting:
    (found,) = draft([sitting.stream]).sittings
    return found


def sites(sitting: world.Sitting) -> dict[str, Present]:
    return {one.site: one for one in held(sitting).present}


def test_nothing_was_held_yet() -> None:
    assert draft([]) == Draft()
    assert draft([world.planned().stream, world.opened().stream]) == Draft()
    assert (Draft().since, Draft().until, Draft().over) == (None, None, False)


def test_a_test_session_is_no_part_of_the_minutes() -> None:
    sitting = world.Sitting(world.SMALL, kind=SessionKind.TEST)
    sitting.does(c.OpenSession(), c.GoLive(), c.End())
    assert draft([sitting.stream]) == Draft()


def test_real_start_and_end_and_where_the_chair_sat() -> None:
    sitting = world.opened().passes(90)
    sitting.does(c.GoLive(), by=CHAIR)
    assert not draft([sitting.stream]).over
    sitting.passes(3600).does(c.End(), by=CHAIR)
    found = draft([sitting.stream])
    assert (found.since, found.until, found.over) == (sitting.state.live_at, sitting.state.ended_at, True)
    assert found.sittings[0].chair_site == "Văn phòng UBND tỉnh"


def test_morning_and_afternoon_are_two_parts_in_their_order() -> None:
    morning, afternoon = world.ended(), world.Sitting(world.SMALL, id="phien-2")
    afternoon.passes(5 * 3600).does(c.OpenSession())
    afternoon.does(c.GoLive(), c.End())
    found = draft([afternoon.stream, morning.stream])
    assert [one.session for one in found.sittings] == ["phien-1", "phien-2"]
    assert (found.since, found.until) == (morning.state.live_at, afternoon.state.ended_at)


def test_without_a_site_that_chairs() -> None:
    sitting = world.planned(("trung-tam", "bim-son"))
    sitting.does(c.OpenSession())
    sitting.records(e.SessionWentLive(), CHAIR)
    assert held(sitting).chair_site == ""


def test_head_counts_and_local_chairs_are_those_of_the_roll_call() -> None:
    sitting = world.opened()
    sitting.does(c.StartRollCall())
    answer = c.AnswerRoll("bim-son", True, head_count=24, local_chair="Mai Đình Lâm")
    sitting.does(answer, by=technician_of("bim-son"))
    sitting.does(c.GoLive(), by=CHAIR)
    found = sites(sitting)
    assert found["bim-son"] == Present("bim-son", BIM_SON, SiteRole.END, 24, "Mai Đình Lâm")
    assert found["ha-trung"] == Present("ha-trung", HA_TRUNG, SiteRole.END)
    assert list(found) == [code for code in world.SITES if code in found]


def test_who_came_late_who_left_early_and_who_never_came() -> None:
    sitting = world.opened(here=("trung-tam", world.CHAIR_SITE, "bim-son", "ha-trung"))
    sitting.does(c.MarkAbsent("nga-son", "Mất điện diện rộng"))
    sitting.does(c.GoLive(), by=CHAIR)
    sitting.passes(600).comes("sam-son")
    late = sitting.now
    sitting.passes(600).does(c.Leave("ha-trung", "Họp đột xuất"), by=technician_of("ha-trung"))
    early = sitting.now
    found = sites(sitting)
    assert (found["sam-son"].joined, found["sam-son"].left) == (late, None)
    assert (found["ha-trung"].joined, found["ha-trung"].left) == (None, early)
    assert found["ha-trung"].reason == "Họp đột xuất"
    assert held(sitting).absent == (Absent("nga-son", "Huyện Nga Sơn", "Mất điện diện rộng"),)


def test_who_left_and_came_back_did_not_leave_early() -> None:
    sitting = world.live()
    sitting.does(c.Leave("ha-trung"), by=technician_of("ha-trung"))
    sitting.passes(60).does(c.Knock("ha-trung", "may"), by=technician_of("ha-trung"))
    sitting.does(c.Admit("ha-trung"), c.Pause(), by=world.CENTRAL)
    found = sites(sitting)["ha-trung"]
    assert (found.joined, found.left) == (None, None)


def test_the_central_site_need_not_be_in_the_picture() -> None:
    sitting = world.opened(here=(world.CHAIR_SITE,))
    sitting.does(c.GoLive(), by=CHAIR)
    assert "trung-tam" not in {one.site for one in held(sitting).absent}


def test_pages_that_close_after_the_end_change_nothing() -> None:
    sitting = world.ended()
    before = draft([sitting.stream])
    sitting.records(e.SiteLeft("bim-son"), technician_of("bim-son"))
    assert draft([sitting.stream]) == before


def test_the_course_by_items_with_who_spoke_from_when_to_when() -> None:
    sitting = world.live().queues("ha-trung", "dk-1", topic="Giải phóng mặt bằng").passes(60)
    opening = sitting.now
    sitting.does(c.StartItem("khai-mac"))
    sitting.passes(300).does(c.StartItem("thao-luan"))
    discussion = sitting.now
    sitting.passes(10).does(c.GiveFloor("dk-1"), by=CHAIR)
    spoke = sitting.now
    sitting.passes(200).does(c.YieldFloor("dk-1"), by=technician_of("ha-trung"))
    until = sitting.now
    sitting.passes(30).does(c.End(), by=CHAIR)
    first, second = held(sitting).course
    assert first == Passage(opening, discussion, "Khai mạc")
    assert (second.title, second.since, second.until) == ("Thảo luận", discussion, sitting.now)
    (speech,) = second.speeches
    assert (speech.name, speech.title, speech.unit) == (LEADER.name, LEADER.title, LEADER.unit)
    assert (speech.site, speech.topic) == (HA_TRUNG, "Giải phóng mặt bằng")
    assert (speech.since, speech.until) == (spoke, until)


def test_speakers_before_the_first_item_stand_alone() -> None:
    sitting = world.live().queues("ha-trung", "dk-1").passes(60)
    sitting.does(c.GiveFloor("dk-1"), by=CHAIR)
    assert [(one.title, one.until, len(one.speeches)) for one in held(sitting).course] == [("", None, 1)]
    sitting.passes(60).does(c.StartItem("khai-mac"))
    assert [(one.title, one.until) for one in held(sitting).course] == [
        ("", sitting.now),
        ("Khai mạc", None),
    ]


def test_a_speech_that_began_before_the_opening_counts_from_the_opening() -> None:
    sitting = world.opened().queues("ha-trung", "dk-1").queues("bim-son", "dk-2").queues("nga-son", "dk-3")
    sitting.records(e.FloorGranted("dk-1"), CHAIR)
    sitting.records(e.FloorGranted("dk-2"), CHAIR)
    sitting.records(e.FloorReleased("dk-2"), CHAIR)
    sitting.passes(60).does(c.GoLive(), by=CHAIR)
    (passage,) = held(sitting).course
    assert [(one.site, one.since) for one in passage.speeches] == [(HA_TRUNG, sitting.now)]


def test_pauses_with_their_reason() -> None:
    sitting = world.paused()
    since = sitting.now
    sitting.passes(900).does(c.Resume(), by=CHAIR)
    assert held(sitting).pauses == (Pause(since, sitting.now, "Giải lao"),)


def test_what_was_before_the_opening_is_told_from_the_opening_or_not_at_all() -> None:
    sitting = world.opened().cut("bim-son").cut("ha-trung").passes(10)
    sitting.sees(c.SeeLine("ha-trung", True), c.SeeMedia("ha-trung", True))
    sitting.passes(100).does(c.GoLive(), by=CHAIR)
    opening = sitting.now
    sitting.passes(61).sees(c.SeeLine("bim-son", True), c.SeeMedia("bim-son", True))
    assert held(sitting).losses == (Loss(BIM_SON, opening, sitting.now),)


def test_a_loss_matters_if_it_was_long_or_its_site_was_speaking() -> None:
    sitting = world.live().queues("bim-son", "dk-1").cut("nga-son").passes(60)
    sitting.sees(c.SeeLine("nga-son", True), c.SeeMedia("nga-son", True))
    sitting.sees(c.SeeLine("sam-son", False))
    sitting.does(c.GiveFloor("dk-1"), by=CHAIR)
    sitting.passes(5).cut("bim-son").cut("ha-trung")
    lost = sitting.now
    sitting.passes(10).sees(c.SeeLine("bim-son", True), c.SeeMedia("bim-son", True))
    back = sitting.now
    sitting.passes(90).sees(c.SeeLine("sam-son", True))
    assert held(sitting).losses == (
        Loss(BIM_SON, lost, back, LEADER.name, Floor.KEPT),
        Loss(HA_TRUNG, lost, None),
    )
    sitting.does(c.YieldFloor("dk-1"), by=technician_of("bim-son"))
    assert held(sitting).losses[0].floor is Floor.KEPT


def floor_after(*steps: c.AnyCommand) -> Floor | None:
    """Of a speaker whose line stays away for 70 seconds while this is done."""
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.GiveFloor("dk-1"), by=CHAIR)
    sitting.passes(5).cut("bim-son").passes(65)
    for step in steps:
        sitting.does(step, by=world.MACHINE if isinstance(step, c.CloseWhatIsDue) else world.CENTRAL)
    sitting.passes(5).sees(c.SeeLine("bim-son", True), c.SeeMedia("bim-son", True))
    return held(sitting).losses[0].floor


def test_what_became_of_the_floor_of_a_lost_speaker() -> None:
    assert floor_after(c.CloseWhatIsDue()) is Floor.YIELDED
    assert floor_after(c.RevokeFloor("dk-1", "Hết giờ")) is Floor.TAKEN_BACK
    assert floor_after(c.YieldFloor("dk-1")) is Floor.ENDED
    assert floor_after() is Floor.KEPT


def test_a_loss_before_or_after_the_speech_is_not_the_speakers() -> None:
    sitting = world.live().queues("bim-son", "dk-1").cut("bim-son").passes(61)
    sitting.sees(c.SeeLine("bim-son", True), c.SeeMedia("bim-son", True))
    sitting.passes(1).does(c.GiveFloor("dk-1"), by=CHAIR)
    sitting.passes(5).does(c.YieldFloor("dk-1"), by=technician_of("bim-son"))
    sitting.passes(1).cut("bim-son").passes(61)
    sitting.sees(c.SeeLine("bim-son", True), c.SeeMedia("bim-son", True))
    assert [loss.speaker for loss in held(sitting).losses] == ["", ""]


def test_who_asked_and_never_spoke_is_in_no_loss() -> None:
    sitting = world.live().queues("bim-son", "dk-1").cut("bim-son").passes(61)
    assert [loss.speaker for loss in held(sitting).losses] == [""]


def test_messages_and_pictures_are_no_part_of_the_minutes() -> None:
    sitting = world.live()
    before = draft([sitting.stream])
    sitting.does(c.SendNote("Xin chỉnh khuôn hình", "bim-son", instruction=True))
    sitting.does(c.SetPreview(Picture(Layout.ONE, ("bim-son",))), c.Take(), c.SetPreview(HOLDING_CARD))
    assert draft([sitting.stream]) == before


def test_an_item_that_ran_twice_stands_twice() -> None:
    sitting = world.Sitting(world.SMALL, script=Script(1, (Item("a", "A", 5), Item("b", "B", 5))))
    sitting.does(c.OpenSession())
    sitting.does(c.GoLive(), by=CHAIR)
    for item in ("a", "b", "a"):
        sitting.passes(60).does(c.StartItem(item))
    assert [one.title for one in held(sitting).course] == ["A", "B", "A"]
