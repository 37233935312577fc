"""What the machine saw. Articles 6.2, 7.2: a lost line, and what follows from it."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.session import Grade, Lane
from diemcau.conference.sightings import LOST_SPEAKER_KEEPS_FLOOR
from tests import world
from tests.conference.test_sites import kinds, lane
from tests.world import BIM_SON

KEEPS = LOST_SPEAKER_KEEPS_FLOOR.total_seconds()


def test_a_cut_line_is_lost_alarms_and_comes_back_by_itself() -> None:
    sitting = world.live()
    assert kinds(sitting.sees(c.SeeLine("bim-son", False))) == [e.LineDown, e.SiteLost, e.AlarmRaised]
    assert lane(sitting) is Lane.LOST
    sitting.passes(20)
    assert sitting.sees(c.SeeMedia("bim-son", False)) == (
        e.MediaDown("bim-son"),
        e.SiteLost("bim-son", "both"),
    )
    sitting.passes(10)
    assert sitting.sees(c.SeeLine("bim-son", True)) == (e.LineUp("bim-son"),)
    assert sitting.sees(c.SeeMedia("bim-son", True)) == (e.MediaUp("bim-son"), e.SiteBack("bim-son", 30.0))
    seat = sitting.state.seats["bim-son"]
    assert (seat.lane, seat.losses, seat.lost_seconds, seat.lost_since) == (Lane.CONNECTED, 1, 30.0, None)
    assert seat.epoch == 1


def test_what_is_lost_has_a_name() -> None:
    line, media, both = (world.live() for _ in range(3))
    assert line.sees(c.SeeLine("bim-son", False))[1] == e.SiteLost("bim-son", "line")
    assert media.sees(c.SeeMedia("bim-son", False))[1] == e.SiteLost("bim-son", "media")
    both.does(c.TakeOverDevice("bim-son", "may-khac"))  # its media are not there yet
    assert both.sees(c.SeeLine("bim-son", False))[1] == e.SiteLost("bim-son", "both")


def test_the_same_sight_twice_is_one_event() -> None:
    sitting = world.live()
    for command in (
        c.SeeLine("bim-son", True),
        c.SeeMedia("bim-son", True),
        c.SeeDevices("bim-son", False, False),
        c.SeeGrade("bim-son", Grade.NO_DATA),
        c.SeeEngine(True),
        c.CloseWhatIsDue(),
    ):
        assert sitting.sees(command) == ()


def test_what_is_no_seat_of_this_session_is_no_event() -> None:
    sitting = world.live()
    for command in (
        c.SeeLine("khong-co", True),
        c.SeeMedia("khong-co", True),
        c.SeeDevices("khong-co", True, True),
        c.SeeGrade("khong-co", Grade.BAD),
    ):
        assert sitting.sees(command) == ()


def test_media_of_an_older_admission_count_for_nothing() -> None:
    sitting = world.live()
    sitting.does(c.TakeOverDevice("bim-son", "may-khac"))
    assert sitting.sees(c.SeeMedia("bim-son", True, 1)) == ()
    assert sitting.sees(c.SeeMedia("bim-son", True, 2)) == (e.MediaUp("bim-son"),)


def test_the_line_of_a_device_without_the_slot_counts_for_nothing() -> None:
    sitting = world.live()
    assert sitting.sees(c.SeeLine("bim-son", False, "may-khac")) == ()
    assert lane(sitting) is Lane.CONNECTED
    assert e.SiteLost in kinds(sitting.sees(c.SeeLine("bim-son", False, "may-bim-son")))


def test_a_lobby_page_that_is_gone_does_not_wait_and_waits_again_when_it_is_back() -> None:
    sitting = world.opened(here=()).waits("bim-son")
    assert sitting.sees(c.SeeLine("bim-son", False)) == (e.LineDown("bim-son"),)
    assert lane(sitting) is Lane.EXPECTED
    other = sitting.sees(c.SeeLine("bim-son", True, "may-khac"))
    assert (other, lane(sitting)) == ((e.LineUp("bim-son"),), Lane.EXPECTED)
    sitting.sees(c.SeeLine("bim-son", False))
    back = sitting.sees(c.SeeLine("bim-son", True, "may-bim-son"))
    assert kinds(back) == [e.LineUp, e.SiteWaiting]
    assert lane(sitting) is Lane.WAITING


def test_what_the_page_publishes_is_told_once() -> None:
    sitting = world.live()
    assert sitting.sees(c.SeeDevices("bim-son", True, False)) == (e.DevicesChanged("bim-son", True, False),)
    seat = sitting.state.seats["bim-son"]
    assert (seat.camera_on, seat.microphone_on) == (True, False)


def test_a_share_that_is_not_allowed_is_not_shown_as_one() -> None:
    sitting = world.live()
    assert sitting.sees(c.SeeDevices("bim-son", False, False, True)) == ()
    sitting.does(c.AllowSharing("bim-son"))
    sitting.sees(c.SeeDevices("bim-son", False, False, True))
    assert sitting.state.seats["bim-son"].sharing


def test_a_bad_line_alarms_a_poor_one_only_on_the_air() -> None:
    sitting = world.live()
    assert kinds(sitting.sees(c.SeeGrade("ha-trung", Grade.POOR))) == [e.GradeChanged]
    assert kinds(sitting.sees(c.SeeGrade("ha-trung", Grade.BAD))) == [e.GradeChanged, e.AlarmRaised]
    sitting.queues("bim-son", "dk-1").does(c.GiveFloor("dk-1"))
    assert kinds(sitting.sees(c.SeeGrade("bim-son", Grade.POOR))) == [e.GradeChanged, e.AlarmRaised]
    assert sitting.state.alarms[-1].kind == "poor"


def test_the_engine_goes_with_one_alarm_for_all() -> None:
    sitting = world.live()
    assert kinds(sitting.sees(c.SeeEngine(False))) == [e.EngineLost, e.AlarmRaised]
    assert kinds(sitting.sees(c.SeeMedia("bim-son", False))) == [e.MediaDown, e.SiteLost]
    assert sitting.sees(c.SeeEngine(True)) == (e.EngineBack(),)
    assert kinds(sitting.sees(c.SeeMedia("bim-son", True))) == [e.MediaUp, e.SiteBack]


def test_lines_that_went_with_the_engine_are_under_its_alarm() -> None:
    """Their pages notice it first; a line cut before, or whose media still runs, has its own cause."""
    sitting = world.live().cut("ha-trung")
    sitting.passes(20)
    sitting.sees(c.SeeLine("nga-son", False), c.SeeMedia("bim-son", False))
    sitting.passes(1)
    assert kinds(sitting.sees(c.SeeEngine(False))) == [e.EngineLost, e.AlarmSeen, e.AlarmRaised]
    standing = [(alarm.kind, alarm.site) for alarm in sitting.state.alarms]
    assert standing == [("lost", "ha-trung"), ("lost", "nga-son"), ("fault", None)]


def test_a_line_that_only_settles_after_the_engines_return_takes_its_alarm_along() -> None:
    sitting = world.live()
    sitting.sees(c.SeeEngine(False), c.SeeEngine(True))
    sitting.passes(5)
    assert kinds(sitting.sees(c.SeeMedia("bim-son", False))) == [e.MediaDown, e.SiteLost, e.AlarmRaised]
    assert kinds(sitting.sees(c.SeeMedia("bim-son", True))) == [e.MediaUp, e.SiteBack, e.AlarmSeen]
    sitting.passes(31)
    sitting.sees(c.SeeMedia("bim-son", False))
    assert kinds(sitting.sees(c.SeeMedia("bim-son", True))) == [e.MediaUp, e.SiteBack]


# --- the lost speaker
def speaking_and_cut() -> world.Sitting:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2").queues("nga-son", "dk-3")
    sitting.does(c.GiveFloor("dk-1"))
    return sitting.cut("bim-son", "ha-trung")


def test_article_6_2_a_lost_speaker_keeps_the_floor_for_a_minute() -> None:
    sitting = speaking_and_cut().passes(KEEPS - 1)
    assert sitting.sees(c.CloseWhatIsDue()) == ()
    assert sitting.state.floor.holders == ("dk-1",)


def test_article_6_2_then_yields_with_an_alarm_and_the_next_connected_one_is_proposed() -> None:
    sitting = speaking_and_cut().passes(KEEPS)
    released, alarm, proposed = sitting.sees(c.CloseWhatIsDue())
    assert released == e.FloorReleased("dk-1", lost=True)
    assert isinstance(alarm, e.AlarmRaised)
    assert (alarm.alarm.kind, alarm.alarm.site) == ("speaker_yielded", "bim-son")
    assert proposed == e.FloorProposed("dk-3")
    assert sitting.state.floor.proposed == "dk-3"
    assert isinstance(sitting.does(c.NextSpeaker())[0], e.FloorGranted)
    assert sitting.state.floor.holders == ("dk-3",)


def test_nobody_is_proposed_when_nobody_can_speak() -> None:
    sitting = speaking_and_cut().cut("nga-son").passes(KEEPS)
    assert kinds(sitting.sees(c.CloseWhatIsDue())) == [e.FloorReleased, e.AlarmRaised]


def test_a_speaker_who_is_back_in_time_speaks_on() -> None:
    sitting = speaking_and_cut().passes(KEEPS - 1)
    sitting.sees(c.SeeLine("bim-son", True), c.SeeMedia("bim-son", True))
    assert sitting.passes(KEEPS).sees(c.CloseWhatIsDue()) == ()


def test_a_speaker_who_is_still_seen_and_heard_keeps_the_floor() -> None:
    """Only our own line is away: "mất điều khiển"."""
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.GiveFloor("dk-1"))
    sitting.sees(c.SeeLine("bim-son", False))
    assert sitting.passes(KEEPS * 2).sees(c.CloseWhatIsDue()) == ()


def test_the_minute_counts_from_the_engines_return() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.GiveFloor("dk-1"))
    sitting.sees(c.SeeEngine(False), c.SeeMedia("bim-son", False))
    assert sitting.passes(KEEPS * 2).sees(c.CloseWhatIsDue()) == ()
    sitting.sees(c.SeeEngine(True))
    assert sitting.passes(KEEPS - 1).sees(c.CloseWhatIsDue()) == ()
    assert e.FloorReleased in kinds(sitting.passes(1).sees(c.CloseWhatIsDue()))


def test_two_lost_speakers_have_two_alarms() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    sitting.does(c.GiveFloor("dk-1"), c.GiveFloor("dk-2", beside=True))
    sitting.cut("bim-son", "ha-trung").passes(KEEPS).sees(c.CloseWhatIsDue())
    yielded = [alarm for alarm in sitting.state.alarms if alarm.kind == "speaker_yielded"]
    assert len({alarm.id for alarm in yielded}) == 2


def test_a_sites_own_page_cannot_say_what_the_machine_saw() -> None:
    assert world.live().refuses(c.SeeLine("bim-son", True), by=BIM_SON).code == "power.missing"
